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

/** `POST /v1/payments` beside the bare route, on the same PostgreSQL in the same run. */
export interface Throughput {
  readonly bare: Rate;
  readonly payments: Rate;
  readonly ratio: number;
  readonly p99Ratio: number;
}

const CONNECTIONS = 32;
const BODY = JSON.stringify({
  amount: 1450,
  reference: 'BENCH',
  description: 'A fishing licence',
  return_url: 'https://service.example/return',
});

/** Measures both sides in alternating rounds, so that what else the machine does falls on both. */
export async function measureThroughput(
  platform: Platform,
  rounds: number,
  seconds: number,
): Promise<Throughput> {
  await raiseLimits(platform);
  const port = await freePort();
  const bareUrl = `http://127.0.0.1:${port}`;
  const bare = await spawnService({
    folder: 'tests/bench',
    entry: 'bare.ts',
    env: {
      DATABASE_URL: await ensureDatabase(platform.adminUrl, { name: 'bare', password: crypto.randomUUID() }),
      PORT: String(port),
    },
    readyUrl: `${bareUrl}/health/ready`,
  });
  const servicePort = new URL(platform.serviceUrl('payments')).origin;
  const headers = { authorization: `Bearer ${platform.env.PAYMENTS_API_KEY}` };
  const sides = { bare: [] as Rate[], payments: [] as Rate[] };
  try {
    await load(bareUrl, {}, 2);
    await load(servicePort, headers, 2);
    for (let round = 0; round < rounds; round += 1) {
      sides.bare.push(await load(bareUrl, {}, seconds));
      sides.payments.push(await load(servicePort, headers, seconds));
    }
  } finally {
    await bare.kill('SIGTERM');
  }
  const result = { bare: median(sides.bare), payments: median(sides.payments) };
  return {
    ...result,
    ratio: result.payments.perSecond / result.bare.perSecond,
    p99Ratio: result.payments.p99Ms / result.bare.p99Ms,
  };
}

async function load(url: string, headers: Record<string, string>, seconds: number): Promise<Rate> {
  const result = await autocannon({
    url: `${url}/v1/payments`,
    method: 'POST',
    connections: CONNECTIONS,
    duration: seconds,
    headers: { ...headers, 'content-type': 'application/json' },
    body: BODY,
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
