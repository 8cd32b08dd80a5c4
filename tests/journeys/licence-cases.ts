import assert from 'node:assert/strict';
import type { Platform } from '@ashlar/local';
import { applyForALicence, type Outcome } from './apply-for-a-licence.ts';
import { startBystander } from './bystander.ts';
import type { Hands } from './citizens.ts';
import { withPlatform } from './platform.ts';
import { heardByBystander, namedInLogs } from './traces.ts';

/**
 * Runs the journey on a platform of its own where nothing goes wrong, beside another component on the bus: each thing happens once, and each
 * step's trace is in the logs of the services that took part and on the events that the other component got.
 */
export async function journeyOn(bus: 'postgres' | 'kafka', hands: Hands): Promise<void> {
  const run = async (platform: Platform, _broker: unknown, home: string) => {
    const bystander = await startBystander(platform, 'bystander', ['content', 'payments', 'messaging']);
    try {
      const outcome = await applyForALicence({ env: platform.env, hands, tell: () => {} });
      assert.equal(outcome.detours, 0, 'the citizen had to try again');
      wentOnce(outcome);
      await heardByBystander(bystander, outcome.changes);
      await namedInLogs(home, outcome.steps);
    } finally {
      await bystander.close();
    }
  };
  // The gateway tells of what it forwarded at this level only.
  await withPlatform(bus, run, { LOG_LEVEL: 'debug' });
}

function wentOnce({ mails, texts }: Outcome): void {
  assert.deepEqual(
    [...mails, ...texts].map(({ type, arrived_by, copies }) => [type, arrived_by, copies]),
    [
      ['email', 'smtp', 1],
      ['sms', 'sandbox', 1],
    ],
  );
}
