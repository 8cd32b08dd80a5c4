import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { Destination, Timeouts } from '../domain/entry-points.ts';

/** One try at sending a request to an implementation. */
export interface UpstreamRequest {
  method: string;
  target: string;
  /** Flat name-value pairs. */
  headers: string[];
  body: Buffer | Readable | null;
}

/** Connections to implementations: one pool for each upstream and connect timeout, kept open between requests. */
export interface Upstreams {
  send(to: Destination, request: UpstreamRequest, handler: Dispatcher.DispatchHandler): void;
  timeouts(to: Destination): Timeouts;
  /** Asks the implementation whether it is ready; throws a short public reason if it is not. */
  checkReady(to: Destination): Promise<void>;
  /** Ends all connections at once; for the end of the process, when nothing is in flight. */
  close(): Promise<void>;
}
