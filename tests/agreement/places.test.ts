import { on, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDatabase, createTokenIssuer, freePort, spawnService } from '@ashlar/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';

/** What an entry point may say of its place; anything else is what the rules are for. */
interface Place {
  readonly port?: unknown;
  readonly host?: unknown;
  readonly prefix?: unknown;
}

/** Whether a place is good, as one of the two sides says. */
type Judge = (place: Place) => Promise<boolean>;

let registry: { judge: Judge; end(): Promise<void> };
let gateway: { judge: Judge; end(): Promise<void> };

beforeAll(async () => {
  [registry, gateway] = await Promise.all([startRegistry(), startGateway()]);
}, 60_000);

afterAll(() => Promise.all([registry?.end(), gateway?.end()]));

// One entry point that a gateway does not understand keeps every later change from it: the registry must not take such a one.
test.each<Place>([
  { port: 1 },
  { port: 65_536 },
  { port: '8081' },
  { port: 8081.5 },
  { port: 8081, host: 'pay.example' },
  {},
  { host: 'pay.example' },
  { host: 'Pay.example' },
  { host: 'pay.example.' },
  { host: 'pay.example:80' },
  { host: '127.0.0.1' },
  { host: '127.0.0.1.example' },
  { host: 'localhost' },
  { host: '' },
  { prefix: '/' },
  { prefix: '/pay' },
  { prefix: '/pay/' },
  { prefix: '/a//b' },
  { prefix: '/a/../b' },
  { prefix: '/.well-known' },
  { prefix: '/%70ay' },
  { prefix: '/ashlar' },
  { prefix: '/ashlar-too' },
  { prefix: '/Ashlar' },
  { prefix: '/health/live' },
  { prefix: '/metrics' },
  { prefix: '/docs/x' },
  { prefix: '/openapi.json' },
  { prefix: '/assets' },
  { prefix: '/contracts' },
  { prefix: '/events/x' },
])('the registry and a gateway agree on the place %j', async (place) => {
  expect(await registry.judge(place)).toBe(await gateway.judge(place));
});

test('they agree on places that nobody thought of', async () => {
  await fc.assert(
    fc.asyncProperty(place, async (one) => {
      expect(await registry.judge(one)).toBe(await gateway.judge(one));
    }),
    { numRuns: 60 },
  );
});

const part = fc.oneof(
  fc.constantFrom(
    'ashlar',
    'health',
    'docs',
    'assets',
    'events',
    'pay',
    '..',
    '.',
    '%2e',
    '',
    'A',
    'openapi.json',
  ),
  fc.string({ minLength: 1, maxLength: 4 }),
);
const port = fc.oneof(fc.integer({ min: 20_000, max: 65_535 }), fc.integer(), fc.double(), fc.string());
const host = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6(), fc.string({ maxLength: 8 }), fc.constant(null));
const prefix = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => `/${parts.join('/')}`);
const place: fc.Arbitrary<Place> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ prefix }) },
  { weight: 2, arbitrary: fc.record({ host }) },
  { weight: 2, arbitrary: fc.record({ port }) },
  { weight: 1, arbitrary: fc.record({ port, host, prefix }, { requiredKeys: [] }) },
);

const entryPoint = { component: 'stub', department: '*' };

/** A registry, which says what it thinks of a place by 201 or a refusal. */
async function startRegistry() {
  const [database, bus, issuer, port] = await Promise.all([
    createDatabase('registry'),
    createDatabase('bus'),
    createTokenIssuer(),
    freePort(),
  ]);
  const url = `http://127.0.0.1:${port}`;
  const running = await spawnService({
    folder: 'services/registry',
    env: {
      PORT: String(port),
      DATABASE_URL: database.url,
      BUS_URL: bus.url,
      OAUTH_ISSUER: issuer.issuer,
      OAUTH_JWKS: issuer.jwksFile,
      DATA_KEY: Buffer.alloc(32, 7).toString('base64'),
    },
    readyUrl: `${url}/health/ready`,
  });
  const token = await issuer.mint({ audience: 'registry', scope: 'registry:admin', department: '*' });
  const ask = (method: string, path: string, body?: object) =>
    fetch(`${url}/ashlar/v1/entry-points${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  return {
    async judge(one: Place) {
      const answer = await ask('POST', '', { ...entryPoint, name: 'PLACE', ...one });
      const { id } = (await answer.json()) as { id?: string };
      expect([201, 400, 422]).toContain(answer.status);
      if (answer.status === 201) expect((await ask('DELETE', `/${id}`)).status).toBe(204);
      return answer.status === 201;
    },
    async end() {
      await running.kill('SIGTERM');
      await Promise.all([database.drop(), bus.drop(), issuer.close()]);
    },
  };
}

/**
 * A gateway behind a registry of the test's own, which tells it any table. What the gateway thinks of it shows in the version that it asks for next: the new
 * one, or still the one before.
 */
async function startGateway() {
  const server = createServer();
  const requests = on(server, 'request');
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const port = await freePort();
  const running = await spawnService({
    folder: 'services/gateway',
    env: {
      PORT: String(port),
      REGISTRY_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      GATEWAY_KEY: 'a-gateway-key-for-tests',
      LOG_LEVEL: 'silent',
    },
    readyUrl: `http://127.0.0.1:${port}/health/live`,
  });
  const nextRequest = async () => {
    const { value } = await requests.next();
    return value as [IncomingMessage, ServerResponse];
  };
  let [, waiting] = await nextRequest();
  let version = 0;
  const takes = async (entryPoints: readonly object[]) => {
    version += 1;
    waiting.setHeader('content-type', 'application/json');
    waiting.end(JSON.stringify({ version, entry_points: entryPoints }));
    const [request, response] = await nextRequest();
    waiting = response;
    return new URL(request.url ?? '', 'http://registry').searchParams.get('after') === String(version);
  };
  return {
    async judge(one: Place) {
      const upstream = 'http://127.0.0.1:9';
      const taken = await takes([{ ...entryPoint, id: '1', name: 'PLACE', upstream, ...one }]);
      expect(await takes([])).toBe(true);
      return taken;
    },
    async end() {
      await running.kill('SIGKILL');
      server.closeAllConnections();
      server.close();
    },
  };
}
