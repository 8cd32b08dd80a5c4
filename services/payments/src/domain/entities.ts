import type { AgreementPaymentType } from './agreement.ts';
import type { CardRules } from './card-kinds.ts';
import type { Address, CardDetails } from './cards.ts';
import type { DisputeReason, DisputeStatus } from './dispute.ts';
import type { EntryKind, LedgerAccount } from './money.ts';
import type { Status } from './payment.ts';
import type { RefundStatus } from './refund.ts';

/** What the payer's page is prefilled with. */
export interface Prefilled {
  readonly cardholder_name?: string;
  readonly billing_address?: Address;
}

/** A payment as it is created. */
export interface NewPayment {
  readonly id: string;
  readonly gatewayAccountId: string;
  readonly department: string;
  readonly service: string;
  readonly live: boolean;
  readonly provider: string;
  /** What its account was known by there when it was created: all of it happens with this. Null for the service's own settings. */
  readonly credentialId: string | null;
  /** In minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly reference: string;
  readonly description: string;
  /** Where the payer goes afterwards; null when a payment is taken without its payer. */
  readonly returnUrl: string | null;
  readonly language: 'en' | 'cy';
  readonly delayedCapture: boolean;
  readonly email: string | null;
  readonly metadata: Readonly<Record<string, string | number | boolean>> | null;
  readonly prefilled: Prefilled | null;
  /** Whether the payer is not there: the card was told by mail or on the phone. */
  readonly moto: boolean;
  /**
   * `web`: the payer enters a card; `agreement`: the card of its agreement is charged; `moto_api`: its service sends the card;
   * `external`: somebody else took it and told of it.
   */
  readonly authorisationMode: 'web' | 'agreement' | 'moto_api' | 'external';
  /** The agreement that is charged, or, in `web` mode, set up. */
  readonly agreementId: string | null;
  readonly agreementPaymentType: AgreementPaymentType | null;
  readonly createdAt: Date;
}

/** A payment as it is stored. */
export interface Payment extends NewPayment {
  readonly status: Status;
  readonly sequence: number;
  readonly card: CardDetails | null;
  readonly transactionId: string | null;
  readonly pageTokenUse: number;
  readonly attempt: number;
  readonly updatedAt: Date;
  readonly capturedAt: Date | null;
  /** What is on its way back or was given back, in minor units. */
  readonly refunded: number;
  /** How many disputes of it are open or lost: nothing can be given back while there are any. */
  readonly disputed: number;
  /** Whether a declined charge of an agreement may be tried again; null for any other payment. */
  readonly canRetry: boolean | null;
  /** What the provider kept of the amount, in minor units; null while it did not say. */
  readonly fee: number | null;
  /** What the payer's corporate card adds to the amount, in minor units; null where it adds nothing. */
  readonly corporateSurcharge: number | null;
  /** Whether the card's issuer wanted an answer from the payer (3-D Secure). */
  readonly threeDSecure: boolean;
}

/** What a department is shown of a payment: the members that searches read. */
export type ShownPayment = Omit<
  Payment,
  | 'gatewayAccountId'
  | 'department'
  | 'service'
  | 'live'
  | 'credentialId'
  | 'sequence'
  | 'currency'
  | 'prefilled'
  | 'pageTokenUse'
  | 'attempt'
  | 'updatedAt'
>;

/** What was told of a payment that somebody else took, in the standard's own names. */
export interface PaymentNotification {
  readonly provider_id: string;
  readonly payment_outcome: { readonly status: 'success' | 'failed'; readonly code?: string };
  readonly [member: string]: unknown;
}

/** A refund as it is stored. */
export interface Refund {
  readonly id: string;
  readonly paymentId: string;
  readonly gatewayAccountId: string;
  /** Money goes back through the provider that took it, with the credential that took it. */
  readonly provider: string;
  readonly credentialId: string | null;
  /** In minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly status: RefundStatus;
  readonly createdAt: Date;
}

/** A dispute as it is stored. Amounts are minor units. */
export interface Dispute {
  readonly id: string;
  readonly paymentId: string;
  readonly gatewayAccountId: string;
  readonly provider: string;
  readonly credentialId: string | null;
  /** The provider's own id of it. */
  readonly providerDisputeId: string;
  readonly amount: number;
  readonly currency: string;
  readonly reason: DisputeReason;
  readonly status: DisputeStatus;
  /** Until when evidence is taken; null where the provider does not say. */
  readonly evidenceDueAt: Date | null;
  /** What the provider keeps for its work. */
  readonly fee: number;
  /** When it was raised. */
  readonly createdAt: Date;
}

/** A refund or a dispute, and what it is of. */
export interface WithPayment<Thing> {
  readonly thing: Thing;
  readonly payment: Payment;
}

/** Requests a second that an account may make, for each process. */
export interface Limits {
  readonly create_per_second: number;
  readonly other_per_second: number;
}

/** What an account may do. */
export interface Features {
  /** Payments and refunds at all. */
  readonly payments: boolean;
  /** Payments of nothing. */
  readonly zero_amount: boolean;
  /** Agreements and recurring payments. */
  readonly recurring: boolean;
  /** Payments whose card was told by mail or on the phone, entered on the payment page. */
  readonly moto: boolean;
  /** The same with the card sent through the API. */
  readonly moto_api: boolean;
  /** Telling of payments that somebody else took, as by telephone. */
  readonly telephone: boolean;
}

/** A service's account to take payments with. */
export interface GatewayAccount {
  readonly id: string;
  readonly department: string;
  readonly service: string;
  readonly name: string;
  readonly type: 'test' | 'live';
  /** Where payments begin that are created now. */
  readonly provider: string;
  /** With which credential; null for an account that an older version of the service made, which goes by the service's own settings. */
  readonly credentialId: string | null;
  readonly limits: Limits;
  readonly features: Features;
  readonly cards: CardRules;
  readonly createdAt: Date;
}

/** What of an account an administrator sets member by member: the members that are given. */
export type Setting =
  | { readonly limits: Partial<Limits> }
  | { readonly features: Partial<Features> }
  | { readonly cards: Partial<CardRules> };

/** A key of an account, without its token. */
export interface ApiKey {
  readonly id: string;
  readonly gatewayAccountId: string;
  readonly description: string;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}

/** One side of a double entry, as it is stored. */
export interface LedgerEntry {
  readonly transactionId: string;
  readonly account: LedgerAccount;
  /** In minor units: debits above zero, credits below. */
  readonly amount: number;
  readonly currency: string;
  readonly kind: EntryKind;
  /** Which refund it is for, if any. */
  readonly refundId: string | null;
  /** Which dispute it is for, if any. */
  readonly disputeId: string | null;
  readonly occurredAt: Date;
}
