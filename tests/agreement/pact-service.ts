import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@ashlar/postgres';
import { freePort, prepareService } from '@ashlar/testkit';
import type { PactTarget } from './pact-verifier.ts';

/** Starts a content service in its test profile on databases of its own, with a publishing token. Throws when it does not start. */
export async function startPactService(): Promise<PactTarget & { end(): Promise<void> }> {
  const stop = await startDatabase();
  const prepared = await prepareService('content', {
    TEST_PROFILE: 'true',
    PUBLIC_URL: 'http://example.org',
  });
  const { root, issuer } = prepared;
  const service = await prepared.start();
  const admin = await issuer.mint({ audience: 'content', scope: 'content:admin', department: '*' });
  const make = async (path: string, body: object) => {
    const answer = await fetch(`${root}/ashlar/v1/publishing-applications${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (answer.status !== 201) throw new Error(`${path} answers ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Record<string, unknown>;
  };
  const { id } = await make('', { department: 'demo', service: 'pact', name: 'The pact' });
  const { token } = await make(`/${id}/tokens`, { description: 'pact' });
  return {
    baseUrl: root,
    key: String(token),
    async end() {
      await service.kill('SIGTERM');
      await prepared.end();
      await stop();
    },
  };
}

/** Starts a database server of our own, unless a test run has one. Answers how to stop it. */
async function startDatabase(): Promise<() => Promise<void>> {
  if (process.env.ASHLAR_TEST_POSTGRES_URL) return async () => undefined;
  const folder = await mkdtemp(join(tmpdir(), 'pact-'));
  process.env.ASHLAR_TEST_FOLDER = folder;
  const server = await startEmbeddedPostgres({ folder: join(folder, 'postgres'), port: await freePort() });
  process.env.ASHLAR_TEST_POSTGRES_URL = server.url;
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  };
}
