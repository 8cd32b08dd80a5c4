import { type Queryable, readIdempotencyRecord, requestHash } from '@ashlar/postgres';
import { recallReceipt } from './receipts.ts';

/** An Idempotency-Key, whose it is, and what was asked with it. */
export interface Once {
  readonly scope: string;
  readonly key: string;
  readonly body: unknown;
}

/** An Idempotency-Key in the form in which it is stored. */
export interface CreationKey {
  readonly scope: string;
  readonly key: string;
  readonly requestHash: Buffer;
}

/** Something that was made now, or with the same key before. */
export interface Made<Thing> {
  readonly thing: Thing;
  readonly replayed: boolean;
}

/** When, and in whose trace, an administrator changes something. */
export interface AdminChange {
  readonly at: Date;
  readonly traceparent?: string | undefined;
}

/** The same for something new: under which key, if any. */
export interface Creation extends AdminChange {
  readonly once: CreationKey | undefined;
}

interface Making<Thing> {
  /** Stores the thing together with the key; undefined when the key was used before. */
  make(once: CreationKey | undefined): Promise<Thing | undefined>;
  /** Reads what a key made. */
  read(id: string): Promise<Thing | undefined>;
  /** The aggregate whose change it is in the change log; the thing itself unless told, by its id or as it is. */
  readonly aggregate?: string | ((id: string) => string);
}

/** Makes something at most once for a key. `key_reused`: the key came with another request before. */
export async function createOnce<Thing>(
  deps: { readonly db: Queryable; logged(): void },
  once: Once | undefined,
  creation: Making<Thing>,
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
  const { aggregate = record.resourceId } = creation;
  const named = typeof aggregate === 'string' ? aggregate : aggregate(record.resourceId);
  await recallReceipt(deps.db, key, named);
  return { thing: earlier, replayed: true };
}

/**
 * The beginning of a creating statement (`with …`): it goes on (`from go`) only without a key, or with one that is new; the key is stored
 * in the same statement. $1 to $5 are the {@link onceParameters}: scope, key, hash, resource, time.
 */
export const onceClause = `once as (
    insert into idempotency_record (scope, key, request_hash, resource_id, status, created_at)
    select $1::text, $2::text, $3::bytea, $4::text, 201, $5::timestamptz where $2::text is not null
    on conflict do nothing
    returning 1
  ), go as (
    select 1 where $2::text is null union all select 1 from once
  )`;

/** The parameters of {@link onceClause}. */
export function onceParameters(key: CreationKey | undefined, resource: string, at: Date): unknown[] {
  return [key?.scope ?? null, key?.key ?? null, key?.requestHash ?? null, resource, at];
}
