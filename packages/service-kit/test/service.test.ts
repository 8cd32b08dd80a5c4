import { once } from 'node:events';
import { connect } from 'node:net';
import { until } from '@ashlar/testkit';
import { describe, expect, test } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { addressOf, type HealthCheck } from '../src/index.ts';
import { fixtureConfig, fixtureHandlers, fixtureService, portOf } from './fixtures/service.ts';

const gatewayKey = 'a-gateway-key-of-32-characters!!';
const stones = '/ashlar/v1/stones';

describe('where a request came from', () => {
  const forwarded = {
    'x-forwarded-host': 'pay.example.gov',
    'x-forwarded-proto': 'https',
    'x-forwarded-prefix': '/payments',
    'x-forwarded-for': '192.0.2.1',
    'ashlar-department': 'demo',
  };
  const seen = (request: FastifyRequest) => ({
    publicUrl: request.publicUrl,
    department: request.entryDepartment ?? null,
    forwarded: Object.keys(request.headers).filter((name) => /^x-forwarded|^ashlar/.test(name)),
  });
  const service = (changes = {}) =>
    fixtureService({
      config: fixtureConfig({ gatewayKey, ...changes }),
      handlers: { ...fixtureHandlers, listStones: seen },
    });

  test('is believed from the gateway, whose key goes no further', async () => {
    const { app } = await service();
    const headers = { ...forwarded, 'ashlar-gateway': gatewayKey };
    expect((await app.inject({ url: stones, headers })).json()).toEqual({
      publicUrl: 'https://pay.example.gov/payments',
      department: 'demo',
      forwarded: Object.keys(forwarded),
    });
  });

  test.each([
    ['192.0.2.1, 10.0.0.9', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:aaaa::1', '2001:db8:1:2::/64'],
    ['2001:0DB8:1:2:bbbb:cccc:dddd:1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['unknown', 'unknown'],
  ])('from %s counts as from %s', async (from, expected) => {
    const handlers = { ...fixtureHandlers, listStones: addressOf };
    const { app } = await fixtureService({ config: fixtureConfig({ gatewayKey }), handlers });
    const headers = { 'x-forwarded-for': from, 'ashlar-gateway': gatewayKey };
    expect((await app.inject({ url: stones, headers })).body).toBe(expected);
  });

  test.each([
    ['no key', {}],
    ['a wrong key', { 'ashlar-gateway': 'a-gateway-key-of-32-characters!?' }],
  ])('is ignored and taken out with %s', async (_what, extra) => {
    const { app } = await service();
    const headers = { ...forwarded, ...extra, host: 'evil.example' };
    const reply = (await app.inject({ url: stones, headers })).json();
    expect(reply).toEqual({
      publicUrl: expect.stringMatching(/^http:\/\/localhost/),
      department: null,
      forwarded: [],
    });
  });

  test('the configured address comes before the Host header, which counts on this machine only', async () => {
    const configured = await service({ publicUrl: 'https://masonry.example/' });
    const headers = { host: 'localhost:8180' };
    expect((await configured.app.inject({ url: stones, headers })).json().publicUrl).toBe(
      'https://masonry.example',
    );
    const { app } = await service();
    expect((await app.inject({ url: stones, headers })).json().publicUrl).toBe('http://localhost:8180');
  });
});

describe('request id and trace', () => {
  test('a sane request id is kept, any other replaced', async () => {
    const { app } = await fixtureService();
    const idOf = async (id: string) =>
      (await app.inject({ url: stones, headers: { 'x-request-id': id } })).headers['x-request-id'];
    expect(await idOf('request-0001')).toBe('request-0001');
    expect(await idOf('a b\u00e9"<script>')).toMatch(/^[\da-f-]{36}$/);
  });

  test("the caller's trace goes on with a span of this hop; a broken one starts anew", async () => {
    const { app } = await fixtureService({
      handlers: { ...fixtureHandlers, listStones: (request) => ({ traceparent: request.traceparent }) },
    });
    const traceOf = async (traceparent: string): Promise<string> =>
      (await app.inject({ url: stones, headers: { traceparent } })).json().traceparent;
    const trace = 'ab'.repeat(16);
    const span = 'cd'.repeat(8);
    const own = await traceOf(`00-${trace}-${span}-01`);
    expect(own).toMatch(new RegExp(`^00-${trace}-[\\da-f]{16}-01$`));
    expect(own).not.toContain(span);
    for (const broken of ['', 'x', `00-${'0'.repeat(32)}-${span}-01`, `ff-${trace}-${span}-01`]) {
      const made = await traceOf(broken);
      expect(made).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-01$/);
      expect(made).not.toContain(trace);
    }
  });
});

describe('the log', () => {
  test('has one line per request with operation, status and duration, and never the query string', async () => {
    const { app, lines, records } = await fixtureService();
    await app.inject(`${stones}?limit=7&finish=private-word`);
    await app.inject('/nowhere?email=private-word');
    await app.inject({ method: 'POST', url: '/secure/private-word', payload: { a: 'private-word' } });
    expect(lines.join('\n')).not.toContain('private-word');
    const requests = records().filter((record) => record.msg === 'request');
    expect(requests).toHaveLength(3);
    expect(requests[0]).toMatchObject({
      level: 'info',
      operationId: 'listStones',
      path: stones,
      status: 400,
      requestId: expect.any(String),
      traceId: expect.stringMatching(/^[\da-f]{32}$/),
      ms: expect.any(Number),
    });
    expect(requests[1]).toMatchObject({ path: '/nowhere', status: 404 });
    expect(requests[2]).toMatchObject({ path: '/secure/{token}', status: 415 });
  });

  test('hides what has a secret name, and the members of errors', async () => {
    const { app, lines } = await fixtureService();
    const error = Object.assign(new Error('failed'), { detail: 'Key (email)=(hidden-1)' });
    app.log.info(
      { token: 'hidden-2', request: { headers: { Authorization: 'hidden-3' } }, err: error },
      'hm',
    );
    expect(lines.join()).toContain('failed');
    expect(lines.join()).not.toContain('hidden');
  });
});

describe('readiness', () => {
  const failing = (critical: boolean, error: Error): HealthCheck => ({
    critical,
    check: () => Promise.reject(error),
  });
  const ready = async (health: Record<string, HealthCheck>) => {
    const { app } = await fixtureService({ health });
    const reply = await app.inject('/health/ready');
    return { app, status: reply.statusCode, body: reply.json() };
  };

  test('tells a degraded service from a failed one', async () => {
    const bus = failing(false, new Error('away'));
    expect(await ready({ bus })).toMatchObject({
      status: 200,
      body: { status: 'degraded', checks: { bus: { status: 'failed', detail: 'away' } } },
    });
    expect(await ready({ bus, database: failing(true, new Error('away')) })).toMatchObject({
      status: 503,
      body: { status: 'failed' },
    });
  });

  test('keeps addresses in the errors of drivers to itself, and gives up on a check after a second', async () => {
    const refused = Object.assign(new Error('connect 10.0.0.7'), { code: 'ECONNREFUSED' });
    const { body } = await ready({
      database: failing(true, refused),
      bus: { critical: false, check: () => new Promise(() => {}) },
    });
    expect(body.checks.database.detail).toBe('unreachable');
    expect(body.checks.bus.detail).toContain('1000 ms');
  });

  test('asks once for many who ask at the same time', async () => {
    let asked = 0;
    const database: HealthCheck = {
      critical: true,
      check: async () => {
        asked += 1;
      },
    };
    const { app } = await fixtureService({ health: { database } });
    await Promise.all([1, 2, 3].map(() => app.inject('/health/ready')));
    expect(asked).toBe(1);
  });

  test('is 503 while draining, when liveness is still 200', async () => {
    const { app } = await fixtureService();
    app.startDraining();
    expect((await app.inject('/health/ready')).statusCode).toBe(503);
    expect((await app.inject('/health/live')).statusCode).toBe(200);
  });
});

describe('limits', () => {
  test('a full bucket is 429 with Retry-After, and other buckets flow on', async () => {
    const { app } = await fixtureService({
      rateLimit: { bucket: (request) => ({ key: String(request.headers['x-account']), perSecond: 1 / 60 }) },
    });
    const ask = (account: string) => app.inject({ url: stones, headers: { 'x-account': account } });
    const first = await ask('a');
    expect([first.statusCode, first.headers['ratelimit-remaining']]).toEqual([200, '0']);
    const second = await ask('a');
    expect([second.statusCode, second.headers['retry-after'], second.json().code]).toEqual([
      429,
      '60',
      'rate_limited',
    ]);
    expect((await ask('b')).statusCode).toBe(200);
    expect((await app.inject('/health/live')).statusCode).toBe(200);
  });

  test('a request that falls in several buckets needs room in each, for a second or for a minute', async () => {
    const { app } = await fixtureService({
      rateLimit: {
        bucket: ({ headers }) => [
          { key: `address:${headers['x-address']}`, perMinute: 2 },
          { key: 'all', perMinute: 3 },
        ],
      },
    });
    const ask = async (address: string) =>
      (await app.inject({ url: stones, headers: { 'x-address': address } })).statusCode;
    expect([await ask('a'), await ask('a'), await ask('a')]).toEqual([200, 200, 429]);
    // What the first bucket refused took no room in the second.
    expect([await ask('b'), await ask('b')]).toEqual([200, 429]);
  });

  test('a token bucket takes its burst at once, and what finds no token takes none', async () => {
    const { app } = await fixtureService({
      rateLimit: { bucket: () => ({ key: 'all', burst: 2, refillPerSecond: 2 }) },
    });
    const ask = async () => (await app.inject(stones)).statusCode;
    const asked = performance.now();
    const answers = await Promise.all(Array.from({ length: 20 }, ask));
    const refilled = Math.ceil((performance.now() - asked) / 500);
    const taken = answers.filter((status) => status === 200).length;
    expect(taken).toBeGreaterThanOrEqual(2);
    expect(taken).toBeLessThanOrEqual(2 + refilled);
    await until(async () => (await ask()) === 200 || undefined, { what: 'a token to be there again' });
  });

  test('a process that runs late sheds requests with 503 but answers probes', async () => {
    const { app } = await fixtureService({ config: fixtureConfig({ maxEventLoopDelayMs: 10 }) });
    const shed = async () => {
      const busyUntil = performance.now() + 600;
      while (performance.now() < busyUntil);
      const reply = await app.inject(stones);
      return reply.statusCode === 503 ? reply : undefined;
    };
    const reply = await until(shed, { everyMs: 1, what: 'a shed request' });
    expect([reply.headers['retry-after'], reply.json().code]).toEqual(['1', 'overloaded']);
    expect((await app.inject('/health/live')).statusCode).toBe(200);
    await app.close();
  });

  test('a body that arrives too slowly is cut off', async () => {
    const { app } = await fixtureService({ config: fixtureConfig({ requestTimeoutMs: 200 }) });
    await app.listen({ port: 0 });
    const socket = connect(portOf(app), '127.0.0.1');
    socket.write(
      `POST ${stones} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer good\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{`,
    );
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1.1 408/);
    socket.destroy();
    await app.close();
  });
});

test('an error after the head of a reply has gone out closes the connection and is logged', async () => {
  const { app, records } = await fixtureService({
    handlers: {
      ...fixtureHandlers,
      watchStones: async (_request, reply) => {
        reply.hijack();
        reply.raw.writeHead(200).write('data: 1\n\n');
        throw new Error('broke');
      },
    },
  });
  await app.listen({ port: 0 });
  const reply = await fetch(`http://127.0.0.1:${portOf(app)}/ashlar/v1/watch`);
  await expect(reply.text()).rejects.toThrow();
  expect(records()).toContainEqual(
    expect.objectContaining({ level: 'error', msg: 'error within the reply' }),
  );
  await app.close();
});

test('metrics count each operation by status', async () => {
  const { app } = await fixtureService();
  await app.inject(stones);
  await app.inject(`${stones}?limit=x`);
  const { body } = await app.inject('/metrics');
  expect(body).toMatch(
    /http_request_duration_seconds_count\{[^}]*operation="listStones"[^}]*status="200"[^}]*\} 1/,
  );
  expect(body).toMatch(
    /http_request_duration_seconds_count\{[^}]*operation="listStones"[^}]*status="400"[^}]*\} 1/,
  );
  expect(body).toContain('process_resident_memory_bytes');
});
