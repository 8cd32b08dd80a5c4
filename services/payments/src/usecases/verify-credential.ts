import { randomUUID } from 'node:crypto';
import { type Check, type Verification, verdict } from '../domain/credential.ts';
import { moveCredential, readSealedSecrets } from '../store/credentials.ts';
import type { Deps } from './deps.ts';
import {
  type Changed,
  type CredentialAsk,
  changeCredential,
  findCredential,
  legal,
  stepOf,
} from './manage-credentials.ts';

/**
 * Checks a credential's secrets at its provider: something that charges nobody is begun there and let go of again. No payment and no
 * ledger sees it. The provider is asked between two transactions: the first says that the check began, so that the next one lets go of
 * what this one leaves behind when it dies; the second stores what came of it, unless the credential was changed meanwhile.
 */
export async function verifyCredential(deps: Deps, input: CredentialAsk): Promise<Changed> {
  const begun: Verification = { run: randomUUID(), startedAt: deps.now().toISOString(), checks: [] };
  let leftover: string | undefined;
  const started = await changeCredential(deps, input, (db, credential) => {
    const { verification: last } = credential;
    leftover = last && !last.finishedAt ? last.run : undefined;
    const step = { ...stepOf(deps, input), to: 'ENTERED', verification: begun } as const;
    return legal(credential, 'VERIFIED') ?? moveCredential(db, step);
  });
  if (!started || typeof started === 'string' || 'refused' in started || started.replayed) return started;
  const checks = await check(deps, input, { run: begun.run, leftover });
  const verification: Verification = { ...begun, checks, finishedAt: deps.now().toISOString() };
  const to = verdict(verification) ?? 'ENTERED';
  return changeCredential(deps, { ...input, once: undefined }, (db, credential) => {
    const { verification: last, status } = credential;
    if (last?.run !== begun.run) return { refused: 'status', status };
    return legal(credential, to) ?? moveCredential(db, { ...stepOf(deps, input), to, verification });
  });
}

async function check(
  deps: Deps,
  ask: CredentialAsk,
  { run, leftover }: { run: string; leftover: string | undefined },
): Promise<readonly Check[]> {
  const found = await findCredential(deps, ask);
  const stored = await readSealedSecrets(deps.db, ask.credentialId);
  const kind = stored && deps.providerKinds.get(stored.provider);
  if (!found || !stored?.sealed || !kind)
    throw new Error(`The provider credential ${ask.credentialId} was lost`);
  const live = found.account.type === 'live';
  return kind.verify({ secrets: deps.openSecrets(stored.sealed), live, run, leftover });
}
