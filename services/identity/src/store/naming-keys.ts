import type { Queryable } from '@ashlar/postgres';

/** A key of names, as it is kept. */
export interface StoredNamingKey {
  readonly use: string;
  readonly sealed: Buffer;
}

/** Reads every key of names. */
export async function readNamingKeys(db: Queryable): Promise<StoredNamingKey[]> {
  const { rows } = await db.query<StoredNamingKey>({
    name: 'read-naming-keys',
    text: 'select use, sealed from naming_key order by use',
  });
  return rows;
}

/** Stores keys of names. Where another process was quicker, its keys stand. */
export async function insertNamingKeys(db: Queryable, keys: readonly StoredNamingKey[]): Promise<void> {
  await db.query({
    name: 'insert-naming-keys',
    text: `insert into naming_key (use, sealed) select * from unnest($1::text[], $2::bytea[]) on conflict do nothing`,
    values: [keys.map(({ use }) => use), keys.map(({ sealed }) => sealed)],
  });
}

/** Whether the service was started on this database before there were keys of names. */
export async function isInUse(db: Queryable): Promise<boolean> {
  const { rowCount } = await db.query({ name: 'is-in-use', text: 'select 1 from signing_key limit 1' });
  return rowCount === 1;
}
