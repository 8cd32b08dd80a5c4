import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { carryOut, copyWorkspace, stepsOf } from './guide.ts';

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
    const folder = await mkdtemp(join(tmpdir(), 'ashlar-guide-'));
    try {
      await copyWorkspace(folder);
      await carryOut(steps, folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  180_000,
);
