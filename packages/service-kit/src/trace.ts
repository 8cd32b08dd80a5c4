import { randomFillSync } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Puts this hop into the caller's trace: returns a `traceparent` with the caller's trace id and a span id of our own, or a
 * new trace if the caller sent none or a broken one (W3C Trace Context, level 1, section 3.2).
 */
export function childTraceparent(received: string | undefined): string {
  const match = received === undefined ? null : pattern.exec(received);
  const [, traceId = randomHex(16), flags = '01'] = match ?? [];
  return `00-${traceId}-${randomHex(8)}-${flags}`;
}

/** The 32 hex digits of a `traceparent` that name the whole trace. */
export function traceIdOf(traceparent: string): string {
  return traceparent.slice(3, 35);
}

/** Rewrites a request's own trace headers for this hop, so that whatever forwards the request carries them on. */
export function enterTrace(raw: IncomingMessage): string {
  const received = raw.headers.traceparent;
  const own = childTraceparent(typeof received === 'string' ? received : undefined);
  // The vendors' list belongs to a trace; it must not join another (section 3.3).
  if (
    raw.headers.tracestate !== undefined &&
    (received === undefined || traceIdOf(own) !== traceIdOf(`${received}`))
  ) {
    delete raw.headers.tracestate;
  }
  raw.headers.traceparent = own;
  return own;
}

/** Version 00, or a later one of which the first four fields are known; ids of zeros are invalid. */
const pattern = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-([\da-f]{2})(?:$|-)/;

// One fill serves many requests: a system call per id would cost more than the rest of the hop.
const pool = Buffer.alloc(4096);
let used = pool.length;

function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return pool.toString('hex', used - bytes, used);
}
