import type { Queryable } from '@ashlar/postgres';
import type { PathNews } from '../domain/ports.ts';

/** How far the publisher's log is read; null when a snapshot is needed first. */
export async function readCursor(db: Queryable): Promise<number | null> {
  const { rows } = await db.query<{ position: number | null }>({
    name: 'replica-cursor',
    text: 'select position from replica_cursor',
    values: [],
  });
  return rows[0]?.position ?? null;
}

/**
 * Takes over what the publisher says of paths, and how far it is read, in one statement. What is not higher than what is known of a path changes nothing, so
 * news may repeat and come in any order; with `again` the same version is written again. `position` only rises; null leaves it.
 */
export async function applyNews(
  db: Queryable,
  news: readonly PathNews[],
  { position, again = false }: { position: number | null; again?: boolean },
): Promise<void> {
  await db.query({
    name: 'replica-apply',
    text: `with asked as (
             select distinct on (department, base_path) *
               from json_to_recordset($1::json) as asked(department text, base_path text, payload_version bigint, status smallint, body text,
                                                        exact_routes text[], prefix_routes text[])
              order by department, base_path, payload_version desc
           ), told as (
             insert into item_version as known (department, base_path, payload_version, confirmed_at)
             select department, base_path, payload_version, clock_timestamp() from asked order by department, base_path
             on conflict (department, base_path) do update
               set payload_version = greatest(known.payload_version, excluded.payload_version), confirmed_at = excluded.confirmed_at
             returning new.department, new.base_path, old.payload_version as before
           ), newer as (
             select asked.* from asked join told using (department, base_path)
              where before is null or before < payload_version or ($3::boolean and before = payload_version)
           ), shown as (
             insert into content_item (department, base_path, status, body, exact_routes, prefix_routes)
             select department, base_path, status, body, exact_routes, prefix_routes from newer where body is not null
             on conflict (department, base_path) do update set status = excluded.status, body = excluded.body,
               exact_routes = excluded.exact_routes, prefix_routes = excluded.prefix_routes
           ), hidden as (
             delete from content_item using newer
              where newer.body is null and content_item.department = newer.department and content_item.base_path = newer.base_path
           )
           update replica_cursor set position = greatest(position, $2::bigint) where $2::bigint is not null`,
    values: [JSON.stringify(news), position, again],
  });
}

/** Ends a snapshot: what it did not name since `begunAt` is shown no longer, and the log is read on from `position`. Answers the paths that went, with their departments. */
export async function endSnapshot(
  db: Queryable,
  { begunAt, position }: { begunAt: Date; position: number },
): Promise<{ department: string; basePath: string }[]> {
  const { rows } = await db.query<{ department: string; basePath: string }>({
    name: 'replica-end-snapshot',
    text: `with moved as (
             update replica_cursor set position = $2::bigint
           )
           delete from content_item using item_version as known
            where known.department = content_item.department and known.base_path = content_item.base_path and known.confirmed_at < $1::timestamptz
           returning content_item.department, content_item.base_path as "basePath"`,
    values: [begunAt, position],
  });
  return rows;
}

/** The database's own time, by which {@link endSnapshot} tells what was confirmed. */
export async function readClock(db: Queryable): Promise<Date> {
  const { rows } = await db.query<{ now: Date }>({
    name: 'replica-clock',
    text: 'select clock_timestamp() as now',
    values: [],
  });
  return rows[0]?.now ?? new Date(0);
}

/** Empties the replica, so that all of it is read from the log again, from its beginning. */
export async function emptyReplica(db: Queryable): Promise<void> {
  await db.query({
    name: 'replica-empty',
    text: `with items as (delete from content_item), versions as (delete from item_version)
           update replica_cursor set position = 0`,
    values: [],
  });
}

/** How many paths show something. */
export async function countItems(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ count: number }>({
    name: 'replica-count',
    text: 'select count(*)::int as count from content_item',
    values: [],
  });
  return rows[0]?.count ?? 0;
}
