import type { SharedBuckets } from '@ashlar/service-kit';
import { Redis } from 'ioredis';
import type { Log } from './resources.ts';

/** Token buckets in Redis. */
export interface RedisBuckets extends SharedBuckets {
  /** Throws while Redis does not answer. */
  check(): Promise<void>;
  close(): void;
}

/**
 * Token buckets that all processes with the same `name` take from. A bucket is the time at which it is full again, by Redis' own clock, so that processes need
 * not agree on theirs. Whenever Redis does not answer within `timeoutMs`, there are no buckets for a second: no request waits for it in vain twice. That is
 * logged when it begins and when it ends.
 */
export function openRedisBuckets(options: {
  url: string;
  name: string;
  timeoutMs: number;
  log: Log;
}): RedisBuckets {
  const { url, name, timeoutMs, log } = options;
  const redis = new Redis(url, {
    // Nothing waits for a connection that does not stand.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: timeoutMs,
    connectTimeout: 2000,
    retryStrategy: (times) => Math.min(50 * 2 ** times, pauseMs),
  });
  let askAgainAt = 0;
  let isAway = false;
  const away = (error: unknown) => {
    if (!isAway) log.warn({ err: error }, 'Redis does not answer: each process counts requests by itself');
    isAway = true;
  };
  const back = () => {
    if (isAway) log.info({}, 'Redis answers again: limits are shared among processes');
    isAway = false;
    askAgainAt = 0;
  };
  redis.on('error', away);
  redis.on('ready', back);

  return {
    async take({ key, burst, refillPerSecond }) {
      if (redis.status !== 'ready' || performance.now() < askAgainAt) return undefined;
      try {
        const left = await redis.eval(script, 1, `${name}:bucket:${key}`, 1000 / refillPerSecond, burst);
        back();
        return Number(left);
      } catch (error) {
        away(error);
        askAgainAt = performance.now() + pauseMs;
        return undefined;
      }
    },
    async check() {
      try {
        await redis.ping();
      } catch {
        throw new Error('Redis does not answer: limits are counted by process');
      }
    },
    close: () => redis.disconnect(),
  };
}

const pauseMs = 1000;

// KEYS: a bucket. ARGV: milliseconds for a token to come, how many tokens the bucket holds. Who finds none takes none.
const script = `
local perToken, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local fullAt = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now) + perToken
local left = math.floor(burst - (fullAt - now) / perToken + 1e-6)
if left >= 0 then
  redis.call('SET', KEYS[1], string.format('%.3f', fullAt), 'PX', math.ceil(fullAt - now) + 1)
end
return left`;
