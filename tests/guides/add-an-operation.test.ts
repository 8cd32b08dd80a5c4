import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { carryOut, copyWorkspace, stepsOf } from './guide.ts';

test('a reader who carries out “Add an operation” has a new operation whose test passes', async () => {
  const guide = await readFile(new URL('../../docs/guides/add-an-operation.md', import.meta.url), 'utf8');
  const steps = stepsOf(guide);
  expect(steps.map((step) => step.kind)).toEqual(expect.arrayContaining(['insert', 'write', 'run']));
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-guide-'));
  try {
    await copyWorkspace(folder);
    await carryOut(steps, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 180_000);
