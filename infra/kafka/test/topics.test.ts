import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readTopics } from '../src/topics.ts';

describe('the declared topics', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ashlar-topics-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function read(text: string) {
    const file = join(folder, 'topics.yaml');
    await writeFile(file, text);
    return readTopics(pathToFileURL(file));
  }

  test('of this platform can be read', async () => {
    const names = (await readTopics()).map(({ name }) => name);
    expect(names).toContain('ashlar.payments.v1');
  });

  test.each([
    ['topics: no', /a list named topics/],
    ['topics: [{ name: "a b", partitions: 1, retentionDays: 1 }]', /topic 1 needs a name/],
    ['topics: [{ name: a, partitions: 0, retentionDays: 1 }]', /a needs partitions/],
    ['topics: [{ name: a, partitions: 1 }]', /a needs retentionDays/],
  ])('must be whole: %s', async (text, complaint) => {
    await expect(read(text)).rejects.toThrow(complaint);
  });
});
