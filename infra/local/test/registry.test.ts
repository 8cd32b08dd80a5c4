import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, until } from '@ashlar/testkit';
import { expect, test } from '@jest/globals';
import { type Platform, startPlatform } from '../src/index.ts';

const declared = new URL('../services.yaml', import.meta.url);

test('each start brings the registry to what is declared, and leaves what people added or rebound', async () => {
  const home = await mkdtemp(join(tmpdir(), 'ashlar-registry-'));
  const port = await freePort();
  const start = (servicesFile?: string) =>
    startPlatform({ home, port, log: () => {}, ...(servicesFile && { servicesFile }) });
  const first = await start();
  const seeded = await audit(first);
  expect(seeded.length).toBeGreaterThan(10);
  const entries = (await call(first, 'GET', 'entry-points')).entry_points as { name: string }[];
  expect(entries.map(({ name }) => name)).toContain('MESSAGING_URL');
  // The routing is for gateways, and not for whoever comes through one.
  expect((await fetch(`${first.env.REGISTRY_URL}/ashlar/v1/routing`)).status).toBe(401);

  // What can be swapped can be swapped back to.
  const ours = (await call(first, 'GET', 'implementations?component=payments')).implementations;
  expect(ours).toEqual([
    expect.objectContaining({ profile: 'full', key_thumbprint: expect.stringMatching(/^[\w-]{43}$/) }),
  ]);

  // A person adds an entry point, and another implementation for the default of messaging.
  const own = await freePort();
  await call(first, 'POST', 'entry-points', {
    name: 'MINE',
    component: 'payments',
    department: 'demo',
    port: own,
  });
  const other = {
    component: 'messaging',
    name: 'other',
    version: '2',
    base_url: first.serviceUrl('messaging'),
  };
  const { id } = await call(first, 'POST', 'implementations', other);
  await call(first, 'PUT', 'bindings/messaging/*', { implementation_id: id, expected_epoch: 1 });
  await until(() => answers(`http://127.0.0.1:${own}/health/live`), { what: 'the new port to answer' });
  await first.stop();

  const second = await start();
  expect((await audit(second)).length).toBe(seeded.length + 3);
  expect((await call(second, 'GET', 'bindings/messaging/*')).implementation_id).toBe(id);
  expect(await answers(`http://127.0.0.1:${own}/health/live`)).toBe(true);
  await second.stop();

  const fewer = join(home, 'fewer.yaml');
  const text = await readFile(declared, 'utf8');
  await writeFile(fewer, text.replace(/^.*PAYMENTS_OTHER_URL.*\n/m, ''));
  const third = await start(fewer);
  const left = (await call(third, 'GET', 'entry-points')).entry_points as { name: string }[];
  expect(left.map(({ name }) => name)).not.toContain('PAYMENTS_OTHER_URL');
  expect(left.map(({ name }) => name)).toContain('MINE');
  const departments = (await call(third, 'GET', 'departments')).departments as { id: string }[];
  expect(departments.map((one) => one.id)).toEqual(['demo']);
  await third.stop();
  await rm(home, { recursive: true, force: true });
}, 120_000);

async function call(platform: Platform, method: string, path: string, body?: object) {
  const token = await platform.token({ scope: 'registry:admin' });
  const answer = await fetch(`${platform.env.REGISTRY_URL}/ashlar/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path} answers ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}

async function audit(platform: Platform): Promise<unknown[]> {
  return (await call(platform, 'GET', 'audit?limit=500')).entries as unknown[];
}

async function answers(url: string): Promise<boolean> {
  const answer = await fetch(url).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.status === 200;
}
