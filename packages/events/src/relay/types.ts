import type { Logger } from 'pino';
import type { EventBus } from '../bus/port.ts';
import type { Bell } from '../waiting.ts';
import type { RelaySteps } from './steps.ts';

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

/** What the loops of one relay share. */
export interface RelayRun {
  options: RelayOptions;
  steps: RelaySteps;
  state: RelayState;
  /** Rung when there may be rows to stamp. */
  rows: Bell;
  /** Rung when there are positions to publish. */
  positions: Bell;
  /** Whether the topic is known to exist. */
  topicReady: boolean;
}
