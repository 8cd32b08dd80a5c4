import type { Queryable } from '@ashlar/postgres';

/** Reads the sealed signing key; undefined before the first start. */
export async function readSigningKey(db: Queryable): Promise<Buffer | undefined> {
  const { rows } = await db.query<{ sealed: Buffer }>({
    name: 'read-signing-key',
    text: 'select sealed from signing_key where slot = 1',
  });
  return rows[0]?.sealed;
}

/** Stores the first signing key. Where another process was quicker, its key stands. */
export async function insertSigningKey(db: Queryable, sealed: Buffer, at: Date): Promise<void> {
  await db.query({
    name: 'insert-signing-key',
    text: 'insert into signing_key (slot, sealed, created_at) values (1, $1, $2) on conflict do nothing',
    values: [sealed, at],
  });
}
