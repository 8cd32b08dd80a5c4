import type { Dispute } from '../domain/entities.ts';
import type { DisputeFilter } from '../domain/search.ts';
import { disputeSearch } from '../store/dispute-search.ts';
import type { Deps } from './deps.ts';
import { type Found, findPage, type PageAsk } from './find-page.ts';

/** An account's disputes, newest first. Undefined when the page lies beyond the last. */
export function searchDisputes(
  deps: Pick<Deps, 'db'>,
  filter: DisputeFilter,
  page: PageAsk,
): Promise<Found<Dispute> | undefined> {
  return findPage(page, {
    count: () => disputeSearch.count(deps.db, filter),
    read: (rows) => disputeSearch.find(deps.db, filter, rows),
  });
}
