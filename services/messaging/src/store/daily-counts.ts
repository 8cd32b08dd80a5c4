import type { Queryable } from '@ashlar/postgres';
import type { Counted } from '../domain/entities.ts';

/** What was sent on a day (UTC, `YYYY-MM-DD`), of one kind. */
export interface DailyCount {
  readonly serviceId: string;
  readonly day: string;
  readonly kind: Counted;
  readonly count: number;
}

/** How many messages of a kind a service sent on a day, in all processes. */
export async function readDailyCount(
  db: Queryable,
  { serviceId, day, kind }: Omit<DailyCount, 'count'>,
): Promise<number> {
  const { rows } = await db.query<{ count: string }>({
    name: 'read-daily-count',
    text: 'select count from daily_count where service_id = $1::uuid and day = $2::date and kind = $3',
    values: [serviceId, day, kind],
  });
  return Number(rows[0]?.count ?? 0);
}

/**
 * Adds to the counts of a day and answers them as they are now, in the same order; undefined for those of a department that another implementation serves, which are
 * left out. No two may be the same count.
 */
export async function addDailyCounts(
  db: Queryable,
  added: readonly DailyCount[],
): Promise<(number | undefined)[]> {
  const { rows } = await db.query<{ serviceId: string; day: string; kind: Counted; count: string }>({
    name: 'add-daily-counts',
    // In one order everywhere, so that two processes never wait for each other.
    text: `insert into daily_count (service_id, day, kind, count)
           select * from unnest($1::uuid[], $2::date[], $3::text[], $4::bigint[]) as added (service_id, day, kind, count)
            where primary_held(department_of_service(service_id))
            order by 1, 2, 3
           on conflict (service_id, day, kind) do update set count = daily_count.count + excluded.count
           returning service_id as "serviceId", day::text, kind, count`,
    values: [
      added.map(({ serviceId }) => serviceId),
      added.map(({ day }) => day),
      added.map(({ kind }) => kind),
      added.map(({ count }) => count),
    ],
  });
  return added.map(({ serviceId, day, kind }) => {
    const row = rows.find((one) => one.serviceId === serviceId && one.day === day && one.kind === kind);
    return row && Number(row.count);
  });
}

/** Deletes the counts of days before this one. */
export async function deleteDailyCounts(db: Queryable, before: string): Promise<void> {
  await db.query({
    name: 'delete-daily-counts',
    text: `delete from daily_count
            where day < $1::date and primary_here(department_of_service(service_id)) and primary_held(department_of_service(service_id))`,
    values: [before],
  });
}
