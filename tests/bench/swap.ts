import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { until } from '@ashlar/testkit';
import { department } from '../swap/department.ts';
import { type Account, type Driver, startDriver } from '../swap/driver.ts';
import { expectJson } from '../swap/http.ts';
import { type Implementation, startImplementation } from '../swap/implementations.ts';
import { type Attempt, openLines } from '../swap/ledger.ts';
import { openAccount } from '../swap/payments/account.ts';
import { payingWith } from '../swap/payments/acts.ts';
import { payments as component } from '../swap/payments/component.ts';
import { createRegistryDouble } from '../swap/registry-double.ts';
import { refusedOf, runDrill } from '../swap/run-drill.ts';
import { type Distribution, distributionOf } from '../swap/statistics.ts';
import { type Ground, prepareGround } from '../swap/world.ts';
import { fillPayments } from './fill.ts';

/** Requests a second that go on while a department is swapped or seeded, mixed of all that its service may ask. */
const perSecond = 300;

/** What callers notice of swaps. */
export interface SwapTimes {
  /** For how long the calls of each completed swap were held. */
  readonly held: Distribution;
  readonly swaps: number;
  readonly completed: number;
  /** Requests that were answered with a failure, and whatever a comparison afterwards found wrong. */
  readonly failed: number;
}

/** Swaps a department there and back between payments and the second implementation, under traffic. */
export async function measureSwaps(swaps: number): Promise<SwapTimes> {
  const between = ['payments', 'ledgerline'] as const;
  const options = { component, seed: 1, swaps, kills: false, perSecond, between, fsync: true, log: () => {} };
  const { rounds, failures, findings, unexpected } = await runDrill(options);
  const done = rounds.filter(({ swap }) => swap.state === 'completed');
  return {
    held: distributionOf(done.flatMap(({ swap }) => swap.barrier?.held_ms ?? [])),
    swaps,
    completed: done.length,
    failed: refusedOf({ failures }).reduce(
      (sum, [, count]) => sum + count,
      findings.length + unexpected.length,
    ),
  };
}

/** How long a successor takes to take over what there is, and what that does to the traffic meanwhile. */
export interface Seeding {
  readonly seconds: number;
  /** Changes accepted in a second while it is seeded, to those before. */
  readonly ratio: number;
  readonly p50Ms: { readonly before: number; readonly during: number };
}

/** Has an empty implementation of payments follow one that has so many, under traffic, until it has all of them. */
export async function measureSeeding(payments: number): Promise<Seeding> {
  const registry = await createRegistryDouble();
  const ground = await prepareGround({ fsync: true, log: () => {} });
  try {
    const env = { REGISTRY_JWKS: registry.jwksFile };
    const [old, next] = await Promise.all([
      startImplementation(ground, 'payments', 'blue', env),
      startImplementation(ground, 'payments', 'green', env),
    ]);
    const apiKey = await openAccount(ground, old);
    await fill(ground, old, payments);
    const order = (url: string, role: string) =>
      registry.order(url, department, { role, epoch: 1, number: 1 });
    await order(old.url, 'primary');
    await order(next.url, 'follower');
    return await measure(ground, { url: old.url, account: payingWith(apiKey) }, async () => {
      await registry.follow(next.url, department, old.url);
      const near = async () => {
        const { follow } = await registry.state(next.url, department);
        if (follow?.phase === 'failed') throw new Error(follow.error);
        return follow?.phase === 'feed' && (follow.lag_ms ?? Number.POSITIVE_INFINITY) < 1000;
      };
      await until(near, { timeoutMs: 600_000, everyMs: 200, what: 'the successor to have everything' });
    });
  } finally {
    await ground.close();
    await registry.close();
  }
}

/** Drives traffic for some seconds before, and while `work` is done. */
async function measure(
  { home }: Ground,
  to: { readonly url: string; readonly account: Account },
  work: () => Promise<void>,
): Promise<Seeding> {
  const ledger = openLines<Attempt>(join(home, 'receipts.ndjson'));
  const driver = startDriver({ ...to, seed: 1, perSecond, ledger });
  try {
    await wait(warmMs);
    const before = await during(driver, () => wait(beforeMs));
    const seeding = await during(driver, work);
    const ratio = seeding.perSecond / before.perSecond;
    return {
      seconds: seeding.seconds,
      ratio,
      p50Ms: { before: before.p50Ms, during: seeding.p50Ms },
    };
  } finally {
    await driver.stop();
    ledger.close();
  }
}

const warmMs = 4000;
const beforeMs = 10_000;

async function during(driver: Driver, work: () => Promise<unknown>) {
  const [began, accepted] = [performance.now(), driver.accepted()];
  await work();
  const ended = performance.now();
  const seconds = (ended - began) / 1000;
  const { p50 } = distributionOf(driver.latencies(began, ended));
  return { seconds, perSecond: (driver.accepted() - accepted) / seconds, p50Ms: p50 };
}

async function fill({ tokens }: Ground, { url, server }: Implementation, payments: number): Promise<void> {
  const token = await tokens.mint({ audience: 'payments', scope: 'payments:admin', department });
  const headers = { authorization: `Bearer ${token}` };
  const body = { service: 'bench', name: 'Many payments', type: 'test' };
  const root = `${url}/ashlar/v1/gateway-accounts`;
  const { id } = await expectJson<{ id: string }>(root, { headers, body });
  if (!server) throw new Error('There is no database to fill');
  await fillPayments(server.urlOf('payments'), { accountId: id, department, service: 'bench', payments });
}
