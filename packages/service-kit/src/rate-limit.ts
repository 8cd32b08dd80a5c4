import type { FastifyReply, FastifyRequest } from 'fastify';
import { FaultError } from './errors.ts';
import type { Bucket, RateLimit, SharedBuckets, TokenBucket } from './types.ts';

/** Counts a request; throws, or rejects with, the fault `rate_limited` when its bucket is full. Waits only where buckets are shared. */
export type TakeRequest = (request: FastifyRequest, reply: FastifyReply) => void | Promise<void>;

/**
 * Counts requests in fixed windows of one second or one minute, or in token buckets. Counts are kept in this process, so that two processes together allow
 * twice the rate, unless token buckets are shared. Written here because the plugin for it awaits several promises per request, and one addition is all there is to do.
 */
export function createRateLimit(limit: RateLimit): TakeRequest {
  const windows = new Map<string, Window>();
  const tokens = new Map<string, Tokens>();
  let sweepAt = 0;

  return (request, reply) => {
    const found = limit.bucket(request);
    if (found === undefined) return undefined;
    const now = performance.now();
    if (now >= sweepAt) {
      for (const [key, window] of windows) if (window.endsAt <= now) windows.delete(key);
      for (const [key, { fullAt }] of tokens) if (fullAt <= now) tokens.delete(key);
      sweepAt = now + sweepEveryMs;
    }
    const buckets = (Array.isArray(found) ? found : [found]) as readonly Bucket[];
    const { shared } = limit;
    if (shared) return countAll(shared, buckets, now, request, reply);
    for (const bucket of buckets) tell(takeHere(bucket, now), request, reply);
    return undefined;
  };

  async function countAll(
    shared: SharedBuckets,
    buckets: readonly Bucket[],
    now: number,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    for (const bucket of buckets) {
      const remaining = 'burst' in bucket ? await shared.take(bucket) : undefined;
      const taken =
        remaining === undefined ? takeHere(bucket, now) : takenOf(bucket as TokenBucket, remaining);
      tell(taken, request, reply);
    }
  }

  function takeHere(bucket: Bucket, now: number): Taken {
    return 'burst' in bucket ? takeToken(tokens, bucket, now) : takeOfWindow(windows, bucket, now);
  }

  function tell({ max, remaining, resetS }: Taken, request: FastifyRequest, reply: FastifyReply): void {
    reply.header('ratelimit-limit', max);
    reply.header('ratelimit-remaining', Math.max(0, remaining));
    reply.header('ratelimit-reset', resetS);
    // An existing standard says by itself when to come back.
    const isOurs = request.operation?.standard !== 'compat';
    if (remaining < 0) throw new FaultError('rate_limited', isOurs ? { retryAfterS: resetS } : {});
  }
}

/** Token buckets for what is no request of its own, such as failures. */
export interface TokenBuckets {
  /** Takes a token. Never rejects: while shared buckets cannot be reached, this process counts by itself. */
  take(bucket: TokenBucket): Promise<Taken>;
}

/** Token buckets that are shared among processes, if `shared` is there. */
export function createTokenBuckets(shared: SharedBuckets | undefined): TokenBuckets {
  const own = new Map<string, Tokens>();
  let sweepAt = 0;
  return {
    async take(bucket) {
      const now = performance.now();
      if (now >= sweepAt) {
        for (const [key, { fullAt }] of own) if (fullAt <= now) own.delete(key);
        sweepAt = now + sweepEveryMs;
      }
      const remaining = await shared?.take(bucket);
      return remaining === undefined ? takeToken(own, bucket, now) : takenOf(bucket, remaining);
    },
  };
}

/** What is left once something was counted; `remaining` is negative when there was no room for it, and there is again in `resetS` seconds. */
export interface Taken {
  readonly max: number;
  readonly remaining: number;
  readonly resetS: number;
}

/** A token bucket, by the time at which it is full again. */
interface Tokens {
  fullAt: number;
}

/** A request that finds no token takes none, so that who asks too often still gets what the refill allows. */
function takeToken(all: Map<string, Tokens>, bucket: TokenBucket, now: number): Taken {
  const { key, burst: max, refillPerSecond } = bucket;
  const perToken = 1000 / refillPerSecond;
  const fullAt = Math.max(all.get(key)?.fullAt ?? now, now) + perToken;
  const remaining = Math.floor(max - (fullAt - now) / perToken + 1e-9);
  if (remaining >= 0) all.set(key, { fullAt });
  return takenOf(bucket, remaining);
}

function takenOf({ burst: max, refillPerSecond }: TokenBucket, remaining: number): Taken {
  return { max, remaining, resetS: Math.max(1, Math.ceil(1 / refillPerSecond)) };
}

interface Window {
  count: number;
  endsAt: number;
}

type WindowBucket = Exclude<Bucket, { burst: number }>;

function sizeOf(bucket: WindowBucket): { max: number; lengthMs: number } {
  if ('perMinute' in bucket) return { max: bucket.perMinute, lengthMs: 60_000 };
  const { perSecond } = bucket;
  return { max: Math.max(1, Math.floor(perSecond)), lengthMs: Math.max(1000, 1000 / perSecond) };
}

const sweepEveryMs = 10_000;

function takeOfWindow(windows: Map<string, Window>, bucket: WindowBucket, now: number): Taken {
  const { max, lengthMs } = sizeOf(bucket);
  const window = take(windows, bucket.key, now, lengthMs);
  return { max, remaining: max - window.count, resetS: Math.ceil((window.endsAt - now) / 1000) };
}

function take(windows: Map<string, Window>, key: string, now: number, lengthMs: number): Window {
  const current = windows.get(key);
  if (current !== undefined && current.endsAt > now) {
    current.count += 1;
    return current;
  }
  const opened = { count: 1, endsAt: now + lengthMs };
  windows.set(key, opened);
  return opened;
}
