import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDatabase } from '@ashlar/postgres';
import { freePort } from '@ashlar/testkit';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startPlatform } from '../src/index.ts';
import { requireKafka, requirePostgres } from '../src/own-servers.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'ashlar-own-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

describe("a platform on one's own servers", () => {
  test('says that no broker answers, before it starts anything', async () => {
    const broker = `127.0.0.1:${await freePort()}`;
    const lines: string[] = [];
    const port = await freePort();
    const log = (line: string) => lines.push(line);
    const starting = startPlatform({ home, port, bus: 'kafka', kafkaBrokers: [broker], log });
    await expect(starting).rejects.toThrow(
      `No Kafka broker answers at ${broker}; start one with pnpm kafka, or correct KAFKA_BROKERS.`,
    );
    expect(lines).toEqual([]);
    expect(await readdir(home)).toEqual([]);
  });

  test('goes on when one of the brokers answers', async () => {
    const server = createServer((socket) => socket.end());
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    await requireKafka([`127.0.0.1:${await freePort()}`, `127.0.0.1:${port}`]);
    await new Promise((resolve) => server.close(resolve));
  });

  test('says that no PostgreSQL answers, and leaves the password out', async () => {
    const port = await freePort();
    await expect(requirePostgres(`postgres://admin:secret@127.0.0.1:${port}/postgres`)).rejects.toThrow(
      `The server of ASHLAR_POSTGRES_URL cannot be used (connect ECONNREFUSED 127.0.0.1:${port}); start it, or correct the address.`,
    );
  });

  test('says that a user may not make databases', async () => {
    const adminUrl = process.env.ASHLAR_TEST_POSTGRES_URL ?? '';
    await requirePostgres(adminUrl);
    const url = await ensureDatabase(adminUrl, { name: 'ordinary_user', password: 'p' });
    await expect(requirePostgres(url)).rejects.toThrow('CREATEROLE and CREATEDB');
  });

  test('says that its folder is a file', async () => {
    const file = join(home, 'file');
    await writeFile(file, '');
    for (const folder of [file, join(file, 'below')]) {
      const starting = startPlatform({ home: folder, port: await freePort(), log: () => {} });
      await expect(starting).rejects.toThrow(`${folder} is not a folder; choose another with ASHLAR_HOME.`);
    }
  });
});
