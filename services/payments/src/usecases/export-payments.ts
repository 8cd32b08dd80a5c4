import type { Dispute, Payment, Refund, WithPayment } from '../domain/entities.ts';
import type { DisputeFilter, PaymentFilter, RefundFilter } from '../domain/search.ts';
import { disputeSearch } from '../store/dispute-search.ts';
import { findMetadataNames, findPaymentsAfter } from '../store/payment-search.ts';
import { refundSearch } from '../store/refund-search.ts';
import type { Deps } from './deps.ts';

const batch = 1000;
const mostNames = 200;

/** Payments to write down, newest first and batch by batch, and the names of their metadata. */
export interface PaymentExport {
  readonly metadata: readonly string[];
  readonly batches: AsyncIterable<readonly Payment[]>;
}

/** Reads all payments that a search would find. `too_many_names`: their metadata has more names than a file has columns for them. */
export async function exportPayments(
  { db }: Pick<Deps, 'db'>,
  filter: PaymentFilter,
): Promise<PaymentExport | 'too_many_names'> {
  const metadata = await findMetadataNames(db, filter, mostNames + 1);
  if (metadata.length > mostNames) return 'too_many_names';
  const batches = await inBatches((after: Payment | undefined) =>
    findPaymentsAfter(db, filter, { after, limit: batch }),
  );
  return { metadata, batches };
}

/** Reads all refunds that a search would find, each with its payment, newest first and batch by batch. */
export function exportRefunds(
  { db }: Pick<Deps, 'db'>,
  filter: RefundFilter,
): Promise<AsyncIterable<readonly WithPayment<Refund>[]>> {
  return inBatches((after: WithPayment<Refund> | undefined) =>
    refundSearch.findAfter(db, filter, { after: after?.thing, limit: batch }),
  );
}

/** The same for disputes. */
export function exportDisputes(
  { db }: Pick<Deps, 'db'>,
  filter: DisputeFilter,
): Promise<AsyncIterable<readonly WithPayment<Dispute>[]>> {
  return inBatches((after: WithPayment<Dispute> | undefined) =>
    disputeSearch.findAfter(db, filter, { after: after?.thing, limit: batch }),
  );
}

// Each batch is a statement of its own, so that no connection and no snapshot is held while a client reads slowly. The first is read at once: what
// goes wrong with it can still be answered.
async function inBatches<Row>(
  read: (after: Row | undefined) => Promise<Row[]>,
): Promise<AsyncIterable<readonly Row[]>> {
  const first = await read(undefined);
  return (async function* () {
    for (let rows = first; rows.length > 0; rows = rows.length < batch ? [] : await read(rows.at(-1))) {
      yield rows;
    }
  })();
}
