import { createHash } from 'node:crypto';
import type { Queryable } from '@ashlar/postgres';
import type { Seal } from './columns.ts';
import type { Entity, Stored } from './types.ts';

/** A key that a service derives from its own, and what it is for (`use` of the contract's entity `secret`). */
export interface OwnSecret<Use extends string = string> {
  readonly use: Use;
  readonly algorithm: string;
  readonly key: Buffer;
}

/**
 * The keys that things of a department which are out in the world were made with: our own, and those of predecessors, which are kept in the table `handed_secret`
 * (department, id, use, algorithm, secret) of the component.
 */
export function secretEntity(own: readonly OwnSecret[], seal: Seal): Entity {
  const ours = own.map(({ use, algorithm, key }) => stored({ use, algorithm, key: key.toString('hex') }));
  const all = async (db: Queryable, department: string) => {
    const handed = await readHandedSecrets(db, seal, department);
    // What was handed to us keeps its id. Of our own that came back we say ours, once.
    const known = new Map(handed.map((secret) => [contentOf(secret.record), secret]));
    for (const secret of ours) known.set(contentOf(secret.record), secret);
    return [...known.values()].sort((one, two) => (one.id < two.id ? -1 : 1));
  };
  return {
    name: 'secret',
    tables: ['handed_secret'],
    page: async (db, department, after, limit) =>
      (await all(db, department)).filter(({ id }) => id > after).slice(0, limit),
    read: async (db, department, ids) => (await all(db, department)).filter(({ id }) => ids.includes(id)),
    async store(db, department, things) {
      const given = things.map(({ record }) => record as unknown as HandedSecret);
      await db.query({
        name: 'handover-store-secret',
        text: `insert into handed_secret (department, id, use, algorithm, secret)
               select $1, given.* from unnest($2::text[], $3::text[], $4::text[], $5::bytea[]) as given on conflict do nothing`,
        values: [
          department,
          things.map(({ id }) => id),
          given.map(({ use }) => use),
          given.map(({ algorithm }) => algorithm),
          given.map(({ key }) => seal.seal(key)),
        ],
      });
    },
    async remove(db, department, gone) {
      await db.query({
        name: 'handover-remove-secret',
        text: 'delete from handed_secret where department = $1 and id = any ($2)',
        values: [department, gone.map(({ id }) => id)],
      });
    },
  };
}

/** A key of a predecessor, in hexadecimal digits. */
type HandedSecret = Readonly<{ use: string; algorithm: string; key: string }>;

/** The keys of a department's predecessors. */
async function readHandedSecrets(db: Queryable, seal: Seal, department: string): Promise<StoredSecret[]> {
  const { rows } = await db.query<{ id: string; use: string; algorithm: string; secret: Buffer }>({
    name: 'read-handed-secrets',
    text: 'select id, use, algorithm, secret from handed_secret where department = $1 order by id desc',
    values: [department],
  });
  return rows.map(({ id, use, algorithm, secret }) => ({
    id,
    sequence: 1,
    record: { use, algorithm, key: seal.open(secret) },
  }));
}

/** The keys of all predecessors. */
export async function readAllHandedSecrets(
  db: Queryable,
  seal: Seal,
): Promise<{ department: string; use: string; key: string }[]> {
  const { rows } = await db.query<{ department: string; use: string; secret: Buffer }>({
    name: 'read-all-handed-secrets',
    text: 'select department, use, secret from handed_secret',
  });
  return rows.map(({ department, use, secret }) => ({ department, use, key: seal.open(secret) }));
}

type StoredSecret = Stored & { readonly record: HandedSecret };

function stored(record: HandedSecret): StoredSecret {
  const digest = createHash('sha256').update(contentOf(record)).digest('hex').slice(0, 32);
  return { id: `${record.use}-${digest}`, sequence: 1, record: { ...record } };
}

function contentOf({ use, key }: HandedSecret): string {
  return `${use}:${key}`;
}
