import { type DisputeStatus, isOpen } from '../domain/dispute.ts';
import type { Dispute, Payment, Refund, WithPayment } from '../domain/entities.ts';
import { totalAmount } from '../domain/money.ts';
import { type ExternalState, externalState } from '../domain/payment.ts';
import { externalRefundStatus } from '../domain/refund.ts';
import type { Column } from './csv.ts';

/** Columns of a file of payments, in the order and words of GOV.UK Pay's own file of transactions. `metadata` are the names that have a column. */
export function paymentColumns(metadata: readonly string[]): Column<Payment>[] {
  return [
    ...commonColumns((payment: Payment) => ({
      payment,
      amount: payment.amount,
      createdAt: payment.createdAt,
      state: stateName(externalState(payment.status)),
      ...externalState(payment.status),
    })),
    ...metadata.map((name) => ({
      heading: `${name} (metadata)`,
      cell: ({ metadata }: Payment) => metadata && metadataValue(metadata, name),
    })),
  ];
}

/** A value by its name, in which U+FFFD may stand for what no text of a file can hold. */
function metadataValue(metadata: NonNullable<Payment['metadata']>, name: string): string | undefined {
  const own = name.includes('\ufffd')
    ? Object.keys(metadata).find((key) => key.toWellFormed().replaceAll('\0', '\ufffd') === name)
    : name;
  return own !== undefined && Object.hasOwn(metadata, own) ? String(metadata[own]) : undefined;
}

/** The same for refunds: what is given back is below zero, and the refund's own id comes last. */
export function refundColumns(): Column<WithPayment<Refund>>[] {
  return [
    ...commonColumns(({ payment, thing: refund }: WithPayment<Refund>) => {
      const status = externalRefundStatus(refund.status);
      return {
        payment: { ...payment, fee: null, corporateSurcharge: null },
        amount: -refund.amount,
        createdAt: refund.createdAt,
        state: `Refund ${status}`,
        finished: status !== 'submitted',
      };
    }),
    { heading: 'Refund ID', cell: ({ thing }) => thing.id },
  ];
}

/** The same for disputes: what is challenged is below zero, and so is what a lost one cost in all. Its reason and id come last. */
export function disputeColumns(): Column<WithPayment<Dispute>>[] {
  return [
    ...commonColumns(({ payment, thing: dispute }: WithPayment<Dispute>) => ({
      payment: { ...payment, fee: dispute.status === 'lost' ? dispute.fee : null, corporateSurcharge: null },
      amount: -dispute.amount,
      createdAt: dispute.createdAt,
      state: disputeStates[dispute.status],
      finished: !isOpen(dispute.status),
    })),
    { heading: 'Dispute Reason', cell: ({ thing }) => thing.reason },
    { heading: 'Dispute ID', cell: ({ thing }) => thing.id },
  ];
}

// The words of GOV.UK Pay's file.
const disputeStates: Readonly<Record<DisputeStatus, string>> = {
  needs_response: 'Dispute awaiting evidence',
  under_review: 'Dispute under review',
  won: 'Dispute won in your favour',
  lost: 'Dispute lost to customer',
};

interface Shown {
  readonly payment: Payment;
  readonly amount: number;
  readonly createdAt: Date;
  readonly state: string;
  readonly finished: boolean;
  readonly code?: string;
  readonly message?: string;
}

function commonColumns<Thing>(show: (thing: Thing) => Shown): Column<Thing>[] {
  const column = (heading: string, cell: (shown: Shown) => ReturnType<Column<Thing>['cell']>) => ({
    heading,
    cell: (thing: Thing) => cell(show(thing)),
  });
  return [
    column('Reference', ({ payment }) => payment.reference),
    column('Description', ({ payment }) => payment.description),
    column('Email', ({ payment }) => payment.email),
    column('Amount', ({ amount }) => amount),
    column('Card Brand', ({ payment }) => payment.card?.card_brand),
    column('Cardholder Name', ({ payment }) => payment.card?.cardholder_name),
    column('Card Expiry Date', ({ payment }) => payment.card?.expiry_date),
    column('Card Number', ({ payment }) => payment.card?.last_digits_card_number),
    column('State', ({ state }) => state),
    column('Finished', ({ finished }) => finished),
    column('Error Code', ({ code }) => code),
    column('Error Message', ({ message }) => message),
    column('Provider ID', ({ payment }) => payment.transactionId),
    column('GOV.UK Payment ID', ({ payment }) => payment.id),
    column('Issued By', () => undefined),
    column('Date Created', ({ createdAt }) => dayOf(createdAt)),
    column('Time Created', ({ createdAt }) => createdAt.toISOString().slice(11, 19)),
    column('Corporate Card Surcharge', ({ payment }) => payment.corporateSurcharge ?? 0),
    column('Total Amount', total),
    column('Wallet Type', () => undefined),
    column('Fee', ({ payment }) => payment.fee),
    column('Net', (shown) => total(shown) - (shown.payment.fee ?? 0)),
    column('Card Type', ({ payment }) => payment.card?.card_type),
    column('MOTO', ({ payment }) => payment.moto),
    column('Payment Provider', ({ payment }) => payment.provider),
  ];
}

function total({ payment, amount }: Shown): number {
  return totalAmount({ ...payment, amount });
}

const dayFormat = new Intl.DateTimeFormat('en-GB', {
  day: '2-digit',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

// Named apart by hand: whether September is "Sep" or "Sept" is the runtime's opinion.
function dayOf(moment: Date): string {
  const { day, month, year } = Object.fromEntries(
    dayFormat.formatToParts(moment).map(({ type, value }) => [type, value]),
  );
  return `${day} ${month?.slice(0, 3)} ${year}`;
}

// The words of GOV.UK Pay's file for a state.
function stateName({ status, code }: ExternalState): string {
  if (status === 'success') return 'Success';
  if (status === 'cancelled' || code === 'P0030') return 'Cancelled';
  if (status === 'failed') return code === 'P0020' ? 'Timed out' : 'Declined';
  return status === 'error' ? 'Error' : 'In progress';
}
