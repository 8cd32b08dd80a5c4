import { readIdempotencyRecord, requestHash } from '@ashlar/postgres';
import type { CreationKey } from '../store/once.ts';
import type { Deps } from './deps.ts';

/** An Idempotency-Key, whose it is, and what was asked with it. */
export interface Once {
  readonly scope: string;
  readonly key: string;
  readonly body: unknown;
}

/** Something that was made now, or with the same key before. */
export interface Made<Thing> {
  readonly thing: Thing;
  readonly replayed: boolean;
}

interface Creation<Thing> {
  /** Stores the thing together with the key; undefined when the key was used before. */
  make(once: CreationKey | undefined): Promise<Thing | undefined>;
  /** Reads what a key made. */
  read(id: string): Promise<Thing | undefined>;
}

/** Makes something at most once for a key. `key_reused`: the key came with another request before. */
export async function createOnce<Thing>(
  deps: Pick<Deps, 'db' | 'logged'>,
  once: Once | undefined,
  creation: Creation<Thing>,
): Promise<Made<Thing> | 'key_reused'> {
  const key = once && { scope: once.scope, key: once.key, requestHash: requestHash(once.body) };
  const made = await creation.make(key);
  if (made) {
    deps.logged();
    return { thing: made, replayed: false };
  }
  if (!key) throw new Error('Nothing was stored, although nothing stood against it');
  const record = await readIdempotencyRecord(deps.db, key.scope, key.key);
  // Gone between the two statements: its day is over, so the key is free again.
  if (!record?.resourceId) return createOnce(deps, once, creation);
  if (!record.requestHash.equals(key.requestHash)) return 'key_reused';
  const earlier = await creation.read(record.resourceId);
  if (!earlier) throw new Error(`The resource ${record.resourceId} of an idempotency record is missing`);
  return { thing: earlier, replayed: true };
}
