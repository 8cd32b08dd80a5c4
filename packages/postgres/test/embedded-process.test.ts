import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort, until } from '@ashlar/testkit';
import { afterEach, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../src/index.ts';
import { makeFolder, query } from './fixtures.ts';

const isRoot = process.getuid?.() === 0;
const starters: ChildProcess[] = [];
afterEach(() => {
  for (const starter of starters.splice(0)) starter.kill('SIGKILL');
});

/** Starts a server from a process of its own, which on SIGINT first runs a statement and then stops the server. */
async function startElsewhere(folder: string, options: { path?: string; uid?: number; gid?: number } = {}) {
  const { path = process.env.PATH, ...account } = options;
  const port = await freePort();
  const script = join(import.meta.dirname, 'embedded-starter.ts');
  const starter = spawn(process.execPath, [script, folder, String(port)], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: path },
    ...account,
  });
  starters.push(starter);
  const lines: string[] = [];
  createInterface({ input: starter.stdout }).on('line', (line) => lines.push(line));
  const url = await until(() => lines.find((line) => line.startsWith('postgres://')), {
    what: 'the server',
    timeoutMs: 30_000,
  });
  return { starter, port, url, lines };
}

test('a server ends with the process that started it', async () => {
  const folder = await makeFolder('orphan');
  const { starter, url, port } = await startElsewhere(folder);
  await query(url, 'create table note (text text)');

  starter.kill('SIGKILL');

  await until(() => query(url, 'select 1').catch((error) => error.code === 'ECONNREFUSED'), {
    what: 'the server to end',
  });
  const server = await startEmbeddedPostgres({ folder, port });
  expect(await query(server.url, 'select count(*) as n from note')).toEqual([{ n: '0' }]);
  await server.stop();
});

test('one that could not be told to do so is shut down by the next start', async () => {
  const folder = await makeFolder('left');
  const { starter, url, port } = await startElsewhere(folder, {
    path: await makeTools(['unshare', 'chown', 'true']),
  });
  const idle = new Client({ connectionString: url });
  idle.on('error', () => {});
  const farewell = once(idle, 'error');
  await idle.connect();
  await idle.query('create table note (text text)');

  starter.kill('SIGKILL');
  await once(starter, 'exit');
  const server = await startEmbeddedPostgres({ folder, port });

  expect((await farewell)[0]).toMatchObject({ code: '57P01' });
  expect(await query(server.url, 'select count(*) as n from note')).toEqual([{ n: '0' }]);
  await server.stop();
});

test('Ctrl-C reaches the starter and not the server, which works until it is stopped', async () => {
  const { starter, url, lines } = await startElsewhere(await makeFolder('ctrl-c'));

  process.kill(-(starter.pid ?? 0), 'SIGINT');

  expect(await once(starter, 'close')).toEqual([0, null]);
  expect(lines).toContain('drained: 1');
  await expect(query(url, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('an ordinary user starts one too', async () => {
  // The run's own folder lets nobody else pass.
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-ordinary-'));
  await chmod(folder, 0o777);
  const account = isRoot ? { uid: 65534, gid: 65534 } : {};
  const { starter, url } = await startElsewhere(folder, account);
  expect((await stat(join(folder, 'data'))).uid).toBe(account.uid ?? process.getuid?.());
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  starter.kill('SIGINT');
  await once(starter, 'close');
  await rm(folder, { recursive: true });
});

test('root starts one where user namespaces are forbidden, on data made where they are not, and the other way round', async () => {
  const folder = await makeFolder('container');
  const { PATH } = process.env;
  const start = async () =>
    startEmbeddedPostgres({ folder, port: await freePort(), settings: { fsync: 'off' } });
  const first = await start();
  await query(first.url, 'create table note (text text)');
  await first.stop();
  const tools = await makeTools(['setpriv', 'chown', 'true']);
  try {
    process.env.PATH = tools;
    const second = await start();
    expect(await query(second.url, 'select count(*) as n from note')).toEqual([{ n: '0' }]);
    await second.stop();
    if (isRoot) expect((await stat(join(folder, 'data'))).uid).toBe(65534);
  } finally {
    process.env.PATH = PATH;
  }
  const third = await start();
  expect(await query(third.url, 'select count(*) as n from note')).toEqual([{ n: '0' }]);
  await third.stop();
});

/** A folder for PATH with only these of the system's programs. */
async function makeTools(names: string[]): Promise<string> {
  const folder = await makeFolder('tools');
  for (const name of names) await symlink(`/usr/bin/${name}`, join(folder, name));
  return folder;
}
