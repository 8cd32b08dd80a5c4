import type { Item } from '../domain/entities.ts';
import { reach } from '../domain/link-rules.ts';
import {
  lockDocuments,
  readPresented,
  spreadChanges,
  storePresented,
  takeDue,
} from '../store/presentation.ts';
import type { Deps } from './deps.ts';
import { present } from './present.ts';

const mostChanges = 100;
const mostPages = 50;

/**
 * Presents one batch of what links to something that has changed; answers whether there was anything. Any number of processes may do it. What is not
 * committed stays to be done, and so do pages that somebody changes right now.
 */
export async function presentAnew(deps: Deps): Promise<boolean> {
  const spread = await spreadChanges(deps.db, reach, mostChanges);
  const presented = await deps.transaction((db) => presentDue({ ...deps, db }));
  if (presented.items.length > 0) {
    deps.items.changed(
      presented.department,
      presented.items.map(({ basePath }) => basePath),
    );
    deps.logged();
  }
  return spread > 0 || presented.done > 0;
}

/** Documents are locked before anything is read of them or of what they link to: whoever changes either afterwards has it presented once more. */
async function presentDue(
  deps: Pick<Deps, 'db' | 'siteOf' | 'now'>,
): Promise<{ department: string; items: Item[]; done: number }> {
  const due = await takeDue(deps.db, mostPages);
  const [first] = due;
  if (!first) return { department: '', items: [], done: 0 };
  const { department } = first;
  const ids = due.map(({ contentId }) => contentId);
  const { documents, missed } = await lockDocuments(deps.db, department, ids);
  const before = await readPresented(deps.db, department, documents);
  const shown = before.map((one) => one.shown);
  const made = await present(deps, { department, store: 'live', at: deps.now() }, shown);
  const bodies = new Map(before.map((one) => [one.shown.document.id, one.body]));
  const items = made.filter(({ documentId, body }) => undated(body) !== undated(bodies.get(documentId)));
  const done = due.filter(({ contentId }) => !missed.has(contentId)).map(({ id }) => id);
  await storePresented(deps.db, department, { items, done });
  return { department, items, done: done.length };
}

/** A body without the time at which it was made. */
function undated(body = '{}'): string {
  return JSON.stringify({ ...JSON.parse(body), updated_at: undefined });
}
