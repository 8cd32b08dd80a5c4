/** The currency of every payment: the standard's amounts are pence. ISO 4217. */
export const currency = 'GBP';

/** The largest amount that the standard takes, in pence. */
export const largestAmount = 10_000_000;

/** The smallest amount that a provider takes, in pence (Stripe: docs.stripe.com/currencies, minimum charge amounts). */
export function leastAmount(provider: string): number {
  return provider === 'stripe' ? 30 : 1;
}

/** What a payer pays, in minor units: the amount, with what a corporate card adds. */
export function totalAmount(payment: {
  readonly amount: number;
  readonly corporateSurcharge: number | null;
}): number {
  return payment.amount + (payment.corporateSurcharge ?? 0);
}

/** Whether a value is a whole number of pence that a payment can be of. */
export function isAmount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= largestAmount;
}

/** An amount as a payer reads it: 1450 is `£14.50`. */
export function formatPounds(pence: number): string {
  const pounds = Math.floor(pence / 100)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
  return `£${pounds}.${String(pence % 100).padStart(2, '0')}`;
}

/**
 * What the ledger keeps for each gateway account. `payer_clearing` is what payers confirmed and the provider has not taken yet, `refunds`
 * what is on its way back to payers, `fees` what providers kept, `disputes` what they hold back while a bank decides.
 */
export type LedgerAccount = (typeof ledgerAccounts)[number];

/** Every account of the ledger. */
export const ledgerAccounts = [
  'payer_clearing',
  'provider_receivable',
  'department_payable',
  'refunds',
  'fees',
  'disputes',
] as const;

/** What a double entry is made for. */
export type EntryKind =
  | Booking
  | 'fee'
  | 'refund_submitted'
  | 'refund_succeeded'
  | 'refund_failed'
  | 'dispute_opened'
  | 'dispute_won'
  | 'dispute_lost'
  | 'dispute_fee';

/** What a step of a payment enters, by the step's kind. */
export type Booking = 'confirmation' | 'capture' | 'capture_failed';

/** One side of a double entry: debits above zero, credits below, in minor units. */
export interface Entry {
  readonly account: LedgerAccount;
  readonly amount: number;
}

/**
 * Which account each step debits and credits with all of a payment's amount. A confirmation owes the department what its payer is about to
 * give; a capture has the provider owe it to us in the payer's place; one that fails takes the confirmation back. A payment
 * of nothing enters nothing.
 */
export const bookings: Readonly<
  Record<Booking, { readonly debit: LedgerAccount; readonly credit: LedgerAccount }>
> = {
  confirmation: { debit: 'payer_clearing', credit: 'department_payable' },
  capture: { debit: 'provider_receivable', credit: 'payer_clearing' },
  capture_failed: { debit: 'department_payable', credit: 'payer_clearing' },
};

/** What a provider's fee enters: the provider owes that much less. Nothing where it keeps nothing. */
export function feeEntries(fee: number): readonly Entry[] {
  if (fee === 0) return [];
  return [
    { account: 'fees', amount: fee },
    { account: 'provider_receivable', amount: -fee },
  ];
}

/** What a refund enters when it is asked for: the department no longer has the money, the payer not yet. */
export function refundSubmittedEntries(amount: number): readonly [Entry, Entry] {
  return [
    { account: 'department_payable', amount },
    { account: 'refunds', amount: -amount },
  ];
}

/** What a refund enters when it is done: the provider has paid it out of what it owed us. */
export function refundSucceededEntries(amount: number): readonly [Entry, Entry] {
  return [
    { account: 'refunds', amount },
    { account: 'provider_receivable', amount: -amount },
  ];
}

/** What a refund enters when its provider refuses it: the department has the money again. */
export function refundFailedEntries(amount: number): readonly [Entry, Entry] {
  return [
    { account: 'refunds', amount },
    { account: 'department_payable', amount: -amount },
  ];
}

/** What a dispute enters when it is raised: the provider holds the amount back. */
export function disputeOpenedEntries(amount: number): readonly [Entry, Entry] {
  return [
    { account: 'disputes', amount },
    { account: 'provider_receivable', amount: -amount },
  ];
}

/** What a dispute enters when it is lost: what was held back is the payer's, and no longer the department's. */
export function disputeLostEntries(amount: number): readonly [Entry, Entry] {
  return [
    { account: 'department_payable', amount },
    { account: 'disputes', amount: -amount },
  ];
}

/** What a dispute enters when it is won: the provider owes the amount again. One that was lost first is the department's again too. */
export function disputeWonEntries(amount: number, lostBefore: boolean): readonly [Entry, Entry] {
  return [
    { account: 'provider_receivable', amount },
    { account: lostBefore ? 'department_payable' : 'disputes', amount: -amount },
  ];
}
