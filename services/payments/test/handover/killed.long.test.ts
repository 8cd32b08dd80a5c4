import { randomBytes } from 'node:crypto';
import {
  createDatabase,
  createTokenIssuer,
  freePort,
  spawnService,
  type TokenIssuer,
  until,
} from '@ashlar/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { JWK } from 'jose';
import { type Account, anAccount, aPaymentBody, type Service } from '../fixtures.ts';
import { playRegistry, type Registry, type State } from './fixtures.ts';

const payments = 2000;

let registry: Registry;
let issuer: TokenIssuer;
let old: Process;
let next: Process;
let account: Account;

beforeAll(async () => {
  [registry, issuer] = await Promise.all([playRegistry(), createTokenIssuer()]);
  [old, next] = await Promise.all([startProcess(), startProcess()]);
  account = await anAccount({ issuer, call: old.call });
  await create(payments);
});

afterAll(async () => {
  await Promise.all([old?.end(), next?.end()]);
  await issuer?.close();
  registry?.end();
});

test('killed in the middle of the snapshot and of the feed, both go on to the same state', async () => {
  const pull = await registry.token('demo', 'pull', { cnf: { jwk: await next.key() } });
  await old.role('primary', 1);
  await next.role('follower', 1);
  await next.control('PUT', '/follow', { source_url: old.url, token: pull });
  for (const [who, records] of [
    [next, 500],
    [old, 1000],
    [next, 1500],
  ] as const) {
    await until(async () => ((await next.follow())?.records ?? 0) >= records, {
      everyMs: 5,
      timeoutMs: 30_000,
      what: `${records} records`,
    });
    await who.restart();
  }
  for (const who of [old, next]) {
    await Promise.all([create(150), who.restart().then(() => create(150))]);
  }
  const barrier = await until(
    async () => {
      const { status, position } = await old.role('frozen', 1);
      return status === 200 ? Number(position) : undefined;
    },
    { what: 'the barrier' },
  );
  await until(async () => Number((await next.follow())?.position) >= barrier, {
    timeoutMs: 30_000,
    what: 'the follower',
  });
  const [here, there] = await Promise.all([old.control('GET', '/digest'), next.control('GET', '/digest')]);
  expect(there.entities).toEqual(here.entities);
  const held = here.entities?.payment as { count: number } | undefined;
  expect(held?.count).toBeGreaterThanOrEqual(payments);
  // Five processes are killed and started again.
}, 240_000);

/** Creates payments at the old one, several at a time; one that is refused while it is down is let go of. */
async function create(count: number): Promise<void> {
  let left = count;
  const one = async () => {
    while (left > 0) {
      left -= 1;
      await old.call('POST', '/v1/payments', { key: account.key, body: aPaymentBody() }).catch(() => {});
    }
  };
  await Promise.all(Array.from({ length: 16 }, one));
}

interface Process {
  readonly url: string;
  readonly call: Service['call'];
  key(): Promise<JWK>;
  control(method: 'GET' | 'PUT', path: string, body?: unknown): Promise<State>;
  follow(): Promise<State['follow']>;
  role(role: string, epoch: number): Promise<State>;
  /** Kills it without a warning, and starts it again. */
  restart(): Promise<void>;
  end(): Promise<void>;
}

async function startProcess(): Promise<Process> {
  const [database, bus, port] = await Promise.all([
    createDatabase('payments'),
    createDatabase('bus'),
    freePort(),
  ]);
  const url = `http://127.0.0.1:${port}`;
  const env = {
    PORT: String(port),
    DATABASE_URL: database.url,
    BUS_URL: bus.url,
    DATA_KEY: randomBytes(32).toString('base64'),
    OAUTH_ISSUER: issuer.issuer,
    OAUTH_JWKS: issuer.jwksFile,
    REGISTRY_JWKS: registry.jwksFile,
    MAX_EVENT_LOOP_DELAY_MS: '60000',
    LOG_LEVEL: 'warn',
  };
  const start = () => spawnService({ folder: 'services/payments', env, readyUrl: `${url}/health/ready` });
  let running = await start();
  const call = over(url);
  const control: Process['control'] = async (method, path, body) => {
    const answer = await call(method, `/ashlar/v1/handover/demo${path}`, {
      key: await registry.token('demo', 'control'),
      body,
    });
    return { status: answer.status, ...answer.json } as State;
  };
  return {
    url,
    call,
    control,
    key: async () => (await call('GET', '/ashlar/v1/handover')).json.key as JWK,
    follow: async () => (await control('GET', '')).follow,
    role: async (role, epoch) =>
      control('PUT', '/role', { order: await registry.order('demo', role, epoch) }),
    async restart() {
      await running.kill('SIGKILL');
      running = await start();
    },
    async end() {
      await running.kill('SIGTERM');
      await Promise.all([database.drop(), bus.drop()]);
    },
  };
}

function over(root: string): Service['call'] {
  return async (method, path, { key, body } = {}) => {
    const response = await fetch(root + path, {
      method,
      headers: {
        ...(key && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const json = (await response.json()) as Record<string, unknown>;
    return { status: response.status, headers: Object.fromEntries(response.headers), json };
  };
}
