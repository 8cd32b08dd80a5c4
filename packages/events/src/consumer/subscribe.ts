import type { Pool } from '@ashlar/postgres';
import type { Logger } from 'pino';
import type { EventBus } from '../bus/port.ts';
import { runSubscription } from './run.ts';
import { consumerSteps, type EventHandler } from './steps.ts';

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

/**
 * Hears the events of `topics`: effect and inbox row are one transaction, and the offset is committed after it, so that each event has
 * its effect exactly once over at-least-once delivery. An event that fails `attempts` times goes to `<topic>.<consumer>.dlq` and parks
 * its key: later events of that key wait in the database, other keys flow on. While the database is away nothing is given up. When
 * the bus is away at the start, it resolves all the same after two seconds and joins later.
 */
export function subscribe(options: SubscribeOptions): Promise<Subscription> {
  return runSubscription(options, consumerSteps);
}
