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

/** What the ledger keeps for each gateway account. `refunds` is what is on its way back to payers, `fees` what providers kept. */
export type LedgerAccount = 'provider_receivable' | 'department_payable' | 'refunds' | 'fees';

/** What a double entry is made for. */
export type EntryKind = 'capture' | 'fee' | 'refund_submitted' | 'refund_succeeded' | 'refund_failed';

/** One side of a double entry: debits above zero, credits below, in minor units. */
export interface Entry {
  readonly account: LedgerAccount;
  readonly amount: number;
}

/** What a capture enters: the provider owes it to us, and we owe it to the department. The two sum to zero. Nothing where nothing is paid. */
export function captureEntries(amount: number): readonly Entry[] {
  if (amount === 0) return [];
  return [
    { account: 'provider_receivable', amount },
    { account: 'department_payable', amount: -amount },
  ];
}

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
