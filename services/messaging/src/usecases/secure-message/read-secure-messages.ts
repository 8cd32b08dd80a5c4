import type { JWK } from 'jose';
import {
  filesOf,
  type SecureContent,
  type SecureFile,
  type SecureMessage,
} from '../../domain/secure-message/entities.ts';
import type { EvidenceChain, EvidenceClaims } from '../../domain/secure-message/evidence.ts';
import { listEvidence } from '../../store/secure-message/evidence.ts';
import {
  listSecureMessages,
  readContents,
  readFile,
  readSecureMessage,
  type SecureMessageFilter,
} from '../../store/secure-message/messages.ts';
import type { SecureDeps } from './deps.ts';
import { sealChain } from './record-event.ts';

/** A message with what is in it, as long as it is kept. */
export interface OpenedMessage {
  readonly message: SecureMessage;
  readonly content: SecureContent | undefined;
}

/** Which message, of which department; `*` may read any. */
export interface SecureMessageAsk {
  readonly id: string;
  readonly department: string;
}

/** Reads one page of a department's messages, without what is in them. */
export function findSecureMessages(
  { db }: SecureDeps,
  ask: Omit<SecureMessageFilter, 'owner'> & { department: string },
): Promise<SecureMessage[]> {
  const { department, ...filter } = ask;
  return listSecureMessages(db, { ...filter, owner: { department } });
}

/** Reads a message of a department. */
export async function findSecureMessage(
  { db, keyring }: SecureDeps,
  { id, department }: SecureMessageAsk,
): Promise<OpenedMessage | undefined> {
  const message = await readSecureMessage(db, id, { department });
  if (!message) return undefined;
  return { message, content: (await readContents(db, keyring, [id])).get(id) };
}

/** Reads a file of a message that was found before; undefined when it has none of this number. */
export async function findSecureFile(
  { db, keyring }: SecureDeps,
  { message, content }: OpenedMessage,
  number: number,
): Promise<{ file: SecureFile; bytes: Buffer } | undefined> {
  const file = content && filesOf(content).find((one) => one.number === number);
  const bytes = file && (await readFile(db, keyring, message.id, file));
  return file && bytes && { file, bytes };
}

/** The evidence of a department's message, closed by a seal of this moment. */
export async function findEvidence(
  deps: SecureDeps,
  { id, department }: SecureMessageAsk,
): Promise<EvidenceChain | undefined> {
  const message = await readSecureMessage(deps.db, id, { department });
  if (!message) return undefined;
  const evidence = await listEvidence(deps.db, deps.vault, id);
  return {
    message_uuid: id,
    content_sha256: message.contentSha256,
    evidence: evidence.map((jws) => ({ ...shown(jws), jws })),
    seal: await sealChain(deps, id, evidence),
  };
}

/** The keys that verify evidence. */
export function evidenceKeys({ signer }: Pick<SecureDeps, 'signer'>): Promise<readonly JWK[]> {
  return signer.published();
}

function shown(jws: string): Pick<EvidenceClaims, 'number' | 'event' | 'erds_event' | 'time'> {
  const [, payload = ''] = jws.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as EvidenceClaims;
  const { number, event, erds_event, time } = claims;
  return { number, event, erds_event, time };
}
