import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';
import { withPlatform } from '../journeys/platform.ts';
import { carryOut, stepsOf } from './guide.ts';

test('a department that carries out “Receive webhooks” hears of its payments', async () => {
  const guide = await readFile(new URL('../../docs/guides/receive-webhooks.md', import.meta.url), 'utf8');
  const steps = stepsOf(guide);
  expect(steps.filter((step) => step.kind === 'run').length).toBeGreaterThan(5);
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-guide-'));
  try {
    await withPlatform('postgres', async (platform) => {
      const ask = { scope: 'payments:admin', audience: 'payments', department: 'demo' };
      const env = {
        ...platform.env,
        TOKEN: await platform.token(ask),
        RECEIVER_PORT: String(await freePort()),
      };
      await carryOut(steps, folder, env);
    });
    const heard = (await readFile(join(folder, 'receiver.log'), 'utf8')).trim().split('\n');
    // The message that was sent again was passed over.
    expect(heard.map((line) => line.split(' ')[0])).toEqual([
      'listening',
      'card_payment_captured',
      'card_payment_failed',
      'card_payment_expired',
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
