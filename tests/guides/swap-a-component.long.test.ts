import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningPlatform, startOne } from '../journeys/platform.ts';
import { carryOut, stepsOf } from './guide.ts';

const repository = new URL('../..', import.meta.url).pathname;
const guide = async (name: string) => stepsOf(await readFile(join(repository, 'docs/guides', name), 'utf8'));
let running: RunningPlatform;
let folder: string;

beforeAll(async () => {
  running = await startOne('postgres');
  folder = await mkdtemp(join(tmpdir(), 'ashlar-guide-'));
  await lookLikeWorkspace();
}, 60_000);

afterAll(async () => {
  // A guide that was carried out to its end has stopped it itself.
  const left = Number(await readFile(join(folder, 'green.pid'), 'utf8').catch(() => Number.NaN));
  if (left > 0) await endProcess(left);
  await running?.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

/** What a reader's workspace has of what the guide names, without what the guide leaves in it: the second implementation, a platform's folder, `node` and `pnpm ashlar`. */
async function lookLikeWorkspace(): Promise<void> {
  await symlink(join(repository, 'tests'), join(folder, 'tests'));
  await symlink(running.home, join(folder, '.ashlar'));
  const bin = join(folder, 'node_modules/.bin');
  await mkdir(bin, { recursive: true });
  await symlink(process.execPath, join(bin, 'node'));
  const pnpm = `#!/bin/sh\n[ "$1 $2" = '-s ashlar' ] && shift 2 && exec node ${join(repository, 'infra/local/src/cli.ts')} "$@"\nexit 9\n`;
  await writeFile(join(bin, 'pnpm'), pnpm);
  await chmod(join(bin, 'pnpm'), 0o755);
}

async function endProcess(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

test('an operator who carries out swap-a-component.md has swapped a department and gone back', async () => {
  const steps = await guide('swap-a-component.md');
  expect(steps.filter(({ kind }) => kind === 'run').length).toBeGreaterThanOrEqual(10);
  const payer = (await guide('first-payment.md')).filter((step) => step.kind === 'write');
  const { env } = running.platform;
  await carryOut([...payer, ...steps], folder, { ...env, ASHLAR_HOME: running.home });
}, 180_000);
