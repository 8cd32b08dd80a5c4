import { setTimeout as wait } from 'node:timers/promises';
import type { Platform } from '@ashlar/local';
import { openPool, type Pool } from '@ashlar/postgres';
import { until } from '@ashlar/testkit';
import { type MailSender, mailSender, tokenOf } from './email.ts';

/** Milliseconds of the messages of one service: from its request to the 201, and from there to the carrier. */
export interface DeliveryTimes {
  readonly messages: number;
  readonly accept: Percentiles;
  readonly handOver: Percentiles;
}

/** Milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** A service that sends at a steady rate. */
interface Stream {
  readonly sender: MailSender;
  readonly perSecond: number;
}

/**
 * Sends e-mails at a steady rate (open model: a slow answer does not slow the next request) and waits until all have reached their carrier: the sandbox,
 * or the mailbox's mail server by SMTP. Throws when one is refused, lost, or arrives twice.
 */
export async function measureDelivery(
  platform: Platform,
  carrier: 'sandbox' | 'smtp',
  perSecond: number,
  seconds: number,
): Promise<DeliveryTimes> {
  const sender = await mailSender(platform, carrier);
  const [times] = await deliver(platform, [{ sender, perSecond }], seconds);
  if (!times) throw new Error('nothing was sent');
  return times;
}

/**
 * What a service's messages take beside another that sends seven times as many, and beside seven that send as many as it does: the same work for the machine, so that the
 * ratio is what the loud one's share costs, and not what its load does. Medians of rounds in turn.
 */
export async function measureFairness(
  platform: Platform,
  perSecond: number,
  rounds: number,
  seconds: number,
): Promise<{ even: DeliveryTimes; beside: DeliveryTimes }> {
  const quiet = { sender: await mailSender(platform, 'sandbox'), perSecond };
  const loud = { sender: await mailSender(platform, 'sandbox'), perSecond: perSecond * 7 };
  const others: Stream[] = [];
  for (let n = 0; n < 7; n += 1) others.push({ sender: await mailSender(platform, 'sandbox'), perSecond });
  const sides = { even: [] as DeliveryTimes[], beside: [] as DeliveryTimes[] };
  for (let round = 0; round < rounds; round += 1) {
    sides.even.push(...(await deliver(platform, [quiet, ...others], seconds)).slice(0, 1));
    sides.beside.push(...(await deliver(platform, [quiet, loud], seconds)).slice(0, 1));
  }
  return { even: middle(sides.even), beside: middle(sides.beside) };
}

/** Lets services send at once, and answers what each one's messages took. */
async function deliver(
  platform: Platform,
  streams: readonly Stream[],
  seconds: number,
): Promise<DeliveryTimes[]> {
  const url = new URL(platform.adminUrl);
  url.pathname = '/messaging';
  const pool = openPool({ url: url.href, applicationName: 'delivery-bench', max: 1 });
  try {
    const root = platform.serviceUrl('messaging');
    // Connections, statements and memories are there before anything is timed.
    await Promise.all(streams.map((stream) => send(root, { ...stream, perSecond: 50 }, 1)));
    const sent = await Promise.all(
      streams.map((stream, at) => send(root, stream, seconds, at / streams.length)),
    );
    const all = sent.flat();
    const arrived = await until(
      async () => {
        const found = await arrivals(pool, all);
        return found.size === all.length ? found : undefined;
      },
      { timeoutMs: 120_000, everyMs: 500, what: `all ${all.length} messages at their carrier` },
    );
    return sent.map((messages) => ({
      messages: messages.length,
      accept: percentiles(messages.map(({ tookMs }) => tookMs)),
      handOver: percentiles(messages.map(({ id, at }) => Math.max(0, (arrived.get(id) ?? Number.NaN) - at))),
    }));
  } finally {
    await pool.end();
  }
}

interface Sent {
  readonly id: string;
  readonly tookMs: number;
  /** When it was accepted. */
  readonly at: number;
}

/** Sends at the stream's rate, the first one `phase` of its turn late, so that streams of one rate do not send in the same instant. */
async function send(
  root: string,
  { sender, perSecond }: Stream,
  seconds: number,
  phase = 0,
): Promise<Sent[]> {
  const underWay: Promise<Sent>[] = [];
  const started = performance.now();
  for (let n = 0; n < perSecond * seconds; n += 1) {
    const due = started + ((n + phase) * 1000) / perSecond;
    if (due > performance.now()) await wait(due - performance.now());
    underWay.push(sendOne(root, sender));
  }
  return Promise.all(underWay);
}

async function sendOne(root: string, { key, body }: MailSender): Promise<Sent> {
  const began = performance.now();
  const response = await fetch(`${root}/v2/notifications/email`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokenOf(key)}`, 'content-type': 'application/json' },
    body,
  });
  const { id } = (await response.json()) as { id: string };
  if (response.status !== 201) throw new Error(`an e-mail was answered with ${response.status}`);
  return { id, tookMs: performance.now() - began, at: Date.now() };
}

/** When messages arrived at the sandbox, or by SMTP at the mailbox. */
async function arrivals(pool: Pool, sent: readonly Sent[]): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ id: string; at: Date; copies: number }>({
    text: `select coalesce(notification_id::text, key) as id, min(created_at) as at, count(*)::integer as copies from sandbox_message
            where notification_id = any ($1::uuid[]) or key = any ($1::text[]) group by 1`,
    values: [sent.map(({ id }) => id)],
  });
  const twice = rows.filter(({ copies }) => copies > 1);
  if (twice.length > 0) throw new Error(`${twice.length} messages arrived twice`);
  return new Map(rows.map(({ id, at }) => [id, at.getTime()]));
}

function percentiles(values: readonly number[]): Percentiles {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

function middle(rounds: readonly DeliveryTimes[]): DeliveryTimes {
  const sorted = [...rounds].sort((a, b) => a.handOver.p95 - b.handOver.p95);
  const found = sorted[Math.floor(sorted.length / 2)];
  if (!found) throw new Error('there was no round');
  return found;
}
