import { setTimeout as wait } from 'node:timers/promises';
import { eventsMigrations, openBus, subscribe } from '@ashlar/events';
import type { Platform } from '@ashlar/local';
import { ensureDatabase, migrate, openPool } from '@ashlar/postgres';
import { until } from '@ashlar/testkit';
import { pino } from 'pino';
import { raiseLimits } from '../resilience/accounts.ts';

/** Milliseconds from the caller's 201 to the end of a consumer's transaction. */
export interface Lag {
  readonly events: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Creates payments at a steady rate (open model: a slow answer does not slow the next request) and times their events. */
export async function measureLag(platform: Platform, perSecond: number, seconds: number): Promise<Lag> {
  await raiseLimits(platform);
  const name = `lag_${crypto.randomUUID().slice(0, 8)}`;
  const pool = openPool({
    url: await ensureDatabase(platform.adminUrl, { name, password: crypto.randomUUID() }),
    applicationName: name,
  });
  await migrate(pool, [eventsMigrations]);
  const bus = openBus({ ...platform.bus, clientId: name });
  const acceptedAt = new Map<string, number>();
  const handledAt = new Map<string, number>();
  const subscription = await subscribe({
    bus,
    pool,
    consumer: name,
    topics: ['ashlar.payments.v1'],
    log: pino({ level: 'silent' }),
    async handle(event) {
      handledAt.set(event.subject, performance.now());
    },
  });
  try {
    await createUntilHeard(platform, handledAt);
    const inFlight: Promise<void>[] = [];
    const started = performance.now();
    for (let n = 0; n < perSecond * seconds; n += 1) {
      const due = started + (n * 1000) / perSecond;
      if (due > performance.now()) await wait(due - performance.now());
      inFlight.push(create(platform).then((id) => void acceptedAt.set(id, performance.now())));
    }
    await Promise.all(inFlight);
    const what = `all ${acceptedAt.size} events`;
    await until(() => [...acceptedAt.keys()].every((id) => handledAt.has(id)), { timeoutMs: 60_000, what });
  } finally {
    await subscription.stop();
    await bus.close();
    await pool.end();
  }
  const lags = [...acceptedAt]
    .map(([id, at]) => Math.max(0, (handledAt.get(id) ?? Number.NaN) - at))
    .sort((a, b) => a - b);
  const at = (share: number) =>
    lags[Math.min(lags.length - 1, Math.floor(lags.length * share))] ?? Number.NaN;
  return { events: lags.length, p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** The consumer has joined its group once it hears a payment that was made for that. */
async function createUntilHeard(platform: Platform, handledAt: ReadonlyMap<string, number>): Promise<void> {
  const id = await create(platform);
  await until(() => handledAt.has(id), { timeoutMs: 30_000, what: 'the consumer to join' });
}

async function create(platform: Platform): Promise<string> {
  const response = await fetch(`${platform.serviceUrl('payments')}/v1/payments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${platform.env.PAYMENTS_API_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      amount: 1,
      reference: 'LAG',
      description: 'Lag',
      return_url: 'https://service.example/',
    }),
  });
  if (response.status !== 201) throw new Error(`a creation answered ${response.status}`);
  return ((await response.json()) as { payment_id: string }).payment_id;
}
