import type { Queryable } from '@ashlar/postgres';
import type { Seal } from './columns.ts';
import type { Body, Stored } from './types.ts';

/** A record of a kind that this version does not know. */
export interface Kept extends Stored {
  readonly entity: string;
}

/** Keeps records as they came, unless a newer one is there. */
export async function keepRecords(
  db: Queryable,
  department: string,
  records: readonly Kept[],
  { seal }: Seal,
): Promise<void> {
  const of = <Key extends keyof Kept>(key: Key) => records.map((record) => record[key]);
  await db.query({
    name: 'handover-keep',
    text: `insert into handover_kept (department, entity, id, sequence, record)
           select $1, given.* from unnest($2::text[], $3::text[], $4::bigint[], $5::bytea[]) as given
           on conflict (department, entity, id) do update set sequence = excluded.sequence, record = excluded.record
            where handover_kept.sequence < excluded.sequence`,
    values: [
      department,
      of('entity'),
      of('id'),
      of('sequence'),
      records.map(({ record }) => seal(JSON.stringify(record))),
    ],
  });
}

/** Forgets records that were deleted. */
export async function forgetKept(
  db: Queryable,
  department: string,
  gone: readonly { readonly entity: string; readonly id: string; readonly sequence: number }[],
): Promise<void> {
  await db.query({
    name: 'handover-forget-kept',
    text: `delete from handover_kept using json_to_recordset($2::json) as gone (entity text, id text, sequence bigint)
            where department = $1 and handover_kept.entity = gone.entity and handover_kept.id = gone.id
              and handover_kept.sequence <= gone.sequence`,
    values: [department, JSON.stringify(gone)],
  });
}

/** Those of a department after an entity and id, in that order. */
export async function pageOfKept(
  db: Queryable,
  ask: { department: string; entity: string; id: string; limit: number },
  { open }: Seal,
): Promise<Kept[]> {
  const { rows } = await db.query<{ entity: string; id: string; sequence: number; record: Buffer }>({
    name: 'handover-page-kept',
    text: `select entity, id, sequence, record from handover_kept
            where department = $1 and (entity, id) > ($2, $3) order by entity, id limit $4`,
    values: [ask.department, ask.entity, ask.id, ask.limit],
  });
  return rows.map((row) => ({ ...row, record: JSON.parse(open(row.record)) as Body }));
}
