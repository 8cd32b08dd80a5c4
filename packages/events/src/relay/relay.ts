import type { Logger } from 'pino';
import type { EventBus } from '../bus/port.ts';
import { runRelay } from './run.ts';
import { relaySteps } from './steps.ts';

/** What a relay needs. */
export interface RelayOptions {
  /** The component's database; the relay opens one connection of its own, which holds the advisory lock. */
  url: string;
  bus: EventBus;
  /** The `source` of the events, without its slash. */
  component: string;
  topic: string;
  log: Logger;
  /** How often to look for rows that no wake-up announced, in milliseconds (1000). */
  pollMs?: number;
  /** The most rows to read and publish at a time (500). */
  batch?: number;
}

/** Where a relay stands. `busError` is a short reason while the bus does not take events. */
export interface RelayState {
  leader: boolean;
  stamped: number;
  published: number;
  busError?: string;
}

/** A running relay. */
export interface Relay {
  /** There may be new rows: look now. */
  wake(): void;
  /** Finishes the step in hand, remembers it and gives up the lock. */
  stop(): Promise<void>;
  state(): RelayState;
}

/**
 * Starts the relay of a component: it gives every committed row of the change log its position, then publishes in that order. Of
 * several relays on one database one works and the others wait. Stamping goes on while the bus is away. It never throws; outages are
 * logged and retried for ever.
 */
export function startRelay(options: RelayOptions): Relay {
  return runRelay(options, relaySteps);
}
