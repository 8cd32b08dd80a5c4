import type { Queryable } from '@ashlar/postgres';
import type { DocumentName, ExpandedLinks } from '../domain/entities.ts';

/** What is to be sent to a reader. */
export interface StoredItem {
  readonly status: number;
  /** JSON. */
  readonly body: string;
}

/** What the public reads at a path. */
export async function readItem(
  db: Queryable,
  department: string,
  basePath: string,
): Promise<StoredItem | undefined> {
  const { rows } = await db.query<StoredItem>({
    name: 'read-item',
    text: 'select status, body from content_item where department = $1 and base_path = $2',
    values: [department, basePath],
  });
  return rows[0];
}

/** The expanded links of a document's item, when it was made, and the version of the link set that there is now; undefined without an item. */
export async function readItemLinks(
  db: Queryable,
  department: string,
  { contentId, locale }: DocumentName,
): Promise<{ links: ExpandedLinks; generated: Date; version: number } | undefined> {
  const { rows } = await db.query<{ links: ExpandedLinks; generated: Date; version: number }>({
    name: 'read-item-links',
    text: `select item.body::json -> 'links' as links, (item.body::json ->> 'updated_at')::timestamptz as generated,
                  coalesce((select lock_version from link_set where link_set.department = $1 and link_set.content_id = $2::uuid), 0) as version
             from document join edition on edition.document_id = document.id and edition.store = 'live'
             join content_item as item on item.department = $1 and item.base_path = edition.base_path and item.document_id = document.id
            where document.department = $1 and document.content_id = $2::uuid and document.locale = $3`,
    values: [department, contentId, locale],
  });
  return rows[0];
}

/** The path of the item that a path is a part of: one that names it as a route, or the nearest that has everything below one of `parents`. */
export async function readOwnerOfRoute(
  db: Queryable,
  department: string,
  path: string,
  parents: readonly string[],
): Promise<string | undefined> {
  const { rows } = await db.query<{ basePath: string }>({
    name: 'read-owner-of-route',
    text: `select base_path as "basePath" from content_item
            where department = $1 and (exact_routes @> array[$2] or prefix_routes && $3::text[])
            order by exact_routes @> array[$2] desc, length(base_path) desc, base_path limit 1`,
    values: [department, path, parents],
  });
  return rows[0]?.basePath;
}

/** An item as replicas take it over. */
export interface SnapshotItem {
  readonly department: string;
  readonly base_path: string;
  readonly payload_version: number;
  readonly status: number;
  readonly body: string;
  readonly exact_routes: readonly string[];
  readonly prefix_routes: readonly string[];
}

const budgetBytes = 4 * 1024 * 1024;

/**
 * Reads the items of a department, or of all (`*`), after one, `limit` of them or about 4 MB, with the position of the log that they hold for: what has a
 * higher one, or none yet, may or may not be in them.
 */
export async function listItems(
  db: Queryable,
  ask: { department: string; after: { department: string; basePath: string }; limit: number },
): Promise<{ items: SnapshotItem[]; position: number; cut: boolean }> {
  const { rows } = await db.query<{ position: number; bytes: number } & (SnapshotItem | { base_path: null })>(
    {
      name: 'list-items',
      text: `select stamped as position, page.*
             from relay_state left join lateral (
               select * from (
                 select chosen.*, sum(octet_length(body)) over (order by department, base_path) as bytes from (
                   select department, base_path, payload_version, status, body, exact_routes, prefix_routes from content_item
                    where (department, base_path) > ($1, $2) and ($3 = '*' or department = $3)
                    order by department, base_path limit $4::integer
                 ) as chosen
               ) as sized
               where bytes - octet_length(body) < ${budgetBytes}
             ) as page on true
            order by department, base_path`,
      values: [ask.after.department, ask.after.basePath, ask.department, ask.limit],
    },
  );
  const items = rows.filter((row): row is (typeof rows)[number] & SnapshotItem => row.base_path !== null);
  const cut = items.length === ask.limit || Number(items.at(-1)?.bytes ?? 0) >= budgetBytes;
  return { items, position: Number(rows[0]?.position ?? 0), cut };
}
