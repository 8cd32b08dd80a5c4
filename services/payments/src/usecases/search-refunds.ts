import type { Refund } from '../domain/entities.ts';
import type { RefundFilter } from '../domain/search.ts';
import { refundSearch } from '../store/refund-search.ts';
import type { Deps } from './deps.ts';
import { type Found, findPage, type PageAsk } from './find-page.ts';

/** An account's refunds, newest first. Undefined when the page lies beyond the last. */
export function searchRefunds(
  deps: Pick<Deps, 'db'>,
  filter: RefundFilter,
  page: PageAsk,
): Promise<Found<Refund> | undefined> {
  return findPage(page, {
    count: () => refundSearch.count(deps.db, filter),
    read: (rows) => refundSearch.find(deps.db, filter, rows),
  });
}
