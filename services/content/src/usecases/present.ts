import type { Item, Placed } from '../domain/entities.ts';
import { hasLinks, itemOf } from '../domain/item.ts';
import type { Deps } from './deps.ts';
import { expandLinks } from './expand-links.ts';

/**
 * Makes the items of editions, as the readers of a store read them: the only place that does. Their links lead to what is stored, and to the editions
 * themselves as if they were; drafts are linked to in the draft store alone. What a store does not show has no item. `at`: when the items are made; without it
 * each is dated by its edition.
 */
export async function present(
  deps: Pick<Deps, 'db' | 'siteOf'>,
  ask: { department: string; store: 'draft' | 'live'; at?: Date },
  editions: readonly Placed[],
): Promise<Item[]> {
  const { department, store, at } = ask;
  const roots = editions
    .filter(({ edition }) => hasLinks(edition))
    .map((shown) => ({ contentId: shown.document.contentId, locale: shown.document.locale, shown }));
  const site = deps.siteOf(department);
  const expanded = await expandLinks(deps.db, { department, withDrafts: store === 'draft', site }, roots);
  const links = new Map(roots.map(({ shown }, at) => [shown, expanded[at] ?? {}]));
  return editions
    .map((shown) => itemOf(shown, links.get(shown) ?? {}, at ?? shown.edition.updatedAt))
    .filter((item) => item !== undefined);
}
