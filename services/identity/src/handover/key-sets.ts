import {
  type Entity,
  idempotencyPart,
  noVersions,
  readSigningKeys,
  type Seal,
  type Stored,
  versionsSql,
} from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { JWK } from 'jose';
import { type KeySet, keyTables } from '../usecases/keyring.ts';

/** What the keys of each set are sealed with. */
export type KeySeals = Readonly<Record<KeySet, Seal>>;

/** A signing key as it is handed over. */
interface HandedKey {
  readonly jwk: JWK;
  readonly state: string;
  readonly since: string;
  readonly created_at: string;
  readonly sequence: number;
}

const byKey = idempotencyPart('$1::text[]');
const names = Object.keys(keyTables) as KeySet[];

/**
 * The sets of signing keys, each as one thing. The predecessor's takes the place of what is there, whatever was counted here: a first start makes keys of its own, that nobody
 * has seen. A set without keys is none.
 */
export function keySetEntity(seals: KeySeals): Entity {
  const some = async (db: Queryable, wanted: readonly KeySet[]): Promise<Stored[]> => {
    const found: Stored[] = [];
    for (const name of wanted) found.push(...(await readSet(db, name, seals[name])));
    return found;
  };
  return {
    name: 'key_set',
    tables: ['key_set', ...Object.values(keyTables)],
    page: (db, _department, after, limit) =>
      some(
        db,
        names
          .filter((name) => name > after)
          .sort()
          .slice(0, limit),
      ),
    read: (db, _department, ids) =>
      some(
        db,
        names.filter((name) => ids.includes(name)),
      ),
    async store(db, _department, things) {
      for (const thing of things) {
        const name = names.find((one) => one === thing.id);
        if (name) await storeSet(db, name, thing, seals[name]);
      }
    },
    // A set never goes.
    remove: async () => {},
    async versions(db) {
      const used = names.map((name) => `(name = '${name}' and exists (select from ${keyTables[name]}))`);
      const { rows } = await db.query<typeof noVersions>({
        name: 'handover-versions-key-set',
        text: `select ${versionsSql('key_set', 'name', 'handover_version')} from key_set where ${used.join(' or ')}`,
      });
      return rows[0] ?? noVersions;
    },
  };
}

async function readSet(db: Queryable, name: KeySet, { open }: Seal): Promise<Stored[]> {
  const { rows } = await db.query<{ slot: number; sequence: number; version: number }>({
    name: `handover-read-key-set-${name}`,
    text: `select slot, sequence, handover_version as version from ${keyTables[name]}, key_set where name = $1`,
    values: [name],
  });
  const [first] = rows;
  if (!first) return [];
  const stored = await readSigningKeys(db, keyTables[name]);
  const keys = stored.reverse().map(({ slot, sealed, state, since, createdAt }): HandedKey => {
    const { sequence = 0 } = rows.find((row) => row.slot === slot) ?? {};
    const jwk: JWK = JSON.parse(open(sealed));
    return { jwk, state, since: since.toISOString(), created_at: createdAt.toISOString(), sequence };
  });
  const asked = await db.query<{ records: unknown }>({
    name: 'handover-read-key-set-requests',
    text: `select coalesce((${byKey.select}), '[]'::json) as records`,
    values: [keys.map(({ jwk }) => jwk.kid)],
  });
  const record = { keys, idempotency_records: asked.rows[0]?.records ?? [] };
  return [{ id: name, sequence: first.version, record }];
}

async function storeSet(
  db: Queryable,
  name: KeySet,
  { sequence, record }: Stored,
  { seal }: Seal,
): Promise<void> {
  const table = keyTables[name];
  const keys = record.keys as readonly HandedKey[];
  await db.query({ name: `handover-clear-key-set-${name}`, text: `delete from ${table}` });
  await db.query({
    name: `handover-store-key-set-${name}`,
    text: `insert into ${table} (sealed, state, since, created_at, sequence)
           select * from unnest($1::bytea[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::bigint[])`,
    values: [
      keys.map(({ jwk }) => seal(JSON.stringify(jwk))),
      keys.map(({ state }) => state),
      keys.map(({ since }) => since),
      keys.map(({ created_at }) => created_at),
      keys.map((key) => key.sequence),
    ],
  });
  await db.query({
    name: 'handover-count-key-set',
    text: `insert into key_set (name, handover_version) values ($1, $2) on conflict (name) do update set handover_version = excluded.handover_version`,
    values: [name, sequence],
  });
  await db.query({
    name: 'handover-store-key-set-requests',
    text: byKey.store,
    values: [JSON.stringify(record.idempotency_records ?? [])],
  });
}
