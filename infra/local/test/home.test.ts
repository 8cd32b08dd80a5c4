import { mkdtemp, readdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { emptyHome, lockHome, writePrivate } from '../src/home.ts';
import { readSecrets } from '../src/secrets.ts';
import { explain } from '../src/start-error.ts';

const newHome = () => mkdtemp(join(tmpdir(), 'ashlar-home-'));

describe('a home', () => {
  test('belongs to one copy at a time, and the second is told which process has it', async () => {
    const home = await newHome();
    const release = lockHome(home);
    expect(() => lockHome(home)).toThrow(`Another copy (process ${process.pid}) runs on ${home}`);
    release();
    lockHome(home)();
  });

  test('is free again after its copy was killed, even when another process has that number now', async () => {
    const home = await newHome();
    await writeFile(join(home, 'lock'), `${process.pid} 1`);
    lockHome(home)();
    await writeFile(join(home, 'lock'), '');
    lockHome(home)();
  });

  test('is emptied but for its lock', async () => {
    const home = await newHome();
    lockHome(home);
    await writePrivate(join(home, 'keys', 'key.json'), '{}');
    await emptyHome(home);
    expect(await readdir(home)).toEqual(['lock']);
  });

  test('keeps secrets for its owner only, and makes each once', async () => {
    const home = await newHome();
    const names = { services: ['payments'], databases: ['payments'] };
    const first = await readSecrets(home, names);
    expect(Buffer.from(first.secrets.dataKeys.payments ?? '', 'base64')).toHaveLength(32);
    expect((await stat(join(home, 'secrets.json'))).mode & 0o777).toBe(0o600);
    const more = await readSecrets(home, { services: ['payments', 'content'], databases: ['payments'] });
    expect(more.made).toBe(false);
    expect(more.secrets.gatewayKey).toBe(first.secrets.gatewayKey);
    expect(more.secrets.dataKeys.payments).toBe(first.secrets.dataKeys.payments);
    expect(more.secrets.dataKeys.content).toHaveLength(44);
  });
});

test.each([
  ['ENOSPC', 'The disk that holds /home/x is full'],
  ['EACCES', 'This user may not write to /home/x'],
])('%s is told in a sentence', (code, sentence) => {
  expect(explain(Object.assign(new Error(code), { code }), '/home/x')).toMatchObject({
    name: 'StartError',
    message: expect.stringContaining(sentence),
  });
});

test('an error that nobody foresaw comes back as it is', () => {
  const error = new Error('odd');
  expect(explain(error, '/home/x')).toBe(error);
});
