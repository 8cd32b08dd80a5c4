import type { Entity, Stored } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { JWK } from 'jose';
import { readHandedEvidenceKeys } from '../store/secure-message/evidence.ts';

/** The public keys of evidence: our own, and those of the department's predecessors. */
export function evidenceKeyEntity(own: () => Promise<readonly JWK[]>): Entity {
  const all = async (db: Queryable, department: string): Promise<Stored[]> => {
    const keys = [...(await own()), ...(await readHandedEvidenceKeys(db, department))];
    const known = new Map(
      keys.map((key) => [String(key.kid), { id: String(key.kid), sequence: 1, record: { public: key } }]),
    );
    return [...known.values()].sort((one, two) => (one.id < two.id ? -1 : 1));
  };
  return {
    name: 'evidence_key',
    tables: ['handed_evidence_key'],
    page: async (db, department, after, limit) =>
      (await all(db, department)).filter(({ id }) => id > after).slice(0, limit),
    read: async (db, department, ids) => (await all(db, department)).filter(({ id }) => ids.includes(id)),
    async store(db, department, things) {
      await db.query({
        name: 'handover-store-evidence-key',
        text: `insert into handed_evidence_key (department, kid, public)
               select $1, given.* from unnest($2::text[], $3::jsonb[]) as given on conflict do nothing`,
        values: [
          department,
          things.map(({ id }) => id),
          things.map(({ record }) => JSON.stringify(record.public)),
        ],
      });
    },
    async remove(db, department, gone) {
      await db.query({
        name: 'handover-remove-evidence-key',
        text: 'delete from handed_evidence_key where department = $1 and kid = any ($2)',
        values: [department, gone.map(({ id }) => id)],
      });
    },
  };
}
