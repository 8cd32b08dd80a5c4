import { createHmac, randomBytes } from 'node:crypto';
import { openBus } from '@ashlar/events';
import { migrate, openPool, type Pool } from '@ashlar/postgres';
import { createLogger } from '@ashlar/service-kit';
import { createDatabase, createTokenIssuer, type TokenIssuer, until } from '@ashlar/testkit';
import type { Wiring } from '@ashlar/wiring';
import { buildApp, type MessagingApp } from '../src/app.ts';
import { type MessagingConfig, readMessagingConfig } from '../src/config.ts';
import { migrations } from '../src/migrations.ts';

/** A running service on databases of its own. */
export interface Service extends MessagingApp {
  readonly pool: Pool;
  readonly databaseUrl: string;
  readonly config: MessagingConfig;
  readonly issuer: TokenIssuer;
  /** Calls the service over HTTP, without a network. */
  call(method: Method, path: string, ask?: Ask): Promise<Answer>;
  /** Stops everything and drops the databases. */
  end(): Promise<void>;
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT';

/** A request: its credential, body and headers. */
export interface Ask {
  readonly key?: string;
  readonly body?: unknown;
  readonly text?: string;
  readonly headers?: Record<string, string>;
}

/** A reply, its JSON read. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

/** Settings that a test may change, by their environment variables. */
export interface ServiceOptions {
  readonly env?: Record<string, string>;
  readonly override?: (wiring: Wiring) => void;
  /** Is given each line of the log, of every level. */
  readonly log?: (line: string) => void;
}

/** Starts the service; `override` replaces parts of its graph. */
export async function startService({ env = {}, override, log }: ServiceOptions = {}): Promise<Service> {
  const [database, busDatabase, issuer] = await Promise.all([
    createDatabase('messaging'),
    createDatabase('bus'),
    createTokenIssuer(),
  ]);
  const config = readMessagingConfig({
    DATABASE_URL: database.url,
    BUS_URL: busDatabase.url,
    DATA_KEY: randomBytes(32).toString('base64'),
    OAUTH_ISSUER: issuer.issuer,
    OAUTH_JWKS: issuer.jwksFile,
    LOG_LEVEL: log ? 'trace' : 'silent',
    // A loaded test machine must not look like an overloaded service; shedding has tests of its own.
    MAX_EVENT_LOOP_DELAY_MS: '60000',
    MAILBOX: 'true',
    PUBLIC_URL: 'http://messages.test',
    ...env,
  });
  const logger = createLogger({ name: 'messaging', level: config.logLevel }, log && { write: log });
  const pool = openPool({ url: database.url, applicationName: 'messaging-test' });
  await migrate(pool, migrations);
  const bus = openBus({ kind: 'postgres', url: busDatabase.url, clientId: 'messaging-test', log: logger });
  const messaging = await buildApp(config, { pool, bus, logger }, override);
  return {
    ...messaging,
    pool,
    databaseUrl: database.url,
    config,
    issuer,
    call: callOf(messaging),
    async end() {
      await messaging.app.close();
      await messaging.close();
      await bus.close();
      await pool.end();
      await Promise.all([database.drop(), busDatabase.drop(), issuer.close()]);
    },
  };
}

/** Starts another process of a service, as far as one can within this one: it shares databases and keys, and no memory. */
export async function startBeside({
  config,
  pool,
}: Service): Promise<Pick<Service, 'call'> & { end(): Promise<void> }> {
  const logger = createLogger({ name: 'messaging', level: config.logLevel });
  const bus = openBus({ kind: 'postgres', url: config.busUrl ?? '', clientId: 'messaging-2', log: logger });
  const messaging = await buildApp(config, { pool, bus, logger });
  return {
    call: callOf(messaging),
    async end() {
      await messaging.app.close();
      await messaging.close();
      await bus.close();
    },
  };
}

/** Calls a service that was built without {@link startService}. */
export function callOf(messaging: Pick<MessagingApp, 'app'>): Service['call'] {
  return (method, path, ask) => send(messaging, method, path, ask);
}

/** What it takes to ask for things as an administrator. */
export type Administered = Pick<Service, 'call' | 'issuer'>;

/** A service that sends messages, with a template of each kind and a key of each type. */
export interface Account {
  readonly id: string;
  readonly live: string;
  readonly team: string;
  readonly test: string;
  readonly emailTemplate: string;
  readonly smsTemplate: string;
}

/** An access token of an operator of all departments, or of one department. */
export function adminToken(
  service: Administered,
  department = '*',
  scope = 'messaging:admin',
): Promise<string> {
  return service.issuer.mint({ audience: 'messaging', scope, department });
}

/** Calls an admin operation and answers its body; throws unless it is 201. */
export async function administer(
  service: Administered,
  path: string,
  body: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const made = await service.call('POST', `/ashlar/v1/messaging-services${path}`, {
    key: await adminToken(service),
    body,
  });
  if (made.status !== 201) throw new Error(`${path} answers ${made.status} ${made.text}`);
  return made.json;
}

/** Creates a service through the admin API, with a limit that no test meets by accident. */
export async function anAccount(
  service: Administered,
  changes: Record<string, unknown> = {},
): Promise<Account> {
  const { id } = await administer(service, '', {
    department: 'demo',
    service: 'licensing',
    name: 'Fishing licences',
    email_from: 'licences@messages.example',
    rate_limit: 1_000_000,
    guest_list: ['Friend@example.org', '07700 900 555'],
    ...changes,
  });
  const path = `/${String(id)}`;
  const keyOf = async (type: string) =>
    String((await administer(service, `${path}/api-keys`, { name: `a-${type}-key`, type })).key);
  const templateOf = async (body: Record<string, unknown>) =>
    String((await administer(service, `${path}/templates`, body)).id);
  return {
    id: String(id),
    live: await keyOf('live'),
    team: await keyOf('team'),
    test: await keyOf('test'),
    emailTemplate: await templateOf(anEmailTemplate()),
    smsTemplate: await templateOf(anSmsTemplate()),
  };
}

/** The body that creates a template of an e-mail. */
export function anEmailTemplate(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: 'email',
    name: 'Licence granted',
    subject: 'Your licence, ((name))',
    body: '# Hello ((name))\r\n\r\nYou may fish.((extra?? Also at sea.))',
    ...changes,
  };
}

/** The body that creates a template of a text message. */
export function anSmsTemplate(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return { type: 'sms', name: 'Licence granted', body: 'Hello ((name)), you may fish.', ...changes };
}

/** The token that a client of the standard makes of a key. `changes` replace claims and header. */
export function tokenOf(
  key: string,
  changes: { claims?: Record<string, unknown>; header?: Record<string, unknown> } = {},
): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: key.slice(-73, -37), iat: Math.floor(Date.now() / 1000), ...changes.claims };
  const signed = `${part({ typ: 'JWT', alg: 'HS256', ...changes.header })}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', key.slice(-36)).update(signed).digest('base64url')}`;
}

/** A valid body of an e-mail. */
export function anEmail({ emailTemplate }: Account, changes: Record<string, unknown> = {}) {
  return {
    email_address: 'anna@example.org',
    template_id: emailTemplate,
    personalisation: { name: 'Anna', extra: false },
    reference: 'REF-1',
    ...changes,
  };
}

/** A valid body of a text message. */
export function aText({ smsTemplate }: Account, changes: Record<string, unknown> = {}) {
  return {
    phone_number: '07700 900 321',
    template_id: smsTemplate,
    personalisation: { name: 'Anna' },
    ...changes,
  };
}

/** Sends an e-mail over HTTP and answers the notification's id; throws unless it is accepted. */
export async function sendEmail(
  service: Pick<Service, 'call'>,
  account: Account,
  changes: Record<string, unknown> = {},
  key = account.live,
): Promise<string> {
  const sent = await service.call('POST', '/v2/notifications/email', {
    key: tokenOf(key),
    body: anEmail(account, changes),
  });
  if (sent.status !== 201) throw new Error(`Sending answers ${sent.status} ${sent.text}`);
  return String(sent.json.id);
}

/** Waits until a notification has a status, and answers it as the API shows it. */
export function reaches(
  service: Pick<Service, 'call'>,
  { live }: Account,
  id: string,
  status: string,
): Promise<Record<string, unknown>> {
  const there = async () => {
    const { json } = await service.call('GET', `/v2/notifications/${id}`, { key: tokenOf(live) });
    return json.status === status ? json : undefined;
  };
  return until(there, { timeoutMs: 15_000, what: `${id} to be ${status}` });
}

/** What the change log tells of a notification, in order; not the private rows of tries. */
export async function logOf(service: Service, id: string): Promise<LogRow[]> {
  const { rows } = await service.pool.query<LogRow>(
    'select * from change_log where aggregate = $1 and type is not null order by seq',
    [id],
  );
  return rows;
}

/** A row of the change log, as far as tests read it. */
export interface LogRow {
  readonly sequence: number;
  readonly department: string;
  readonly type: string | null;
  readonly data: Record<string, unknown>;
  readonly traceparent: string | null;
}

/** The errors of a reply, as text. */
export function errorsOf({ status, json }: Answer): string[] {
  const errors = (json.errors ?? []) as { error: string; message: string }[];
  return errors.map(({ error, message }) => `${status} ${error}: ${message}`);
}

async function send(
  messaging: Pick<MessagingApp, 'app'>,
  method: Method,
  path: string,
  ask: Ask = {},
): Promise<Answer> {
  const { key, body, text } = ask;
  const payload = text ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await messaging.app.inject({
    method,
    url: path,
    headers: {
      ...(payload !== undefined && { 'content-type': 'application/json' }),
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...ask.headers,
    },
    ...(payload !== undefined && { payload }),
  });
  const json = response.body.startsWith('{') ? response.json() : {};
  return { status: response.statusCode, headers: response.headers, text: response.body, json };
}
