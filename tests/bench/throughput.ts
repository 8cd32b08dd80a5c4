import type { Platform } from '@ashlar/local';
import { ensureDatabase } from '@ashlar/postgres';
import { freePort, spawnService } from '@ashlar/testkit';
import autocannon from 'autocannon';
import { raiseLimits } from '../resilience/accounts.ts';

/** One side of a comparison: the median of its rounds. */
export interface Rate {
  readonly perSecond: number;
  readonly p99Ms: number;
}

/** A route beside the bare one, on the same PostgreSQL in the same run. */
export interface Throughput {
  readonly bare: Rate;
  readonly own: Rate;
  readonly ratio: number;
  readonly p99Ratio: number;
}

/** What is sent to one side: anew for each round, since a credential may be short-lived. */
export interface Load {
  readonly url: string;
  headers(): Record<string, string>;
  readonly body: string;
}

/** How many requests are under way at once. */
export const CONNECTIONS = 32;
/** A payment. */
export const BODY = JSON.stringify({
  amount: 1450,
  reference: 'BENCH',
  description: 'A fishing licence',
  return_url: 'https://service.example/return',
});

/** Measures creating payments. */
export async function measureThroughput(
  platform: Platform,
  rounds: number,
  seconds: number,
): Promise<Throughput> {
  await raiseLimits(platform);
  const own: Load = {
    url: `${platform.serviceUrl('payments')}/v1/payments`,
    headers: () => ({ authorization: `Bearer ${platform.env.PAYMENTS_API_KEY}` }),
    body: BODY,
  };
  return compare(platform, own, rounds, seconds);
}

/** Measures the bare route and another in alternating rounds, so that what else the machine does falls on both. */
export async function compare(
  platform: Platform,
  own: Load,
  rounds: number,
  seconds: number,
): Promise<Throughput> {
  const port = await freePort();
  const root = `http://127.0.0.1:${port}`;
  const process = await spawnService({
    folder: 'tests/bench',
    entry: 'bare.ts',
    env: {
      DATABASE_URL: await ensureDatabase(platform.adminUrl, { name: 'bare', password: crypto.randomUUID() }),
      PORT: String(port),
    },
    readyUrl: `${root}/health/ready`,
  });
  const bare: Load = { url: `${root}/v1/payments`, headers: () => ({}), body: BODY };
  const sides = { bare: [] as Rate[], own: [] as Rate[] };
  try {
    await load(bare, 2);
    await load(own, 2);
    for (let round = 0; round < rounds; round += 1) {
      sides.bare.push(await load(bare, seconds));
      sides.own.push(await load(own, seconds));
    }
  } finally {
    await process.kill('SIGTERM');
  }
  const result = { bare: median(sides.bare), own: median(sides.own) };
  return {
    ...result,
    ratio: result.own.perSecond / result.bare.perSecond,
    p99Ratio: result.own.p99Ms / result.bare.p99Ms,
  };
}

async function load({ url, headers, body }: Load, seconds: number): Promise<Rate> {
  const result = await autocannon({
    url,
    method: 'POST',
    connections: CONNECTIONS,
    duration: seconds,
    headers: { ...headers(), 'content-type': 'application/json' },
    body,
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} failed`);
  return { perSecond: result.requests.average, p99Ms: result.latency.p99 };
}

/** The median of each figure of some rounds. */
export function median(rates: readonly Rate[]): Rate {
  const middle = (pick: (rate: Rate) => number) =>
    rates.map(pick).sort((a, b) => a - b)[Math.floor(rates.length / 2)] ?? Number.NaN;
  return { perSecond: middle((rate) => rate.perSecond), p99Ms: middle((rate) => rate.p99Ms) };
}
