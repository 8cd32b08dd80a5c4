import type { Pool } from '@ashlar/postgres';
import type { Logger } from 'pino';
import type { EventBus } from '../bus/port.ts';
import type { ConsumerSteps, EventHandler } from './steps.ts';

/** What a consumer needs. */
export interface SubscribeOptions {
  bus: EventBus;
  /** The consumer's own database, with the inbox. */
  pool: Pool;
  /** Its name: the consumer group on the bus and the owner of inbox rows. It never changes once in use. */
  consumer: string;
  topics: readonly string[];
  /** May run more than once for an event, but is committed once. Throw `TryLater` when an outside party is away. */
  handle: EventHandler;
  /** How often an event is tried before its key is parked (5). */
  attempts?: number;
  /** The first pause between two tries, in milliseconds; it doubles (100). */
  backoffMs?: number;
  log: Logger;
}

/** Since the start: events whose effect was committed, events parked; and whether an event or the bus is being retried now. */
export interface SubscriptionState {
  handled: number;
  parked: number;
  retrying: boolean;
}

/** A running consumer. */
export interface Subscription {
  /** Finishes the event in hand and leaves the group. */
  stop(): Promise<void>;
  state(): SubscriptionState;
}

/** What the deliveries of one subscription share. */
export interface SubscriptionRun {
  options: SubscribeOptions;
  steps: ConsumerSteps;
  counts: { handled: number; parked: number };
  /** What is being retried now: deliveries, or joining the bus. */
  retries: Set<object>;
  stopping: AbortSignal;
  /** Dead letter topics known to exist. */
  deadLetterTopics: Set<string>;
}
