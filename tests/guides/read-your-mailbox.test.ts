import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { withPlatform } from '../journeys/platform.ts';
import { carryOut, stepsOf } from './guide.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));

test('a department that carries out “Read your mailbox” holds evidence of what was read and replied', async () => {
  const guide = await readFile(join(repository, 'docs/guides/read-your-mailbox.md'), 'utf8');
  const steps = stepsOf(guide);
  expect(steps.filter(({ kind }) => kind === 'run').length).toBeGreaterThanOrEqual(8);
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-guide-'));
  try {
    await lookLikeWorkspace(folder);
    await withPlatform('postgres', async ({ env }, _broker, home) => {
      await carryOut(steps, folder, { ...env, ASHLAR_HOME: home });
    });
    const events = (await readFile(join(folder, 'events'), 'utf8')).trim().split('\n');
    expect(events.map((line) => line.split(' ')[0]).filter((event) => event !== 'notice_sent')).toEqual([
      'submitted',
      'delivered',
      'opened',
      'replied',
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);

/** What a reader's workspace has of what the guide names: `node`, and two of the commands. */
async function lookLikeWorkspace(folder: string): Promise<void> {
  const bin = join(folder, 'node_modules/.bin');
  await mkdir(bin, { recursive: true });
  const commands = [
    ['ashlar', 'infra/local/src/cli.ts'],
    ['messaging:verify-evidence', 'services/messaging/src/verify-evidence.ts'],
  ].map(
    ([name, file = '']) =>
      `[ "$1 $2" = '-s ${name}' ] && shift 2 && exec ${process.execPath} ${join(repository, file)} "$@"\n`,
  );
  await writeFile(join(bin, 'pnpm'), `#!/bin/sh\n${commands.join('')}exit 9\n`);
  await writeFile(join(bin, 'node'), `#!/bin/sh\nexec ${process.execPath} "$@"\n`);
  await Promise.all(['pnpm', 'node'].map((name) => chmod(join(bin, name), 0o755)));
}
