import { basesOf, type DraftReader, findAt, mayRead } from '../domain/draft-store.ts';
import { readShownInDraft } from '../store/editions.ts';
import type { Deps } from './deps.ts';
import { present } from './present.ts';
import { type Reading, readingOf } from './read-item.ts';

/** What the draft store answers; `forbidden` when the path leads to a draft that the reader may not see. */
export type DraftReading = Reading | 'forbidden' | undefined;

/**
 * Reads what a path of a department shows to those who see drafts: the draft of a document if it has one, else its live edition. It is made from the editions
 * as they stand, so it is never behind, and drafts are written nowhere else. `only`: the one path that the reader may read.
 */
export async function readDraft(
  deps: Pick<Deps, 'db' | 'siteOf'>,
  ask: { department: string; path: string; reader: DraftReader; only?: string | undefined },
): Promise<DraftReading> {
  const { department, path, reader, only } = ask;
  const found = findAt(path, await readShownInDraft(deps.db, department, basesOf(path)));
  if (only !== undefined && (found?.placed.edition.basePath ?? path) !== only) return 'forbidden';
  if (!found) return undefined;
  const { edition } = found.placed;
  // Publishing takes the limit away, as upstream does: what is live is everybody's.
  if (edition.store === 'draft' && !mayRead(edition.content, reader)) return 'forbidden';
  const [item] = await present(deps, { department, store: 'draft' }, [found.placed]);
  if (!item) return undefined;
  return found.isPart ? { partOf: item.basePath } : readingOf(item);
}

/** Whether a path leads to something that the draft store shows, which a link may be made to. */
export async function isShownInDraft(
  deps: Pick<Deps, 'db'>,
  department: string,
  basePath: string,
): Promise<boolean> {
  const found = findAt(basePath, await readShownInDraft(deps.db, department, [basePath]));
  return found !== undefined && !found.isPart;
}
