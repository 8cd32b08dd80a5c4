import assert from 'node:assert/strict';
import type { Platform } from '@ashlar/local';
import { until } from '@ashlar/testkit';
import { startBystander } from '../journeys/bystander.ts';
import { raiseLimits } from './accounts.ts';
import { type Load, startLoad } from './load.ts';
import { judge } from './verdict.ts';

const WORKERS = 8;

/** Something that goes wrong while a load runs. It answers when the fault is over. */
export type Fault = (platform: Platform, load: Load) => Promise<void>;

/**
 * Runs a load, lets `fault` happen under it, waits until the platform accepts again, and compares the driver's ledger with what exists.
 * Throws when something accepted is missing, doubled, unasked, or answered in a way no client could act on.
 */
export async function survives(platform: Platform, fault: Fault): Promise<void> {
  await raiseLimits(platform);
  const bystander = await startBystander(platform, `ledger_${crypto.randomUUID().slice(0, 8)}`);
  const { PAYMENTS_URL: url = '', PAYMENTS_API_KEY: apiKey = '' } = platform.env;
  try {
    const load = startLoad({ url, apiKey, workers: WORKERS });
    await more(load, 100);
    await fault(platform, load);
    await more(load, 100);
    const ledger = await load.stop();
    assert.deepEqual(ledger.unexpected, []);
    const { accepted, ...wrong } = await judge({ url, apiKey }, ledger, bystander);
    assert.ok(accepted >= 200);
    assert.deepEqual(wrong, { missing: [], feedWrong: [], busWrong: [], unasked: [] });
  } finally {
    await bystander.close();
  }
}

/** Waits until the load has had `count` more creations accepted than now. */
export async function more(load: Load, count: number): Promise<void> {
  const goal = load.ledger.accepted.length + count;
  await until(() => load.ledger.accepted.length >= goal, {
    timeoutMs: 60_000,
    what: `${count} more accepted creations`,
  });
}

/** `kill -9` of one service, three times, each while creations are in flight. It is restarted by the platform. */
export function killed(name: string): Fault {
  return async (platform, load) => {
    for (let round = 0; round < 3; round += 1) {
      await platform.service(name).kill('SIGKILL');
      await more(load, 50);
    }
  };
}
