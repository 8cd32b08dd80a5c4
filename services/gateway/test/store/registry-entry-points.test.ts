import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, createTokenIssuer, freePort, spawnService, until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openRegistry } from '../../src/providers/registry.ts';
import { gatewayKey, startGatewayWith, startUpstream } from '../fixtures.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ashlar-routing-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test('an answer of the registry that never ends is given up', async () => {
  const dripping = await startUpstream((_, response) => {
    const drip = setInterval(() => response.write(' '), 20);
    response.once('close', () => clearInterval(drip));
  });
  const registry = openRegistry({ url: dripping.url, gatewayKey, totalMs: 300 });
  try {
    await expect(registry.after(1, new AbortController().signal)).rejects.toThrow('timeout');
  } finally {
    await registry.close();
    await dripping.close();
  }
}, 10_000);

describe('a gateway that follows the registry', () => {
  test('is at every change in less than a second, with another one, and loses nothing; it outlives the registry', async () => {
    const registry = await startRegistry();
    const [old, next] = [await upstreamNamed('old'), await upstreamNamed('next')];
    const port = await freePort();
    const [oldId, nextId] = [await registry.register(old.url), await registry.register(next.url)];
    await registry.bind(oldId, 0);
    await registry.change('POST', 'entry-points', {
      name: 'S',
      component: 'stub',
      department: '*',
      prefix: '/stub',
    });
    const cache = join(folder, 'routing.json');
    const follow = { REGISTRY_URL: registry.url };
    const gateways = [
      await startGatewayWith({ ...follow, ROUTING_CACHE: cache }),
      await startGatewayWith(follow),
    ];
    const urls = gateways.map(({ url }) => `${url}/stub/`);
    await everywhere(urls, 'old');

    // Under load from both, one request a while in the old one's hands.
    const slow = fetch(`${urls[0]}slow`).then((answer) => answer.text());
    await until(() => old.seen.some(({ url }) => url === '/slow'), { what: 'the slow request to arrive' });
    const load = startLoad(urls);
    await until(() => load.answers.length > 100, { what: 'some load' });
    const took = await timeUntil(() => registry.bind(nextId, 1), urls, 'next');
    const after = load.answers.length;
    await until(() => load.answers.length > after + 100, { what: 'some load afterwards' });
    await load.stop();
    expect(took).toBeLessThan(1000);
    expect(new Set(load.answers)).toEqual(new Set(['old', 'next']));
    const served = [old, next]
      .flatMap(({ seen }) => seen.map(({ url = '' }) => url))
      .filter((url) => url.startsWith('/?'));
    expect(served).toHaveLength(load.answers.length);
    expect(new Set(served).size).toBe(served.length);
    expect(await slow).toBe('old, slowly');

    // Ports come and go.
    const { id } = await registry.change('POST', 'entry-points', {
      name: 'P',
      component: 'stub',
      department: '*',
      port,
    });
    await until(async () => (await read(`http://127.0.0.1:${port}/`)) === 'next', {
      what: 'the port to open',
    });
    await registry.change('DELETE', `entry-points/${id}`);
    await until(async () => (await read(`http://127.0.0.1:${port}/`)) === 'away', {
      what: 'the port to close',
    });

    // The registry is killed; a gateway that was up serves on, and one that starts has the cache.
    await registry.kill();
    await until(async () => (await readiness(gateways[0]?.url)).checks.entryPoints?.status === 'failed', {
      what: 'the gateway to notice',
    });
    expect((await readiness(gateways[0]?.url)).status).toBe('degraded');
    await everywhere(urls, 'next');
    expect((await stat(cache)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['routing.json']);
    await gateways[0]?.close();
    const again = await startGatewayWith({ ...follow, ROUTING_CACHE: cache });
    expect(await read(`${again.url}/stub/`)).toBe('next');

    // It comes back, and is followed as before.
    await registry.start();
    const all = [`${again.url}/stub/`, ...urls.slice(1)];
    await until(async () => (await readiness(again.url)).checks.entryPoints?.status === 'ok', {
      timeoutMs: 15_000,
      what: 'the registry to be followed again',
    });
    await registry.bind(oldId, 2);
    await everywhere(all, 'old');
    await Promise.all([again.close(), gateways[1]?.close(), old.close(), next.close()]);
    await registry.end();
  }, 90_000);

  test('keeps the last good table when the answers are rubbish, and says so', async () => {
    const upstream = await upstreamNamed('here');
    const good = { version: 1, entry_points: [routed(upstream.url, { prefix: '/stub' })] };
    let answer: (response: ServerResponse) => unknown = (response) => response.end(JSON.stringify(good));
    const registry = await startUpstream((request, response) => {
      expect(request.headers['ashlar-gateway']).toBe(gatewayKey);
      answer(response);
    });
    const cache = join(folder, 'good.json');
    const gateway = await startGatewayWith({ REGISTRY_URL: registry.url, ROUTING_CACHE: cache });
    await everywhere([`${gateway.url}/stub/`], 'here');
    const rubbish: ((response: ServerResponse) => unknown)[] = [
      (response) => response.end('<html>'),
      (response) => response.end('[]'),
      (response) => response.end('{"version":"2","entry_points":[]}'),
      (response) =>
        response.end(JSON.stringify({ version: 2, entry_points: [routed('file:///', { prefix: '/x' })] })),
      (response) =>
        response.end(
          JSON.stringify({ version: 2, entry_points: [routed(upstream.url, { prefix: '/ashlar' })] }),
        ),
      (response) => response.writeHead(500).end('{}'),
      (response) => response.destroy(),
    ];
    for (const bad of rubbish) {
      answer = bad;
      await until(
        async () =>
          /the last good table is in force$/.test((await entryPointsCheck(gateway.url)).detail ?? ''),
        { timeoutMs: 15_000, what: 'the rubbish to be noticed' },
      );
      expect((await readiness(gateway.url)).status).toBe('degraded');
      expect(await read(`${gateway.url}/stub/`)).toBe('here');
      expect(JSON.parse(await readFile(cache, 'utf8'))).toEqual(good);
      answer = (response) => response.end(JSON.stringify(good));
      await until(async () => (await readiness(gateway.url)).checks.entryPoints?.status === 'ok', {
        timeoutMs: 15_000,
        what: 'the good answer to be read',
      });
    }
    // Only this gateway knows that this port is its own: the others are served.
    const own = routed(upstream.url, { port: gateway.port });
    answer = (response) =>
      void response.end(JSON.stringify({ version: 3, entry_points: [own, ...good.entry_points] }));
    await until(
      async () =>
        (await readiness(gateway.url)).checks.entryPoints?.detail?.includes('the port of this gateway'),
      {
        what: 'its own port to be noticed',
      },
    );
    expect(await read(`${gateway.url}/stub/`)).toBe('here');
    await Promise.all([gateway.close(), registry.close(), upstream.close()]);
  }, 90_000);
});

function routed(upstream: string, place: object) {
  return { id: 'x', name: 'S', component: 'stub', department: '*', upstream, epoch: 1, ...place };
}

/** An implementation that says its name; `/slow` takes long enough for a change to come between. */
function upstreamNamed(name: string) {
  return startUpstream((request, response) => {
    if (request.url === '/slow') setTimeout(() => response.end(`${name}, slowly`), 1500);
    else response.end(name);
  });
}

async function read(url: string): Promise<string> {
  try {
    const answer = await fetch(url);
    const text = await answer.text();
    return answer.ok ? text : String(answer.status);
  } catch {
    return 'away';
  }
}

function everywhere(urls: readonly string[], name: string): Promise<unknown> {
  const all = async () => (await Promise.all(urls.map(read))).every((text) => text === name);
  return until(all, { timeoutMs: 10_000, everyMs: 10, what: `${name} to answer everywhere` });
}

async function timeUntil(
  change: () => Promise<unknown>,
  urls: readonly string[],
  name: string,
): Promise<number> {
  const began = performance.now();
  await Promise.all([change(), everywhere(urls, name)]);
  return performance.now() - began;
}

/** Eight callers, each with one request at a time; every request has a number of its own. */
function startLoad(urls: readonly string[]) {
  const answers: string[] = [];
  let stopped = false;
  let sent = 0;
  const caller = async (url: string) => {
    while (!stopped) {
      sent += 1;
      answers.push(await read(`${url}?${sent}`));
    }
  };
  const running = Promise.all([...urls, ...urls, ...urls, ...urls].map(caller));
  return {
    answers,
    async stop() {
      stopped = true;
      await running;
    },
  };
}

interface Readiness {
  status: string;
  checks: Record<string, { status: string; detail?: string }>;
}

async function entryPointsCheck(url: string) {
  return (await readiness(url)).checks.entryPoints ?? { status: 'missing' };
}

async function readiness(url = ''): Promise<Readiness> {
  return (await (await fetch(`${url}/health/ready`)).json()) as Readiness;
}

/** A registry of our own kind, as a process. */
async function startRegistry() {
  const [database, bus, issuer, port] = await Promise.all([
    createDatabase('registry'),
    createDatabase('bus'),
    createTokenIssuer(),
    freePort(),
  ]);
  const url = `http://127.0.0.1:${port}`;
  const env = {
    PORT: String(port),
    DATABASE_URL: database.url,
    BUS_URL: bus.url,
    OAUTH_ISSUER: issuer.issuer,
    OAUTH_JWKS: issuer.jwksFile,
    GATEWAY_KEY: gatewayKey,
    DATA_KEY: Buffer.alloc(32, 7).toString('base64'),
  };
  const start = () => spawnService({ folder: 'services/registry', env, readyUrl: `${url}/health/ready` });
  let running = await start();
  const token = await issuer.mint({ audience: 'registry', scope: 'registry:admin', department: '*' });
  const change = async (method: string, path: string, body?: object): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${url}/ashlar/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answers ${answer.status} ${text}`);
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  };
  let count = 0;
  return {
    url,
    change,
    async register(base_url: string): Promise<unknown> {
      count += 1;
      const body = { component: 'stub', name: `stub-${count}`, version: '1', base_url };
      return (await change('POST', 'implementations', body)).id;
    },
    bind: (implementation_id: unknown, expected_epoch: number) =>
      change('PUT', 'bindings/stub/*', { implementation_id, expected_epoch }),
    kill: () => running.kill('SIGKILL'),
    async start() {
      running = await start();
    },
    async end() {
      await running.kill('SIGTERM');
      await Promise.all([database.drop(), bus.drop(), issuer.close()]);
    },
  };
}
