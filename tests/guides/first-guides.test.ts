import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningPlatform, startOne } from '../journeys/platform.ts';
import { carryOut, stepsOf } from './guide.ts';

let running: RunningPlatform;
let folder: string;

beforeAll(async () => {
  running = await startOne('postgres');
  folder = await mkdtemp(join(tmpdir(), 'ashlar-guide-'));
  // What a reader installs.
  await mkdir(join(folder, 'node_modules'));
  const installed = fileURLToPath(new URL('../node_modules/openid-client', import.meta.url));
  await symlink(installed, join(folder, 'node_modules/openid-client'));
}, 60_000);

afterAll(async () => {
  await running?.stop();
  await rm(folder, { recursive: true, force: true });
});

// In the order in which a newcomer reads them, in one folder: later ones use what the first one writes.
test.each([
  ['first-payment.md', 7],
  ['take-refunds.md', 7],
  ['payment-links.md', 7],
  ['switch-provider.md', 8],
  ['test-in-ci.md', 2],
  ['send-your-first-message.md', 7],
  ['register-your-service.md', 5],
  ['test-your-sign-in.md', 2],
  ['define-a-document-type.md', 8],
  ['rotate-keys.md', 5],
  ['plug-in-an-identity-provider.md', 9],
])(
  'a newcomer who carries out %s gets where it says',
  async (name, least) => {
    const steps = stepsOf(await readFile(new URL(`../../docs/guides/${name}`, import.meta.url), 'utf8'));
    expect(steps.length).toBeGreaterThanOrEqual(least);
    const ask = { scope: 'payments:admin', audience: 'payments', department: 'demo' };
    await carryOut(steps, folder, { ...running.platform.env, TOKEN: await running.platform.token(ask) });
  },
  60_000,
);
