import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { freePort, spawnService, until } from '../src/index.ts';
import { makeTemporaryFolder } from '../src/temporary-folder.ts';

const main = `
import { createServer } from 'node:http';
console.log('hello from', process.env.NAME);
createServer((_, response) => response.end('ok')).listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => { console.log('drained'); process.exit(0); });
`;

test('a service is up when its address answers, and its output is at hand', async () => {
  const port = await freePort();
  const readyUrl = `http://127.0.0.1:${port}/`;
  const service = await spawnService({
    folder: await serviceFolder(main),
    env: { PORT: String(port), NAME: 'a test' },
    readyUrl,
  });

  expect((await fetch(readyUrl)).status).toBe(200);
  expect(service.output()).toContain('hello from a test');
  await service.kill('SIGTERM');
  expect(service.output()).toContain('drained');
  await until(
    () =>
      fetch(readyUrl).then(
        () => false,
        () => true,
      ),
    { what: 'the address to be closed' },
  );
});

test('a service that ends at once rejects with what it printed', async () => {
  const folder = await serviceFolder("console.error('DATABASE_URL is missing'); process.exit(1);");

  const starting = spawnService({ folder, env: {}, readyUrl: `http://127.0.0.1:${await freePort()}/` });

  await expect(starting).rejects.toThrow('DATABASE_URL is missing');
});

async function serviceFolder(source: string): Promise<string> {
  const folder = await makeTemporaryFolder('service');
  await mkdir(join(folder, 'src'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await writeFile(join(folder, 'src/main.ts'), source);
  return relative(resolve(import.meta.dirname, '../../..'), folder);
}
