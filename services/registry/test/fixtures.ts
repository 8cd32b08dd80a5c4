import { openBus } from '@ashlar/events';
import { migrate, openPool, type Pool } from '@ashlar/postgres';
import { createLogger } from '@ashlar/service-kit';
import { createDatabase, createTokenIssuer, type TokenIssuer } from '@ashlar/testkit';
import type { Wiring } from '@ashlar/wiring';
import { buildApp, type RegistryApp } from '../src/app.ts';
import { readRegistryConfig } from '../src/config.ts';
import { migrations } from '../src/migrations.ts';

/** A running registry on databases of its own. */
export interface Registry extends RegistryApp {
  readonly pool: Pool;
  readonly issuer: TokenIssuer;
  /** Calls the service over HTTP, without a network, as an operator unless a token is given. */
  call(method: Method, path: string, ask?: Ask): Promise<Answer>;
  /** A token of one department, or of an operator. */
  token(department?: string, scope?: string): Promise<string>;
  /** Stops everything and drops the databases. */
  end(): Promise<void>;
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT';

/** A request: its token (null: none), body and headers. */
export interface Ask {
  readonly token?: string | null;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** A reply, its JSON read. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

/** The key by which a test's gateway proves itself. */
export const gatewayKey = 'a-gateway-key-for-tests';

/** What a registry runs on; several may run on the same. */
export interface Ground {
  readonly env: Record<string, string>;
  readonly issuer: TokenIssuer;
  drop(): Promise<void>;
}

/** Databases of its own, and an issuer of tokens. */
export async function makeGround(): Promise<Ground> {
  const [database, busDatabase, issuer] = await Promise.all([
    createDatabase('registry'),
    createDatabase('bus'),
    createTokenIssuer(),
  ]);
  return {
    env: {
      DATABASE_URL: database.url,
      BUS_URL: busDatabase.url,
      OAUTH_ISSUER: issuer.issuer,
      OAUTH_JWKS: issuer.jwksFile,
      GATEWAY_KEY: gatewayKey,
      DATA_KEY: Buffer.alloc(32, 7).toString('base64'),
      LOG_LEVEL: process.env.TEST_LOG ?? 'silent',
      // A loaded test machine must not look like an overloaded service; shedding has tests of its own.
      MAX_EVENT_LOOP_DELAY_MS: '60000',
      PUBLIC_URL: 'http://registry.test',
    },
    issuer,
    async drop() {
      await Promise.all([database.drop(), busDatabase.drop(), issuer.close()]);
    },
  };
}

/** Starts the service; `override` replaces parts of its graph, `env` adds to its environment. On a ground that is given, it drops nothing at its end. */
export async function startRegistry(
  override?: (wiring: Wiring) => void,
  env: Record<string, string> = {},
  given?: Ground,
): Promise<Registry> {
  const ground = given ?? (await makeGround());
  const { issuer } = ground;
  const config = readRegistryConfig({ ...ground.env, ...env });
  const logger = createLogger({ name: 'registry', level: config.logLevel });
  const pool = openPool({ url: config.databaseUrl, applicationName: 'registry-test' });
  await migrate(pool, migrations);
  const bus = openBus({ kind: 'postgres', url: config.busUrl ?? '', clientId: 'registry-test', log: logger });
  const registry = await buildApp(config, { pool, bus, logger }, override);
  const token: Registry['token'] = (department = '*', scope = 'registry:admin') =>
    issuer.mint({ audience: 'registry', scope, department });
  return {
    ...registry,
    pool,
    issuer,
    token,
    call: async (method, path, ask = {}) => send(registry, method, path, await withToken(ask, token)),
    async end() {
      await registry.app.close();
      await registry.close();
      await bus.close();
      await pool.end();
      if (!given) await ground.drop();
    },
  };
}

/** Makes something as an operator and answers it; throws unless it is 201. */
export async function made(
  registry: Pick<Registry, 'call'>,
  path: string,
  body: object,
): Promise<Record<string, unknown>> {
  const answer = await registry.call('POST', `/ashlar/v1/${path}`, { body });
  if (answer.status !== 201) throw new Error(`${path} answers ${answer.status} ${answer.text}`);
  return answer.json;
}

/** A name that nothing has yet. */
export function fresh(word: string): string {
  count += 1;
  return `${word}-${count}`;
}

/** A department. */
export async function aDepartment(registry: Pick<Registry, 'call'>): Promise<string> {
  const id = fresh('department');
  await made(registry, 'departments', { id, name: `The ${id}` });
  return id;
}

/** An implementation of a component; its id. */
export async function anImplementation(
  registry: Pick<Registry, 'call'>,
  component: string,
  changes: object = {},
): Promise<string> {
  const body = { component, name: fresh('here'), version: '1.0.0', base_url: 'http://127.0.0.1:8180' };
  return String((await made(registry, 'implementations', { ...body, ...changes })).id);
}

/** Binds and answers what was said. */
export function bind(
  registry: Pick<Registry, 'call'>,
  name: { component: string; department: string },
  implementation_id: string,
  expected_epoch: number,
  ask: Ask = {},
): Promise<Answer> {
  const path = `/ashlar/v1/bindings/${name.component}/${name.department}`;
  return registry.call('PUT', path, { ...ask, body: { implementation_id, expected_epoch } });
}

let count = 0;

async function withToken(ask: Ask, token: Registry['token']): Promise<Ask> {
  return { ...ask, token: ask.token === undefined ? await token() : ask.token };
}

async function send(
  { app }: Pick<RegistryApp, 'app'>,
  method: Method,
  url: string,
  { token, body, headers }: Ask,
): Promise<Answer> {
  const response = await app.inject({
    method,
    url,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body !== undefined && { payload: JSON.stringify(body) }),
  });
  const json = response.body.startsWith('{') ? response.json() : {};
  return { status: response.statusCode, headers: response.headers, text: response.body, json };
}
