import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@ashlar/testkit';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { CompactSign, type CryptoKey, exportJWK, generateKeyPair } from 'jose';
import { row, startGatewayWith, startRouting, startUpstream } from '../fixtures.ts';

let folder: string;
let jwks: string;
let registryKey: CryptoKey;
let strangersKey: CryptoKey;
const running: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ashlar-attested-'));
  jwks = join(folder, 'jwks.json');
  const pair = await generateKeyPair('ES256');
  registryKey = pair.privateKey;
  strangersKey = (await generateKeyPair('ES256')).privateKey;
  const key = { ...(await exportJWK(pair.publicKey)), kid: 'registry', alg: 'ES256' };
  await writeFile(jwks, JSON.stringify({ keys: [key] }));
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close().catch(() => {})));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const contract_hash = 'c'.repeat(64);

/** An attestation that is as it should be, but for `change`. */
async function attestation(
  base_url: string,
  change: object = {},
  { key = registryKey, typ = 'attestation+jwt' } = {},
): Promise<string> {
  const claims = {
    iss: 'registry',
    implementation: { base_url, version: '2' },
    component: 'stub',
    profile: 'core',
    contract_hash,
    suite_hash: 's'.repeat(64),
    results: { passed: 10, failed: 0, sections: {} },
    iat: Math.floor(Date.now() / 1000),
    ...change,
  };
  return new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'ES256', typ, kid: 'registry' })
    .sign(key);
}

async function implementation(name: string): Promise<string> {
  const upstream = await startUpstream((_, response) => response.end(name));
  running.push(upstream);
  return upstream.url;
}

async function start(registryUrl: string, env: Record<string, string> = {}) {
  const gateway = await startGatewayWith({
    REGISTRY_URL: registryUrl,
    REQUIRE_ATTESTATION: 'true',
    REGISTRY_JWKS: jwks,
    ...env,
  });
  running.unshift(gateway);
  return gateway;
}

const served = (token: string) => ({ version: '2', contract_hash, attestation: token });

async function read(url: string): Promise<string> {
  const answer = await fetch(url);
  return answer.ok ? answer.text() : `${answer.status} ${((await answer.json()) as { code: string }).code}`;
}

async function readiness(url: string): Promise<{ status: string; detail: string | undefined }> {
  const answer = (await (await fetch(`${url}/health/ready`)).json()) as {
    status: string;
    checks: Record<string, { detail?: string }>;
  };
  return { status: answer.status, detail: answer.checks.entryPoints?.detail };
}

const faults: [string, RegExp, (base: string) => Promise<string | undefined>][] = [
  ['without an attestation', /it has no attestation/, async () => undefined],
  [
    'signed by a stranger',
    /its attestation is not genuine/,
    (base) => attestation(base, {}, { key: strangersKey }),
  ],
  [
    'of another type of token',
    /its attestation is not genuine/,
    (base) => attestation(base, {}, { typ: 'grant+jwt' }),
  ],
  [
    'older than a week',
    /its attestation is too old/,
    (base) => attestation(base, { iat: Math.floor(Date.now() / 1000) - 605_000 }),
  ],
  [
    'from the future',
    /its attestation is from the future/,
    (base) => attestation(base, { iat: Math.floor(Date.now() / 1000) + 600 }),
  ],
  [
    'for another contract',
    /its attestation is for another contract/,
    (base) => attestation(base, { contract_hash: 'd'.repeat(64) }),
  ],
  [
    'of another component',
    /its attestation is of another component/,
    (base) => attestation(base, { component: 'messaging' }),
  ],
  [
    'of another version',
    /its attestation is of another version/,
    (base) => attestation(base, { implementation: { base_url: base, version: '1' } }),
  ],
  ['of another address', /its attestation is of another address/, () => attestation('http://127.0.0.1:1')],
  [
    'with failed cases',
    /its attestation says that cases failed/,
    (base) => attestation(base, { results: { passed: 9, failed: 1, sections: {} } }),
  ],
];

test.each(faults)(
  'a binding %s is not taken over; the last good one serves, and it is said why',
  async (_, why, make) => {
    const [old, next] = [await implementation('old'), await implementation('next')];
    const good = row(old, 1, served(await attestation(old)));
    const registry = await startRouting([good]);
    running.push(registry);
    const gateway = await start(registry.url);
    await until(async () => (await read(`${gateway.url}/stub/`)) === 'old', { what: 'the good binding' });

    const token = await make(next);
    registry.set([row(next, 2, { version: '2', contract_hash, ...(token && { attestation: token }) })]);
    await until(async () => why.test((await readiness(gateway.url)).detail ?? ''), { what: 'the refusal' });
    expect((await readiness(gateway.url)).status).toBe('degraded');
    expect(await read(`${gateway.url}/stub/`)).toBe('old');
    expect(await (await fetch(gateway.url)).text()).toMatch(/A newer binding is refused: it/);
    const list = await (await fetch(`${gateway.url}/ashlar/v1/entry-points`)).text();
    expect(JSON.parse(list)).toMatchObject({
      entry_points: [{ epoch: 1, refused: expect.stringMatching(why) }],
    });
    expect(list).not.toContain('grant');

    registry.set([row(next, 2, served(await attestation(next)))]);
    await until(async () => (await read(`${gateway.url}/stub/`)) === 'next', {
      what: 'the attested binding',
    });
    await until(async () => (await readiness(gateway.url)).status === 'ok', { what: 'readiness to say so' });
  },
);

test('where nothing was served before, a refused binding is 503 and never called', async () => {
  const upstream = await startUpstream((_, response) => response.end('reached'));
  const registry = await startRouting([row(upstream.url, 1, { version: '2', contract_hash })]);
  running.push(upstream, registry);
  const gateway = await start(registry.url);
  await until(async () => (await read(`${gateway.url}/stub/`)) === '503 binding_refused', {
    what: 'the refusal',
  });
  await readiness(gateway.url);
  expect(upstream.seen).toEqual([]);
});

test('a binding whose keys cannot be read yet is taken over as soon as they can', async () => {
  const late = join(folder, 'late.json');
  const url = await implementation('here');
  const registry = await startRouting([row(url, 1, served(await attestation(url)))]);
  running.push(registry);
  const gateway = await start(registry.url, { REGISTRY_JWKS: late });
  await until(async () => /cannot be read/.test((await readiness(gateway.url)).detail ?? ''), {
    what: 'the refusal',
  });
  expect(await read(`${gateway.url}/stub/`)).toBe('503 binding_refused');
  await copyFile(jwks, late);
  await until(async () => (await read(`${gateway.url}/stub/`)) === 'here', {
    timeoutMs: 10_000,
    what: 'the binding to be taken over',
  });
});

test('what was admitted stays so over a restart and at a higher epoch, whatever its age; what was never checked does not', async () => {
  const url = await implementation('here');
  const stale = await attestation(url, { iat: Math.floor(Date.now() / 1000) - 605_000 });
  const registry = await startRouting([row(url, 1, served(await attestation(url)))]);
  running.push(registry);
  const cache = join(folder, 'cache.json');
  const first = await start(registry.url, { ROUTING_CACHE: cache });
  await until(async () => (await read(`${first.url}/stub/`)) === 'here', { what: 'the first binding' });
  await first.close();
  registry.set([row(url, 2, served(stale))]);
  const second = await start(registry.url, { ROUTING_CACHE: cache });
  await until(async () =>
    (await (await fetch(`${second.url}/ashlar/v1/entry-points`)).text()).includes('"epoch":2'),
  );
  expect(await read(`${second.url}/stub/`)).toBe('here');
  await second.close();

  const unchecked = join(folder, 'unchecked.json');
  const third = await start(registry.url, { ROUTING_CACHE: unchecked, REQUIRE_ATTESTATION: 'false' });
  await until(async () => (await read(`${third.url}/stub/`)) === 'here', { what: 'the unchecked binding' });
  await third.close();
  const fourth = await start(registry.url, { ROUTING_CACHE: unchecked, REQUIRE_ATTESTATION: 'stub, other' });
  await until(async () => (await read(`${fourth.url}/stub/`)) === '503 binding_refused', {
    what: 'the refusal',
  });
});
