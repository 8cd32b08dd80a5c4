import type { Log, TargetRules, WebhookSender } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { CardKind } from '../domain/card-kinds.ts';
import type { ProviderPlace, Secrets } from '../domain/credential.ts';
import type { Payment } from '../domain/entities.ts';
import type { Mac } from '../domain/ids.ts';
import type { PaymentProvider, ProviderKind } from '../domain/ports.ts';
import type { PaymentToInsert } from '../store/insert-payment.ts';

/** What use cases reach the world through. */
export interface Deps {
  readonly db: Queryable;
  /** Stores a new payment and its event, in one statement with others that are made at the same moment. */
  insertPayment(made: PaymentToInsert): Promise<void>;
  /** Runs statements in one transaction of the same database. */
  transaction<T>(work: (db: Queryable) => Promise<T>): Promise<T>;
  /** The provider of something that began there. Rejects when this service has none such. */
  provider(place: ProviderPlace): Promise<PaymentProvider>;
  /** The kinds of providers that accounts can have credentials of their own at, by their ids. */
  readonly providerKinds: ReadonlyMap<string, ProviderKind>;
  /** Seals an account's secrets at a provider, to store them. */
  sealSecrets(secrets: Secrets): Buffer;
  /** Reads sealed secrets. Throws when they were sealed with another key or changed. */
  openSecrets(sealed: Buffer): Secrets;
  /** Makes page tokens. */
  readonly pageMac: Mac;
  /** What a page token stands for; undefined when neither this service nor a predecessor of its payment's department made it. */
  readPageToken(token: string): Promise<{ payment: string; use: number } | undefined>;
  /** Makes the checksums of API keys. */
  readonly keyMac: Mac;
  /** Whether this service or a predecessor made an API key. It says nothing of whether the key is still good. */
  isApiKey(token: string): Promise<boolean>;
  /** Seals a provider's token of a card, to store it. */
  sealToken(token: string): Buffer;
  /** Reads a sealed token. Throws when it was sealed with another key or changed. */
  openToken(sealed: Buffer): string;
  /** What is known of a card by its number. */
  kindOf(number: string): CardKind;
  now(): Date;
  random(bytes: number): Uint8Array;
  /** Called after each write of the change log: the relay has something to do. */
  logged(): void;
  /** Called when a worker has something to do: a capture, a charge, a cancellation, an expiry. */
  work(): void;
  /** A payment as the standard shows it, without links. */
  showPayment(payment: Payment): Record<string, unknown>;
  readonly webhooks: WebhookDeps;
  readonly log: Log;
  readonly times: Times;
}

/** The durations that decide when workers step in, in seconds. */
export interface Times {
  /** How long a payer has, from creation. */
  readonly expireAfter: number;
  /** How long a department may wait with a delayed capture, from creation. */
  readonly expireCapturableAfter: number;
  /** A payment that changed this recently is left alone. */
  readonly spareTouched: number;
  /** A lock this old is looked into: whoever held it may be gone. */
  readonly resolveAfter: number;
  /** How often the provider of an open dispute is asked what became of it, in case it did not say. */
  readonly checkDisputes: number;
  /** How long the reader of a test account's payment waits for the payer to confirm. */
  readonly awaitConfirm: number;
  /** How long idempotency records are kept. */
  readonly keepKeys: number;
  /** How long change-log rows are kept. */
  readonly keepChanges: number;
}

/** What webhooks are sent with. */
export interface WebhookDeps {
  readonly sender: WebhookSender;
  readonly rules: Omit<TargetRules, 'live'>;
  /** Seals a signing key, to store it. */
  sealKey(signingKey: string): Buffer;
  /** Reads a sealed signing key. Throws when it was sealed with another key or changed. */
  openKey(sealed: Buffer): string;
  /** The same for the body of a message, which holds personal data. */
  sealBody(body: string): Buffer;
  openBody(sealed: Buffer): Buffer;
  /** Called when there is something to send. */
  wake(): void;
  /** Messages that this process sends at once. */
  readonly parallel: number;
  /** Messages that are on their way to one webhook at once. */
  readonly parallelEach: number;
  /** How long a receiver has to answer. */
  readonly timeoutMs: number;
  /** How long messages are kept, in seconds. */
  readonly keepS: number;
}

/** What every change of a payment is told: which, and in whose trace. */
export interface PaymentAsk {
  readonly paymentId: string;
  /** W3C trace context of the request that asks, for the change log. */
  readonly traceparent?: string | undefined;
}
