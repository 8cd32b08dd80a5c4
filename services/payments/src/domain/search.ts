import type { DisputeStatus } from './dispute.ts';
import type { Status } from './payment.ts';

/** What is looked for among an account's payments. Undefined does not narrow. */
export interface PaymentFilter {
  readonly gatewayAccountId: string;
  /** Whole, in any case. */
  readonly reference: string | undefined;
  /** Any part of it, in any case. */
  readonly email: string | undefined;
  readonly statuses: readonly Status[] | undefined;
  /** Any of these, in any case, spaces and hyphens apart. */
  readonly cardBrands: readonly string[] | undefined;
  /** Any part of it, in any case. */
  readonly cardholderName: string | undefined;
  readonly firstDigits: string | undefined;
  readonly lastDigits: string | undefined;
  /** Created at or after then, */
  readonly from: Date | undefined;
  /** and before then. */
  readonly to: Date | undefined;
  /** Those that set the agreement up or are charged to it. */
  readonly agreementId: string | undefined;
  /** Only what cannot be: settled payments, since no provider here says when it settles. */
  readonly never: boolean;
}

/** Whether all payments of the account are looked for. */
export function isUnfiltered({ gatewayAccountId: _account, never, ...rest }: PaymentFilter): boolean {
  return !never && Object.values(rest).every((value) => value === undefined);
}

/** What is looked for among an account's refunds. Undefined does not narrow. */
export interface RefundFilter {
  readonly gatewayAccountId: string;
  /** Created at or after then, */
  readonly from: Date | undefined;
  /** and before then. */
  readonly to: Date | undefined;
  /** Only what its provider has settled: no provider here says when it does, so that is nothing. */
  readonly settled: boolean;
}

/** What is looked for among an account's disputes. Undefined does not narrow. */
export interface DisputeFilter extends RefundFilter {
  readonly status: DisputeStatus | undefined;
}
