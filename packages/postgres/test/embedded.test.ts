import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { freePort, until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/index.ts';
import { makeFolder, query } from './fixtures.ts';

let folder: string;
let port: number;
let server: EmbeddedPostgres;
beforeAll(async () => {
  folder = join(await makeFolder('embedded'), 'a folder', 'made on the way');
  port = await freePort();
  await start();
  await query(server.url, 'create table note (text text)');
});
afterAll(() => server.stop());

async function start(settings: Record<string, string> = {}): Promise<void> {
  server = await startEmbeddedPostgres({ folder, port, settings });
}

describe('a server', () => {
  test('is PostgreSQL 18 with UTF-8, a fixed order of text, UTC and the settings asked for', async () => {
    await server.stop();
    await start({ max_connections: '42' });
    const [row] = await query(
      server.url,
      `select current_setting('server_version_num')::int / 10000 as major, current_setting('server_encoding') as encoding,
              current_setting('TimeZone') as zone, current_setting('max_connections') as connections,
              (select datlocale from pg_database where datname = 'template1') as locale, 'Ä' ~ '^\\w$' and lower('Ä') = 'ä' as letters`,
    );
    expect(row).toEqual({
      major: 18,
      encoding: 'UTF8',
      zone: 'UTC',
      connections: '42',
      locale: 'C.UTF-8',
      letters: true,
    });
  });

  test('lets nobody in without the password, which only its owner may read', async () => {
    const wrong = new URL(server.url);
    wrong.password = 'guess';
    await expect(query(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    expect((await stat(join(folder, 'password'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'data'))).mode & 0o777).toBe(0o700);
  });

  test('stops in order, more than once if asked, and keeps its data', async () => {
    await query(server.url, "insert into note values ('kept')");
    await Promise.all([server.stop(), server.stop()]);
    await server.exited;
    await expect(query(server.url, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await start();
    expect(await query(server.url, 'select text from note')).toEqual([{ text: 'kept' }]);
  });

  test('that was killed starts again at once with what was committed', async () => {
    await query(server.url, "insert into note values ('before the cut')");
    server.kill();
    await start();
    expect(await query(server.url, "select count(*) as n from note where text = 'before the cut'")).toEqual([
      { n: '1' },
    ]);
  });
});

describe('what an earlier run left', () => {
  test('a pid file whose number belongs to another program by now does not stop the start', async () => {
    const file = join(folder, 'data', 'postmaster.pid');
    const text = await readFile(file, 'utf8');
    await server.stop();
    await writeFile(file, text.replace(/^\d+/, String(process.pid)));
    await start();
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('an initialisation that was cut off is started over', async () => {
    const place = await makeFolder('cut-off');
    const other = await startEmbeddedPostgres({
      folder: place,
      port: await freePort(),
      settings: { fsync: 'off' },
    });
    await other.stop();
    await rename(join(place, 'data'), join(place, 'data.new'));
    const again = await startEmbeddedPostgres({
      folder: place,
      port: await freePort(),
      settings: { fsync: 'off' },
    });
    expect(await query(again.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await again.stop();
  });

  test('a server that still runs on the folder is named and left alone', async () => {
    const second = startEmbeddedPostgres({ folder, port: await freePort() });
    await expect(second).rejects.toMatchObject({ name: 'EmbeddedPostgresError', code: 'folder_in_use' });
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('a missing or foreign password file is said, and the data stays', async () => {
    await server.stop();
    const file = join(folder, 'password');
    const password = await readFile(file, 'utf8');
    await writeFile(file, 'another');
    await expect(start()).rejects.toMatchObject({ code: 'damaged_folder' });
    await rm(file);
    await expect(start()).rejects.toMatchObject({ code: 'damaged_folder' });
    await writeFile(file, password);
    await start();
    expect(await query(server.url, "select count(*) as n from note where text = 'kept'")).toEqual([
      { n: '1' },
    ]);
  });
});

describe('a start that cannot be', () => {
  test('a taken port is named, and nothing is left running', async () => {
    const squatter = createServer();
    const taken = await freePort();
    await new Promise<void>((resolve) => squatter.listen(taken, '127.0.0.1', resolve));
    const place = await makeFolder('taken');
    const starting = startEmbeddedPostgres({ folder: place, port: taken });
    await expect(starting).rejects.toMatchObject({
      code: 'port_taken',
      message: `Port ${taken} is taken by another program; stop it or choose another port.`,
    });
    squatter.close();
  });

  test('a setting the server does not know is quoted from its own words', async () => {
    const place = await makeFolder('setting');
    const starting = startEmbeddedPostgres({
      folder: place,
      port: await freePort(),
      settings: { fsync: 'off', no_such: '1' },
    });
    await expect(starting).rejects.toMatchObject({
      code: 'failed',
      message: expect.stringContaining('unrecognized configuration parameter "no_such"'),
    });
  });
});

test('the log hears the server', async () => {
  await server.stop();
  const lines: string[] = [];
  server = await startEmbeddedPostgres({ folder, port, log: (line) => lines.push(line) });
  await until(() => lines.some((line) => line.includes('ready to accept connections')), { what: 'the line' });
});
