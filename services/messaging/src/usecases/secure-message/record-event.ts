import type { Queryable } from '@ashlar/postgres';
import type { SecureMessage } from '../../domain/secure-message/entities.ts';
import {
  type EvidenceClaims,
  type EvidenceDetail,
  type EvidenceEvent,
  erdsEvents,
  stateAfter,
} from '../../domain/secure-message/evidence.ts';
import { sha256Of } from '../../store/secure-message/envelope.ts';
import { recordMove } from '../../store/secure-message/evidence.ts';
import type { SecureDeps } from './deps.ts';

/** Who says so in evidence. */
const issuer = 'messaging';

/** What an event brings along. */
export interface EventAsk {
  readonly event: EvidenceEvent;
  readonly detail?: EvidenceDetail;
  readonly traceparent?: string | undefined;
}

/**
 * Attests an event of a message, and stores it with the state that it leads to. False when it cannot happen to the message, or something else happened to it since
 * it was read; then nothing is stored.
 */
export async function recordEvent(
  deps: Pick<SecureDeps, 'vault' | 'signer' | 'now'>,
  db: Queryable,
  message: SecureMessage,
  { event, detail = {}, traceparent }: EventAsk,
): Promise<boolean> {
  const state = stateAfter(message.state, event);
  if (state === undefined) return false;
  const at = deps.now();
  const { sequence, evidenceHash } = message;
  const { jws, hash } = await attest(
    deps,
    { ...message, number: sequence + 1, previous: evidenceHash },
    { event, at, detail },
  );
  const notificationId = detail.notice?.notification_id ?? null;
  return recordMove(db, deps.vault, message, {
    event,
    state,
    at,
    jws,
    hash,
    notificationId,
    traceparent,
  });
}

/** Signs one piece of evidence. Answers it with the hash that the next one has to name. */
export async function attest(
  { signer }: Pick<SecureDeps, 'signer'>,
  message: Pick<SecureMessage, 'id' | 'department' | 'contentSha256'> & {
    number: number;
    previous: string | null;
  },
  { event, at, detail }: { event: EvidenceEvent; at: Date; detail: EvidenceDetail },
): Promise<{ jws: string; hash: string }> {
  const claims: EvidenceClaims = {
    iss: issuer,
    department: message.department,
    message_uuid: message.id,
    number: message.number,
    event,
    erds_event: erdsEvents[event],
    time: at.toISOString(),
    content_sha256: message.contentSha256,
    previous: message.previous,
    ...detail,
  };
  const jws = await signer.sign('evidence+jws', claims);
  return { jws, hash: sha256Of(jws) };
}

/** Signs how many there are and which is the last. */
export function sealChain(
  { signer, now }: Pick<SecureDeps, 'signer' | 'now'>,
  messageId: string,
  evidence: readonly string[],
): Promise<string> {
  return signer.sign('evidence-seal+jws', {
    iss: issuer,
    message_uuid: messageId,
    count: evidence.length,
    last: sha256Of(evidence.at(-1) ?? ''),
    time: now().toISOString(),
  });
}
