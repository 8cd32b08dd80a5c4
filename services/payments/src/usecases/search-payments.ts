import type { ShownPayment } from '../domain/entities.ts';
import { isUnfiltered, type PaymentFilter } from '../domain/search.ts';
import { countAllPayments } from '../store/payment-count.ts';
import { countPayments, findPayments } from '../store/payment-search.ts';
import type { Deps } from './deps.ts';
import { type Found, findPage, type PageAsk } from './find-page.ts';

/** An account's payments, newest first. Undefined when the page lies beyond the last. */
export function searchPayments(
  deps: Pick<Deps, 'db'>,
  filter: PaymentFilter,
  page: PageAsk,
): Promise<Found<ShownPayment> | undefined> {
  return findPage(page, {
    count: () =>
      isUnfiltered(filter)
        ? countAllPayments(deps.db, filter.gatewayAccountId)
        : countPayments(deps.db, filter),
    read: (rows) => findPayments(deps.db, filter, rows),
  });
}
