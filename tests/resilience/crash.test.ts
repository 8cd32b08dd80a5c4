import { expect, test } from '@jest/globals';
import { withPlatform } from '../journeys/platform.ts';
import { killed, more, survives } from './crash-cases.ts';
import { closeBusDatabase } from './outages.ts';

const TIMEOUT_MS = 180_000;

test.each(['payments', 'gateway'])(
  '%s is killed three times under load: nothing accepted is lost or doubled',
  (name) => withPlatform('postgres', (platform) => survives(platform, killed(name))),
  TIMEOUT_MS,
);

test(
  'PostgreSQL is killed under load: callers are told when to come back, and no service is restarted',
  () =>
    withPlatform('postgres', async (platform) => {
      const before = platform.service('payments').pid;
      await survives(platform, async ({ postgres, env }, load) => {
        if (!postgres) throw new Error('this test needs the embedded server');
        postgres.kill();
        const answer = await fetch(`${env.PAYMENTS_URL}/v1/payments/${'0'.repeat(26)}`, {
          headers: { authorization: `Bearer ${env.PAYMENTS_API_KEY}` },
        });
        expect(answer.status).toBe(503);
        expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
        await postgres.restart();
        await more(load, 100);
      });
      expect(platform.service('payments').pid).toBe(before);
    }),
  TIMEOUT_MS,
);

test(
  'the bus is away: payments are accepted meanwhile, and every event arrives after',
  () =>
    withPlatform('postgres', (platform) =>
      survives(platform, async ({ adminUrl }, load) => {
        const bringBack = await closeBusDatabase(adminUrl);
        await more(load, 500);
        await bringBack();
      }),
    ),
  TIMEOUT_MS,
);
