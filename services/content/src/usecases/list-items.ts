import { listItems, type SnapshotItem } from '../store/items.ts';
import type { Deps } from './deps.ts';

/** A part of a department's snapshot; `next` is where the next part begins, if there is one. */
export interface ItemsPage {
  readonly items: readonly SnapshotItem[];
  readonly position: number;
  readonly next: string | undefined;
}

/** Reads what the public reads of a department, or of all (`*`), in order of paths, from `after` on. */
export async function findItems(
  { db }: Pick<Deps, 'db'>,
  ask: { department: string; after: string | undefined; limit: number },
): Promise<ItemsPage> {
  const { department, after = '/', limit } = ask;
  const at = after.indexOf('/');
  const from = { department: after.slice(0, at), basePath: after === '/' ? '' : after.slice(at) };
  const { items, position, cut } = await listItems(db, { department, after: from, limit });
  const last = items.at(-1);
  return { items, position, next: cut && last ? last.department + last.base_path : undefined };
}
