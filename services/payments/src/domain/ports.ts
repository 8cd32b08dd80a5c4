import type { Card } from './cards.ts';
import type { RefundOutcome } from './refund.ts';

/** What a provider says of a card. */
export type AuthorisationOutcome = 'authorised' | 'declined' | 'error' | 'cancelled';

/** A provider's answer to an authorisation, with its own id of the payment. */
export interface Authorisation {
  readonly outcome: AuthorisationOutcome;
  readonly transactionId: string;
  /** The provider's own token of the card, where it was asked to keep one. */
  readonly cardToken?: string | undefined;
  /** Of a declined charge of a kept card: whether it may be tried again. */
  readonly canRetry?: boolean | undefined;
}

/** What a provider knows of an operation by its idempotency key. */
export type Standing =
  | ({ readonly operation: 'authorise' } & Authorisation)
  | { readonly operation: 'capture'; readonly outcome: 'captured' | 'refused' }
  | { readonly operation: 'refund'; readonly outcome: RefundOutcome };

/**
 * A company that moves the money. Each operation carries an idempotency key, and repeating one has no second effect. Where an operation
 * rejects, its outcome is unknown: ask with `query` before doing anything else. Amounts are minor units.
 */
export interface PaymentProvider {
  /** Asks whether the card may be charged, and sets the amount aside. An authorisation that was cancelled by key before it arrived is `cancelled`. */
  authorise(ask: {
    key: string;
    paymentId: string;
    amount: number;
    currency: string;
    description: string;
    card: Card;
    /** Whether to keep the card, for charges without its payer. */
    keepCard: boolean;
  }): Promise<Authorisation>;
  /** The same for a card that the provider keeps, by its token, without the payer. */
  chargeKeptCard(ask: {
    key: string;
    paymentId: string;
    amount: number;
    currency: string;
    description: string;
    cardToken: string;
  }): Promise<Authorisation>;
  /** Takes the money that was set aside. `refused` is final. */
  capture(ask: {
    key: string;
    authorisationKey: string;
    transactionId: string;
    amount: number;
    currency: string;
  }): Promise<'captured' | 'refused'>;
  /** Gives back money of a capture. `refused` is final. */
  refund(ask: {
    key: string;
    captureKey: string;
    transactionId: string;
    amount: number;
    currency: string;
  }): Promise<RefundOutcome>;
  /** Lets go of an authorisation, also of one that has not arrived yet. Afterwards it can never be captured. */
  cancel(ask: { key: string; authorisationKey: string }): Promise<void>;
  /** What became of the operation with this key; undefined when the provider has not heard of it. */
  query(ask: { key: string }): Promise<Standing | undefined>;
}

/** The idempotency keys of payments and refunds at their provider. `attempt` counts the cards that the payer has sent. */
export const providerKeys = {
  authorise: (payment: string, attempt: number) => `${payment}-authorise-${attempt}`,
  capture: (payment: string) => `${payment}-capture`,
  refund: (refund: string) => `${refund}-refund`,
  cancel: (payment: string) => `${payment}-cancel`,
};

/** What came of a request to a webhook's receiver. `blocked`: its name leads to an address that must not be called. */
export type Delivery =
  | { readonly outcome: 'answered'; readonly statusCode: number }
  | { readonly outcome: 'timeout' | 'blocked' }
  | { readonly outcome: 'unreachable'; readonly reason: string };

/** Sends to addresses that strangers chose. It never rejects, follows no redirect, reads no answer beyond its status, and gives up in time. */
export interface WebhookSender {
  send(ask: {
    url: string;
    headers: Readonly<Record<string, string>>;
    body: Buffer;
    /** Whether this machine's own addresses may be called. */
    ownMachine: boolean;
  }): Promise<Delivery>;
  close(): Promise<void>;
}
