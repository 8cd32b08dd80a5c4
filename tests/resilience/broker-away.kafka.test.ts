import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { withPlatform } from '../journeys/platform.ts';
import { more, survives } from './crash-cases.ts';

/** How long the broker stays away. */
const AWAY_MS = 60_000;

test(
  'the broker is killed and away for a minute: payments are accepted meanwhile, and every event arrives after',
  () =>
    withPlatform('kafka', (platform, broker) =>
      survives(platform, async (_, load) => {
        if (!broker) throw new Error('this test needs a broker');
        const pid = platform.service('payments').pid;
        broker.kill();
        const [accepted] = await Promise.all([
          more(load, 500).then(() => load.ledger.accepted.length),
          wait(AWAY_MS),
        ]);
        expect(accepted).toBeGreaterThan(500);
        await broker.restart();
        expect(platform.service('payments').pid).toBe(pid);
      }),
    ),
  240_000,
);
