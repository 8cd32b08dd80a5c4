import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** A trace that a journey begins. `traceparent` is its header (W3C Trace Context, level 1). */
export interface Trace {
  /** 32 hex digits. */
  readonly id: string;
  readonly traceparent: string;
}

/** Begins a trace. */
export function newTrace(): Trace {
  const id = randomBytes(16).toString('hex');
  return { id, traceparent: `00-${id}-${spanId()}-01` };
}

/** Runs `work` inside the trace that a request or an event named; outside of any when it named none. */
export function withinTrace<T>(traceparent: string | undefined, work: () => T): T {
  return current.run(traceparent, work);
}

/** The headers that carry on the trace that this call is made in: the same trace, a span of its own. */
export function traceHeaders(): { traceparent?: string } {
  const parent = current.getStore();
  return parent === undefined ? {} : { traceparent: `${parent.slice(0, 36)}${spanId()}${parent.slice(52)}` };
}

const current = new AsyncLocalStorage<string | undefined>();

function spanId(): string {
  return randomBytes(8).toString('hex');
}
