import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EntryPointTable, Route } from '../domain/entry-points.ts';
import type { FailureCode } from '../domain/failures.ts';
import type { FenceQueue } from './fence-queue.ts';
import type { HoldRoom } from './hold-room.ts';
import type { Upstreams } from './upstreams.ts';

/** A request on its way to an implementation. */
export interface Forwarding {
  request: IncomingMessage;
  response: ServerResponse;
  route: Route;
  requestId: string;
  /** Of the trace that the request belongs to: 32 hex digits. */
  traceId: string;
  /** Headers for the implementation, flat; the grant is added where it is sent. */
  headers: string[];
}

/** What forwarding needs from around it. */
export interface ForwardTools {
  /** The table in force. */
  table(): EntryPointTable;
  upstreams: Upstreams;
  bodyLimitBytes: number;
  /** Milliseconds before a safe request is sent a second time. */
  retryDelayMs: number;
  /** Room for calls that wait for another table. */
  room: HoldRoom;
  /** Where calls wait that a fence refused. */
  fences: FenceQueue;
  /** Answers in the gateway's own name; called only while nothing has been sent to the client. */
  fail(forwarding: Forwarding, failure: FailureCode, cause: unknown): void;
  /** Hears of each exchange once, when it is over. `failure` is set when the gateway broke it off or answered itself. */
  ended?(exchange: Exchange, forwarding: Forwarding, failure: FailureCode | undefined): void;
}

/** An exchange under way. */
export interface Exchange {
  /** Whether it is an event stream, which only ends when somebody ends it. */
  isStream(): boolean;
  /** Ends it when it has taken as long as it may; `now` is a time of `performance`. */
  endIfLate(now: number): void;
  /** Another table is in force, or a hold is over: what waits goes on, and what listens to an implementation that is no longer bound leaves it. */
  tableChanged(): void;
  /** Breaks it off on both sides. */
  abort(): void;
}
