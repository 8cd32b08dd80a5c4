import assert from 'node:assert/strict';
import { until } from '@ashlar/testkit';
import { type Load, startLoad } from './load.ts';
import { type Part, setStage } from './stage.ts';

/**
 * Sends a hundred messages a second while each of these is killed once, in this order, and compares what was accepted with what the carriers got. Between two
 * kills the load waits until what was accepted has arrived: a mail with two unknown outcomes is not sent a third time, and might be lost for that.
 */
export async function survives(parts: readonly Part[]): Promise<void> {
  const stage = await setStage();
  try {
    const load = startLoad(stage.root, stage.account, 100);
    await more(load, 100);
    for (const part of parts) {
      await stage.kill(part);
      await more(load, 50);
      await load.pausedFor(() => stage.delivered(load));
    }
    await load.stop();
    assert.deepEqual(load.unexpected, []);
    await stage.delivered(load);
    await stage.verify(load);
  } finally {
    await stage.end();
  }
}

async function more(load: Load, count: number): Promise<void> {
  const goal = load.accepted.length + count;
  await until(() => load.accepted.length >= goal, { timeoutMs: 60_000, what: `${count} more accepted` });
}
