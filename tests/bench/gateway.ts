import { Agent, type IncomingMessage, request } from 'node:http';
import type { Platform } from '@ashlar/local';
import autocannon from 'autocannon';
import { raiseLimits } from '../resilience/accounts.ts';
import { BODY, CONNECTIONS, median, type Rate } from './throughput.ts';

/** One kind of request, sent straight to an implementation and through the gateway to the same one. */
export interface Passage {
  readonly what: string;
  readonly direct: Rate;
  readonly through: Rate;
  readonly ratio: number;
  /** What the gateway adds to one request at a time, at the median. */
  readonly addedMs: number;
}

interface Call {
  readonly what: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
}

/**
 * Measures a small GET and a creation, direct and through the gateway, in alternating rounds of one run. The ratio is at 32 connections, where the machine is
 * full; what is added is taken from single requests that alternate, since at 32 connections every time is mostly a queue's.
 */
export async function measureGateway(
  platform: Platform,
  rounds: number,
  seconds: number,
): Promise<Passage[]> {
  await raiseLimits(platform);
  const sides = {
    direct: platform.serviceUrl('payments'),
    through: String(platform.env.PAYMENTS_URL).replace(/\/$/, ''),
  };
  const headers = {
    authorization: `Bearer ${platform.env.PAYMENTS_API_KEY}`,
    'content-type': 'application/json',
  };
  const created = await fetch(`${sides.direct}/v1/payments`, { method: 'POST', headers, body: BODY });
  const { payment_id } = (await created.json()) as { payment_id: string };
  const calls: Call[] = [
    { what: 'GET /v1/payments/{id}', method: 'GET', path: `/v1/payments/${payment_id}` },
    { what: 'POST /v1/payments', method: 'POST', path: '/v1/payments', body: BODY },
  ];
  const passages: Passage[] = [];
  for (const call of calls) passages.push(await measure(sides, call, headers, { rounds, seconds }));
  return passages;
}

interface Sides {
  readonly direct: string;
  readonly through: string;
}

async function measure(
  sides: Sides,
  call: Call,
  headers: Record<string, string>,
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<Passage> {
  const rates = { direct: [] as Rate[], through: [] as Rate[] };
  await load(sides.direct, call, headers, 2);
  await load(sides.through, call, headers, 2);
  for (let round = 0; round < rounds; round += 1) {
    rates.direct.push(await load(sides.direct, call, headers, seconds));
    rates.through.push(await load(sides.through, call, headers, seconds));
  }
  const direct = median(rates.direct);
  const through = median(rates.through);
  const addedMs = await added(sides, call, headers, seconds * 500);
  return { what: call.what, direct, through, ratio: through.perSecond / direct.perSecond, addedMs };
}

async function load(
  root: string,
  { method, path, body }: Call,
  headers: Record<string, string>,
  seconds: number,
): Promise<Rate> {
  const url = `${root}${path}`;
  const result = await autocannon({
    url,
    method,
    headers,
    connections: CONNECTIONS,
    duration: seconds,
    ...(body && { body }),
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} failed`);
  return { perSecond: result.requests.average, p99Ms: result.latency.p99 };
}

/** The difference of the medians of `pairs` single requests each way, one after another. */
async function added(
  sides: Sides,
  call: Call,
  headers: Record<string, string>,
  pairs: number,
): Promise<number> {
  const agents = {
    direct: new Agent({ keepAlive: true, maxSockets: 1 }),
    through: new Agent({ keepAlive: true, maxSockets: 1 }),
  };
  const times = { direct: [] as number[], through: [] as number[] };
  for (let pair = 0; pair < pairs; pair += 1) {
    // Neither goes always first.
    for (const side of pair % 2 === 0 ? (['direct', 'through'] as const) : (['through', 'direct'] as const)) {
      const began = performance.now();
      await once(`${sides[side]}${call.path}`, call, headers, agents[side]);
      times[side].push(performance.now() - began);
    }
  }
  agents.direct.destroy();
  agents.through.destroy();
  return middle(times.through) - middle(times.direct);
}

function once(url: string, call: Call, headers: Record<string, string>, agent: Agent): Promise<void> {
  const { method, body = '' } = call;
  const length = body === '' ? {} : { 'content-length': String(body.length) };
  return new Promise((resolve, reject) => {
    const read = (answer: IncomingMessage) => {
      answer.resume().once('end', resolve).once('error', reject);
    };
    request(url, { method, agent, headers: { ...headers, ...length } }, read)
      .once('error', reject)
      .end(body);
  });
}

function middle(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}
