import type { Card } from './cards.ts';
import type { Check, Secrets } from './credential.ts';
import type { DisputeReason, DisputeStatus } from './dispute.ts';
import type { RefundOutcome } from './refund.ts';

/** What a provider says of a card. `requires_3ds`: its issuer first wants an answer from the payer. */
export type AuthorisationOutcome = 'authorised' | 'requires_3ds' | 'declined' | 'error' | 'cancelled';

/** A provider's answer to an authorisation, with its own id of the payment. */
export interface Authorisation {
  readonly outcome: AuthorisationOutcome;
  readonly transactionId: string;
  /** Of `requires_3ds`: the issuer's page with its question, as an address or, for a simulated issuer, a path beside the payment's pages. */
  readonly challenge?: string | undefined;
  /** The provider's own token of the card, where it was asked to keep one. */
  readonly cardToken?: string | undefined;
  /** Of a declined charge of a kept card: whether it may be tried again. */
  readonly canRetry?: boolean | undefined;
}

/** A provider's answer to a capture. */
export interface Capture {
  /** `refused` is final. */
  readonly outcome: 'captured' | 'refused';
  /** What the provider keeps of the amount, in minor units, where it says so and knows it already. */
  readonly fee?: number | undefined;
  /** A challenge of the payment that the provider knows of already, as a sandbox does of its test cards. */
  readonly dispute?: ProviderDispute | undefined;
}

/** A payer's challenge of a payment, as the provider knows it. It holds the amount back until the bank decides. Amounts are minor units. */
export interface ProviderDispute {
  /** The provider's own id of it. */
  readonly id: string;
  readonly paymentId: string;
  readonly amount: number;
  readonly reason: DisputeReason;
  readonly status: DisputeStatus;
  /** Whether the bank was given evidence, now or earlier. */
  readonly evidenceSubmitted: boolean;
  readonly evidenceDueAt: Date | null;
  /** What the provider keeps for its work, as far as it has said so. */
  readonly fee: number;
  readonly raisedAt: Date;
}

/** What a provider knows of an operation by its idempotency key. */
export type Standing =
  | ({ readonly operation: 'authorise' } & Authorisation)
  | ({ readonly operation: 'capture' } & Capture)
  | { readonly operation: 'refund'; readonly outcome: RefundOutcome };

/** A provider says that something became of the operation with this key, or of a dispute. It is a hint: what became of it is asked of the provider. */
export interface ProviderNotification {
  /** The provider's own id of the notification: the same one may come many times. */
  readonly id: string;
  /** Undefined for what is about no operation of ours. */
  readonly key?: string | undefined;
  /** The provider's own id of the dispute that it is about. */
  readonly dispute?: string | undefined;
}

/** A notification as it came in, before anything is known of it. Header names are lower-case. */
export interface RawNotification {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
  readonly now: Date;
}

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
    /** Where the issuer sends the payer with the answer. Without it (MOTO) nobody could answer, and `requires_3ds` is no outcome. */
    challengeReturnUrl?: string | undefined;
  }): Promise<Authorisation>;
  /**
   * Brings what the payer's browser brought back from the issuer, for the authorisation with this key. The first answer counts, and repeats are told what came of it;
   * what is no answer to it changes nothing: the outcome is then still `requires_3ds`.
   */
  authorise3ds(ask: {
    key: string;
    paymentId: string;
    transactionId: string;
    answer: string;
  }): Promise<Authorisation>;
  /** As `authorise`, for a card that the provider keeps, by its token, without the payer: `requires_3ds` is no outcome. */
  chargeKeptCard(ask: {
    key: string;
    paymentId: string;
    amount: number;
    currency: string;
    description: string;
    cardToken: string;
  }): Promise<Authorisation>;
  /** Takes the money that was set aside, once: a capture under another key is refused. */
  capture(ask: {
    key: string;
    authorisationKey: string;
    transactionId: string;
    amount: number;
    currency: string;
  }): Promise<Capture>;
  /** Gives back money of a capture. `refused` is final. */
  refund(ask: {
    key: string;
    captureKey: string;
    transactionId: string;
    amount: number;
    currency: string;
  }): Promise<RefundOutcome>;
  /** Lets go of an authorisation, also of one that has not arrived yet or waits for the payer's answer. Afterwards it can never be captured. */
  cancel(ask: { key: string; authorisationKey: string; transactionId: string | null }): Promise<void>;
  /**
   * What became of the operation with this key; undefined when the provider has not heard of it. The payment, and the provider's own id of
   * it where one is known, are told for providers that cannot find an operation by its key.
   */
  query(ask: { key: string; paymentId: string; transactionId: string | null }): Promise<Standing | undefined>;
  /** What is known of a dispute, by the provider's own id of it; undefined for what is none, or no payment's of ours. */
  dispute(ask: { id: string }): Promise<ProviderDispute | undefined>;
  /** Of a provider that is no real one: has a dispute go on, as its service, its payer and the bank would. What is no way on changes nothing. */
  playDispute?(ask: { id: string; status: Exclude<DisputeStatus, 'needs_response'> }): Promise<void>;
  /** Reads a notification. Undefined when it is not from the provider, or cannot be read. */
  notification(ask: RawNotification): ProviderNotification | undefined;
}

/** A kind of provider that accounts can have credentials of their own at. */
export interface ProviderKind {
  /** The secrets that it gives its customers, by name, and the form of each. */
  readonly secrets: Readonly<Record<string, RegExp>>;
  /** Why secrets of that form are not for an account of this kind, by the name at fault; undefined when they may be. */
  misfit?(secrets: Secrets, account: { live: boolean }): { name: string; detail: string } | undefined;
  /** The provider as a customer with these secrets has it. */
  open(secrets: Secrets): PaymentProvider;
  /**
   * Proves, moving nobody's money, that the secrets work, and lets go of everything that it began. `run` is part of its keys at the
   * provider; `leftover` is a run that nobody finished. What the checks say is shown to administrators: no secret may be quoted.
   */
  verify(ask: {
    secrets: Secrets;
    live: boolean;
    run: string;
    leftover: string | undefined;
  }): Promise<readonly Check[]>;
}

/** The idempotency keys of payments and refunds at their provider. `attempt` counts the cards that the payer has sent. */
export const providerKeys = {
  authorise: (payment: string, attempt: number) => `${payment}-authorise-${attempt}`,
  capture: (payment: string) => `${payment}-capture`,
  refund: (refund: string) => `${refund}-refund`,
  cancel: (payment: string) => `${payment}-cancel`,
};

/** What a key of {@link providerKeys} is about; undefined for any other text. */
export function keySubject(key: string): { paymentId: string } | { refundId: string } | undefined {
  const [, id, operation] = /^([0-9a-z]{26})-(authorise-\d{1,9}|capture|refund)$/.exec(key) ?? [];
  if (id === undefined) return undefined;
  return operation === 'refund' ? { refundId: id } : { paymentId: id };
}
