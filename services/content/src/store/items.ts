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
