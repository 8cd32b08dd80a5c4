import type { Log, TargetRules, WebhookSender } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { BounceLimits } from '../domain/bounce-guard.ts';
import type { Carriers, LetterText, PdfReader, Scanner } from '../domain/ports.ts';
import type { NotificationToInsert } from '../store/insert-notification.ts';
import type { Vault } from '../store/vault.ts';
import type { BounceGuard } from './bounce-guard.ts';
import type { DailyLimits } from './daily-limits.ts';
import type { ProviderErrors } from './provider-errors.ts';
import type { ProviderRates } from './provider-rates.ts';

/** What use cases reach the world through. */
export interface Deps {
  readonly db: Queryable;
  /** Stores a new notification and its event, in one statement with others that are made at the same moment. */
  insertNotification(made: NotificationToInsert): Promise<void>;
  readonly providers: Carriers;
  readonly vault: Vault;
  /** A keyed digest of what must not be read in the database, by which it is found again. `scope` keeps what is alike apart: a service's id, a use. */
  mac(scope: string, text: string): Buffer;
  readonly links: Links;
  now(): Date;
  /** Called after each write of the change log: the relay has something to do. */
  logged(): void;
  /** Called when the worker has something to do. */
  work(): void;
  /** Does a piece of a department's work; see `openFence`. */
  working<T>(department: string, work: () => Promise<T>): Promise<T>;
  /** Called when a bulk job has something to do. */
  bulkWork(): void;
  /** The most rows of a bulk job. */
  readonly bulkRows: number;
  readonly daily: DailyLimits;
  readonly bounceGuard: BounceGuard;
  readonly bounceLimits: BounceLimits;
  readonly providerErrors: ProviderErrors;
  readonly providerRates: ProviderRates;
  readonly pdfReader: PdfReader;
  readonly scanner: Scanner;
  makeLetterPdf(letter: LetterText): Promise<{ pdf: Buffer; pages: number }>;
  readonly callbacks: CallbackDeps;
  readonly log: Log;
  readonly times: Times;
}

/** Tokens that people carry in links, sealed so that nobody reads or makes them. */
export interface Links {
  seal(value: unknown): string;
  /** Undefined for one that is not ours, nor a predecessor's for the department that it is about. */
  open<Value>(
    token: string,
    departmentOf: (value: Value) => Promise<string | undefined>,
  ): Promise<Value | undefined>;
}

/** What callbacks are sent with. */
export interface CallbackDeps {
  readonly sender: WebhookSender;
  readonly rules: TargetRules;
  /** Called when there is one to send. */
  wake(): void;
  readonly timeoutMs: number;
  readonly retries: number;
  /** In seconds. */
  readonly retryAfter: number;
}

/** The durations that the worker goes by, in seconds. */
export interface Times {
  /** How long a worker has a notification in hand before another may take it up. */
  readonly lease: number;
  /** How long to wait after a try that failed, */
  readonly retryAfter: number;
  /** and how often to try again: a number, not seconds. */
  readonly retries: number;
  /** How long a provider may take to say what became of a message. */
  readonly receiptWithin: number;
  /** How long a receipt waits for a message that is not there yet. */
  readonly earlyReceipt: number;
  /** How long a letter waits before it is made and printed. */
  readonly releaseLetterAfter: number;
  /** How far ahead a notification can be planned. */
  readonly scheduleHorizon: number;
  /** How long finished notifications are kept. */
  readonly keepNotifications: number;
  /** How long idempotency records are kept. */
  readonly keepKeys: number;
  /** How long change-log rows are kept. */
  readonly keepChanges: number;
}
