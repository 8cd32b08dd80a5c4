import { pruneShared } from '@ashlar/component';
import { lastRetirement } from '../domain/signing-keys.ts';
import { deleteOldHistory } from '../store/account-changes.ts';
import { deleteOldAttempts } from '../store/attempts.ts';
import { deleteEndedRecords } from '../store/engine-records.ts';
import { deleteOldChallenges } from '../store/passkeys.ts';
import { deleteOldProofs } from '../store/proofs.ts';
import { deleteEndedInitialTokens } from '../store/registrations.ts';
import { deleteOldSteps } from '../store/second-factors.ts';
import { deleteRetiredKeys } from '../store/signing-keys.ts';
import { deleteOldUpstreamVisits } from '../store/upstream-visits.ts';
import type { Deps } from './deps.ts';

const batch = 1000;
const yearS = 365 * 86_400;

/** Deletes what is past its time, in small statements: the engine's records, counts of sign-ins, proofs of addresses, history, idempotency records, change-log rows. */
export async function pruneOld(deps: Deps): Promise<void> {
  const before = (seconds: number) => new Date(deps.now().getTime() - seconds * 1000);
  while ((await deleteEndedRecords(deps.db, batch)) === batch);
  for (const { table } of Object.values(deps.keyrings)) {
    await deleteRetiredKeys(deps.db, table, lastRetirement(deps.now()));
  }
  while ((await deleteOldAttempts(deps.db, deps.now(), batch)) === batch);
  while ((await deleteOldProofs(deps.db, deps.now(), batch)) === batch);
  while ((await deleteOldSteps(deps.db, deps.now(), batch)) === batch);
  while ((await deleteOldUpstreamVisits(deps.db, deps.now(), batch)) === batch);
  while ((await deleteOldChallenges(deps.db, deps.now(), batch)) === batch);
  while ((await deleteOldHistory(deps.db, before(yearS), batch)) === batch);
  while ((await deleteEndedInitialTokens(deps.db, before(deps.keepKeys), batch)) === batch);
  await pruneShared(deps.db, { keys: before(deps.keepKeys), changes: before(deps.keepChanges) });
}
