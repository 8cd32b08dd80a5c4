import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { carryOut, copyWorkspace, stepsOf } from './guide.ts';

// One copy for all, as a reader who follows them one after another has: what was compiled once is there.
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ashlar-guide-'));
  await copyWorkspace(folder);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test.each([
  ['add-an-operation.md', 'has a new operation whose test passes'],
  ['add-a-carrier.md', 'sends a text message by a carrier that was not there before'],
  ['add-a-payment-provider.md', 'takes a payment at a provider that was not there before'],
])(
  'a reader who carries out %s %s',
  async (name) => {
    const guide = await readFile(new URL(`../../docs/guides/${name}`, import.meta.url), 'utf8');
    const steps = stepsOf(guide);
    expect(steps.map((step) => step.kind)).toEqual(expect.arrayContaining(['insert', 'write', 'run']));
    await carryOut(steps, folder);
  },
  180_000,
);
