import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, until } from '@ashlar/testkit';
import { department, operatorToken, unitOf } from './department.ts';
import { send } from './http.ts';
import type { ComponentId } from './implementations.ts';
import type { Ground, Part } from './world.ts';

/** Registry and gateway of a drill, and where the department's payments are asked for. */
export interface PlugBoard {
  /** The component that is swapped. */
  readonly component: ComponentId;
  readonly registry: Part;
  readonly gateway: Part;
  /** The department's entry point. */
  readonly url: string;
  /** Calls the registry as the operator, again while it is away. */
  call<Body>(method: string, path: string, body?: object): Promise<Body>;
}

/** Starts registry (with these variables beside the necessary ones) and gateway, and an entry point of a component for the department. */
export async function startPlugBoard(
  ground: Ground,
  env: Readonly<Record<string, string>> = {},
  component: ComponentId = 'payments',
): Promise<PlugBoard> {
  const bridgeTokens = join(ground.home, 'bridge-tokens');
  await mkdir(bridgeTokens, { recursive: true });
  const scope = `${component}:changes`;
  const claims = { audience: component, scope, department: '*', expiresInS: 14_400 };
  await writeFile(join(bridgeTokens, component), await ground.tokens.mint(claims));
  const registry = await ground.startPart({
    name: 'registry',
    folder: 'services/registry',
    env: {
      GATEWAY_KEY: ground.gatewayKey,
      OAUTH_ISSUER: ground.tokens.issuer,
      OAUTH_JWKS: ground.tokens.jwksFile,
      DATA_KEY: randomBytes(32).toString('base64'),
      DATABASE_URL: ground.server.urlOf('registry'),
      BUS: 'postgres',
      BUS_URL: ground.busUrl,
      BRIDGE_TOKENS: bridgeTokens,
      ...env,
    },
  });
  const gateway = await ground.startPart({
    name: 'gateway',
    folder: 'services/gateway',
    ready: '/health/live',
    env: {
      GATEWAY_KEY: ground.gatewayKey,
      REGISTRY_URL: registry.url,
      ROUTING_CACHE: `${ground.home}/routing.json`,
    },
  });
  const token = await operatorToken(ground, 'registry');
  const call = <Body>(method: string, path: string, body?: object) => {
    const key = method === 'POST' && { 'idempotency-key': crypto.randomUUID() };
    const headers = { authorization: `Bearer ${token}`, ...key };
    return callPatiently<Body>(`${registry.url}/ashlar/v1/${path}`, { method, headers, body });
  };
  const port = await freePort();
  await call('POST', 'departments', { id: department, name: 'The drill' });
  const place = { name: 'DRILL_URL', component, department: unitOf(component), port };
  await call('POST', 'entry-points', place);
  return { component, registry, gateway, url: `http://127.0.0.1:${port}`, call };
}

/** Binds the department to an implementation for the first time, and waits until the gateway sends traffic there. */
export async function bindFirst(board: PlugBoard, implementationId: string): Promise<void> {
  await board.call('PUT', `bindings/${board.component}/${unitOf(board.component)}`, {
    implementation_id: implementationId,
    expected_epoch: 0,
  });
  await until(async () => (await send(`${board.url}/health/ready`)).status === 200, {
    timeoutMs: 30_000,
    what: 'the gateway to take traffic at the entry point',
  });
}

interface Call {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: object | undefined;
}

/** Asks again while the registry is away. Throws what it refuses. */
function callPatiently<Body>(url: string, ask: Call): Promise<Body> {
  const expected = [200, 201, 202, 204];
  let refusal: Error | undefined;
  const once = async () => {
    const answer = await send(url, ask);
    if (answer.status >= 500) return undefined;
    if (!expected.includes(answer.status)) {
      refusal = new Error(`${ask.method} ${url} answered ${answer.status} ${answer.text.slice(0, 500)}`);
      return { body: undefined };
    }
    return { body: answer.text === '' ? {} : JSON.parse(answer.text) };
  };
  return until(once, { timeoutMs: 60_000, everyMs: 100, what: `${ask.method} ${url}` }).then(({ body }) => {
    if (refusal) throw refusal;
    return body as Body;
  });
}
