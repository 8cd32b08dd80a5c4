import { type Entity, noVersions, type Seal, type Stored, versionsSql } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import { readNamingKeys } from '../store/naming-keys.ts';

/** The keys of names. They never change by themselves, so that the predecessor's take the place of what a first start made. */
export function namingKeyEntity({ seal, open }: Seal): Entity {
  const all = async (db: Queryable): Promise<Stored[]> =>
    (await readNamingKeys(db)).map(({ use, sealed }) => ({
      id: use,
      sequence: 1,
      record: { key: open(sealed) },
    }));
  return {
    name: 'naming_key',
    tables: ['naming_key'],
    page: async (db, _department, after, limit) =>
      (await all(db)).filter(({ id }) => id > after).slice(0, limit),
    read: async (db, _department, ids) => (await all(db)).filter(({ id }) => ids.includes(id)),
    async store(db, _department, things) {
      await db.query({
        name: 'handover-store-naming-key',
        text: `insert into naming_key (use, sealed) select * from unnest($1::text[], $2::bytea[])
               on conflict (use) do update set sealed = excluded.sealed`,
        values: [things.map(({ id }) => id), things.map(({ record }) => seal(String(record.key)))],
      });
    },
    async remove(db, _department, gone) {
      await db.query({
        name: 'handover-remove-naming-key',
        text: 'delete from naming_key where use = any ($1)',
        values: [gone.map(({ id }) => id)],
      });
    },
    async versions(db) {
      const { rows } = await db.query<typeof noVersions>({
        name: 'handover-versions-naming-key',
        text: `select ${versionsSql('naming_key', 'use', '1')} from naming_key`,
      });
      return rows[0] ?? noVersions;
    },
  };
}
