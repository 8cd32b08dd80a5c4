import type { Queryable } from '@ashlar/postgres';

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
