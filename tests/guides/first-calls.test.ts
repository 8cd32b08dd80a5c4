import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningPlatform, startOne } from '../journeys/platform.ts';

const run = promisify(execFile);
let running: RunningPlatform;

beforeAll(async () => {
  running = await startOne('postgres');
}, 60_000);

afterAll(() => running?.stop());

// What each README gives a newcomer to type, and what its output must say.
test.each([
  ['payments', 'PAYMENTS_URL', { amount: 1450, state: { status: 'created', finished: false } }],
  ['messaging', 'MESSAGING_URL', { content: { subject: 'Your fishing licence, Izaak' } }],
  ['content', 'CONTENT_URL', { title: 'Catch returns', document_type: 'answer', locale: 'en' }],
])('the first call of the README of %s works as it is written', async (name, variable, outcome) => {
  const folder = fileURLToPath(new URL(`../../services/${name}/`, import.meta.url));
  const readme = await readFile(`${folder}README.md`, 'utf8');
  const blocks = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, code = '']) => code);
  const [call = '', ...others] = blocks.filter((code) => code.includes(variable));
  expect(others).toEqual([]);
  const { stdout } = await run('sh', ['-euc', call], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...running.platform.env },
  });
  expect(JSON.parse(stdout)).toMatchObject(outcome);
});
