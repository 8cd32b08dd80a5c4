import { randomBytes, randomUUID } from 'node:crypto';
import { type Page, type Visitor, visitor } from '@ashlar/conformance';
import { openBus } from '@ashlar/events';
import { migrate, openPool, type Pool } from '@ashlar/postgres';
import { createLogger } from '@ashlar/service-kit';
import { createDatabase, freePort } from '@ashlar/testkit';
import type { Wiring } from '@ashlar/wiring';
import * as oidc from 'openid-client';
import { buildApp, type IdentityApp } from '../src/app.ts';
import { readIdentityConfig } from '../src/config.ts';
import { migrations } from '../src/migrations.ts';

/** A service by its address, wherever it runs. */
export interface Reached {
  readonly issuer: string;
  /** Sends a request; `json` is the body to send, `form` a form. */
  call(method: string, path: string, ask?: Ask): Promise<Answer>;
}

/** A running service at an address of its own, on databases of its own. */
export interface Service extends IdentityApp, Reached {
  readonly pool: Pool;
  /** The configuration that a second process would be started with. */
  readonly env: Record<string, string>;
  /** Stops everything and drops the databases. */
  end(): Promise<void>;
}

/** A request: its credential, body and headers. */
export interface Ask {
  readonly token?: string;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A reply, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

/** The operators' client of every test service. */
export const operator = { id: 'operator', secret: 'an-operator-secret-for-tests-only-0123' };

/** Where test clients have people sent back to. Nothing answers there. */
export const redirectUri = 'http://127.0.0.1:9/callback';

/** Where a client on a server of its own has people sent back to: unlike a program on a person's machine, it need not ask again each time. */
export const webRedirectUri = 'https://party.example/callback';

/** The password of every test account. */
export const password = 'correct horse battery';

/** Starts the service on a port, since its tokens and pages carry its address. A passkey needs a `host` with a name. */
export async function startService(
  options: {
    env?: Record<string, string>;
    envOf?: (port: number) => Record<string, string>;
    override?: (wiring: Wiring) => void;
    host?: string;
  } = {},
): Promise<Service> {
  const [database, busDatabase, port] = await Promise.all([
    createDatabase('identity'),
    createDatabase('bus'),
    freePort(),
  ]);
  const issuer = `http://${options.host ?? '127.0.0.1'}:${port}`;
  const env = {
    PORT: String(port),
    DATABASE_URL: database.url,
    BUS_URL: busDatabase.url,
    DATA_KEY: randomBytes(32).toString('base64'),
    ISSUER: issuer,
    OPERATOR_CLIENT_ID: operator.id,
    OPERATOR_CLIENT_SECRET: operator.secret,
    LOG_LEVEL: 'silent',
    // A loaded test machine must not look like an overloaded service; shedding has tests of its own.
    MAX_EVENT_LOOP_DELAY_MS: '60000',
    ...options.env,
    ...options.envOf?.(port),
  };
  const config = readIdentityConfig(env);
  const logger = createLogger({ name: 'identity', level: config.logLevel });
  const pool = openPool({ url: database.url, applicationName: 'identity-test' });
  await migrate(pool, migrations);
  const bus = openBus({ kind: 'postgres', url: busDatabase.url, clientId: 'identity-test', log: logger });
  const identity = await buildApp(config, { pool, bus, logger }, options.override);
  await identity.app.listen({ host: '127.0.0.1', port });
  return {
    ...identity,
    pool,
    ...reach(issuer),
    env,
    async end() {
      await identity.app.close();
      await identity.close();
      await bus.close();
      await pool.end();
      await Promise.all([database.drop(), busDatabase.drop()]);
    },
  };
}

/** A service that another process runs. */
export function reach(issuer: string): Reached {
  return { issuer, call: (method, path, ask) => send(`${issuer}${path}`, method, ask) };
}

/** A client as it was created. */
export interface MadeClient {
  readonly id: string;
  readonly secret: string;
}

/** Asks for an access token of a client's own. */
export function askToken(service: Reached, client: MadeClient, scope: string): Promise<Answer> {
  const form = {
    grant_type: 'client_credentials',
    scope,
    client_id: client.id,
    client_secret: client.secret,
  };
  return service.call('POST', '/token', { form });
}

/** An access token of the operators. */
export async function operatorToken(service: Reached, scope = 'identity:admin'): Promise<string> {
  return String((await askToken(service, operator, scope)).json.access_token);
}

/** Creates a client through the admin API. */
export async function aClient(service: Reached, changes: Record<string, unknown> = {}): Promise<MadeClient> {
  const made = await service.call('POST', '/ashlar/v1/clients', {
    token: await operatorToken(service),
    json: {
      department: 'demo',
      service: 'licensing',
      name: 'Fishing licences',
      redirect_uris: [redirectUri],
      post_logout_redirect_uris: ['http://127.0.0.1:9/bye'],
      ...changes,
    },
  });
  return { id: String(made.json.client_id), secret: String(made.json.client_secret) };
}

/** Creates an account through the admin API, and answers its id and address. */
export async function anAccount(service: Reached): Promise<{ id: string; email: string }> {
  const email = `person-${randomUUID()}@service.example`;
  const made = await service.call('POST', '/ashlar/v1/accounts', {
    token: await operatorToken(service),
    json: { email, password },
  });
  return { id: String(made.json.id), email };
}

/** A relying party on openid-client, as a department would write it. */
export interface RelyingParty {
  readonly config: oidc.Configuration;
  readonly verifier: string;
  /** Where a person is sent to sign in. */
  readonly start: string;
}

/** Discovers the issuer and begins a sign-in. */
export async function beginSignIn(service: Reached, client: MadeClient, extra: Record<string, string> = {}) {
  const config = await oidc.discovery(new URL(service.issuer), client.id, client.secret, undefined, {
    execute: [oidc.allowInsecureRequests],
  });
  const verifier = oidc.randomPKCECodeVerifier();
  const address = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid email',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: 'a-state',
    ...extra,
  });
  return { config, verifier, start: address.href } satisfies RelyingParty;
}

/** Signs a person in by the pages' forms and agrees. Answers where it leads, and the browser. */
export async function signInByForms(
  service: Reached,
  start: string,
  email: string,
): Promise<{ back: URL; person: Visitor; page: Page }> {
  const person = visitor(service.issuer);
  const consent = await person.submit(await person.open(start), '#submit-password', { email, password });
  const page = await person.submit(consent, '#submit-consent');
  return { back: new URL(page.url), person, page };
}

/** A party that has the code of a sign-in, and what it takes to redeem it. `changes` are of its client, `extra` of its request. */
export async function aCode(
  service: Reached,
  changes: Record<string, unknown> = {},
  extra: Record<string, string> = {},
) {
  const [client, account] = await Promise.all([aClient(service, changes), anAccount(service)]);
  const party = await beginSignIn(service, client, extra);
  const { back, person } = await signInByForms(service, party.start, account.email);
  const form = {
    grant_type: 'authorization_code',
    code: back.searchParams.get('code') ?? '',
    code_verifier: party.verifier,
    redirect_uri: extra.redirect_uri ?? redirectUri,
    client_id: client.id,
    client_secret: client.secret,
  };
  return { client, account, party, back, person, form };
}

/** Sends a request to an address. */
export async function send(
  url: string,
  method: string,
  { token, json, form, headers }: Ask = {},
): Promise<Answer> {
  const body = form
    ? new URLSearchParams(form).toString()
    : json === undefined
      ? undefined
      : JSON.stringify(json);
  const type = form ? 'application/x-www-form-urlencoded' : 'application/json';
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: {
      ...(body !== undefined && { 'content-type': type }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: text.startsWith('{') ? JSON.parse(text) : {},
  };
}
