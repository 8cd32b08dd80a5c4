import { cp, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '@ashlar/postgres';
import { testSettings } from '../databases.ts';
import { freePort } from '../ports.ts';
import { makeTemporaryFolder } from '../temporary-folder.ts';
import { testRun } from './run.ts';

/** Starts the one server that a run's tests share, unless `ASHLAR_TEST_POSTGRES_URL` (a superuser's URL) names one already. */
export default async function setup(): Promise<void> {
  testRun.folder = await makeTemporaryFolder('test');
  process.env.ASHLAR_TEST_FOLDER = testRun.folder;
  if (process.env.ASHLAR_TEST_POSTGRES_URL) return;
  const folder = join(testRun.folder, 'postgres');
  await copyTemplate(folder);
  testRun.server = await startEmbeddedPostgres({ folder, port: await freePort(), settings: testSettings });
  process.env.ASHLAR_TEST_POSTGRES_URL = testRun.server.url;
}

const cache = fileURLToPath(new URL('../../../../node_modules/.cache/ashlar/', import.meta.url));

/** Copying an initialised folder is several times quicker than initialising one. */
async function copyTemplate(folder: string): Promise<void> {
  const template = join(cache, 'postgres-18-template');
  const exists = await stat(template).catch(() => undefined);
  if (!exists) await makeTemplate(template);
  await cp(template, folder, { recursive: true });
}

async function makeTemplate(template: string): Promise<void> {
  const draft = `${template}.${process.pid}`;
  const server = await startEmbeddedPostgres({
    folder: draft,
    port: await freePort(),
    settings: testSettings,
  });
  await server.stop();
  // Another run may have been quicker, and its template is as good.
  await rename(draft, template).catch(() => rm(draft, { recursive: true, force: true }));
}
