import { type CreationKey, recallReceipt } from '@ashlar/component';
import { readIdempotencyRecord, requestHash } from '@ashlar/postgres';
import type { Deps } from './deps.ts';

/** The Idempotency-Key of a request that changes something: it is the account's, for one operation on one thing. */
export interface ActKey {
  readonly gatewayAccountId: string;
  readonly operation: 'cancel' | 'capture' | 'cancel-agreement';
  /** The payment or agreement. */
  readonly thing: string;
  readonly key: string;
}

/** What became of an earlier request with the same key: the same one succeeded, or it was another one. Undefined when there was none. */
export async function earlierAct(
  deps: Pick<Deps, 'db'>,
  act: ActKey | undefined,
): Promise<'replayed' | 'key_reused' | undefined> {
  if (!act) return undefined;
  const key = storedKey(act);
  const record = await readIdempotencyRecord(deps.db, key.scope, key.key);
  if (!record) return undefined;
  if (!record.requestHash.equals(key.requestHash)) return 'key_reused';
  await recallReceipt(deps.db, key, act.thing);
  return 'replayed';
}

/** The key in the form in which it is stored. */
export function storedKey({ gatewayAccountId, operation, thing, key }: ActKey): CreationKey {
  return { scope: `acts:${gatewayAccountId}`, key, requestHash: requestHash({ operation, thing }) };
}
