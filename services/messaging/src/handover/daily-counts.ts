import type { Entity, Stored } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';

/** What services sent on a day. Counts only rise, so that each is its own version; they are told when a department is frozen. */
export const dailyCountEntity: Entity = {
  name: 'daily_count',
  tables: ['daily_count'],
  page: (db, department, after, limit) =>
    select(db, department, 'id > $2 order by id limit $3', [after, limit]),
  read: (db, department, ids) => select(db, department, 'id = any ($2::text[])', [ids]),
  async store(db, _department, things) {
    await db.query({
      name: 'handover-store-daily-count',
      text: `insert into daily_count (service_id, day, kind, count)
             select * from json_to_recordset($1::json) as given (service_id uuid, day date, kind text, count bigint)
             on conflict (service_id, day, kind) do update set count = greatest(daily_count.count, excluded.count)`,
      values: [JSON.stringify(things.map(({ record }) => record))],
    });
  },
  // What is past is left to age.
  async remove() {},
};

async function select(
  db: Queryable,
  department: string,
  where: string,
  values: unknown[],
): Promise<Stored[]> {
  const { rows } = await db.query<Stored>({
    name: `handover-daily-count-${values.length}`,
    text: `select id, count as sequence, json_build_object('service_id', service_id, 'day', day, 'kind', kind, 'count', count) as record
             from (select *, service_id || '/' || day || '/' || kind as id from daily_count
                    where service_id in (select id from messaging_service where department = $1)) as counted
            where ${where}`,
    values: [department, ...values],
  });
  return rows;
}
