import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, until } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
const blocks = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, code = '']) => code);
const entry = fileURLToPath(new URL('../src/main.ts', import.meta.url));

test('the README shows a gateway that stands alone, and one that follows a registry', () => {
  expect(blocks.map((block) => /\b(ENTRY_POINTS|REGISTRY_URL)=/.exec(block)?.[1])).toEqual([
    'ENTRY_POINTS',
    'REGISTRY_URL',
  ]);
});

test.each(blocks)('what the README shows starts a gateway: %#', async (block) => {
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-readme-'));
  const port = await freePort();
  const ports = { PORT: port, entry: await freePort() };
  const commands = block
    .replace('PORT=8080', `PORT=${ports.PORT}`)
    .replace('port: 8081', `port: ${ports.entry}`)
    .replace(/(\S+=\S+ )*node src\/main\.ts/, (start) => `exec env ${start.replace('src/main.ts', entry)}`);
  const env = { PATH: process.env.PATH, LOG_LEVEL: 'warn' };
  const child = spawn('sh', ['-euc', commands], { cwd: folder, env, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    const isLive = () =>
      fetch(`http://127.0.0.1:${port}/health/live`).then(
        ({ ok }) => ok,
        () => false,
      );
    await until(isLive, { timeoutMs: 20_000, what: 'the gateway to answer' });
    const index = await fetch(`http://127.0.0.1:${port}/`);
    expect(index.status).toBe(200);
  } finally {
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
});
