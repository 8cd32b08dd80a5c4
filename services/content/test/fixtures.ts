import { randomBytes, randomUUID } from 'node:crypto';
import { openBus } from '@ashlar/events';
import { migrate, openPool, type Pool } from '@ashlar/postgres';
import { createLogger } from '@ashlar/service-kit';
import { createDatabase, createTokenIssuer, type TokenIssuer } from '@ashlar/testkit';
import { buildApp, type ContentApp } from '../src/app.ts';
import { readContentConfig } from '../src/config.ts';
import { migrations } from '../src/migrations.ts';

/** A running service on databases of its own. */
export interface Service extends ContentApp {
  readonly pool: Pool;
  readonly databaseUrl: string;
  readonly issuer: TokenIssuer;
  /** Calls the service over HTTP, without a network. */
  call(method: Method, path: string, ask?: Ask): Promise<Answer>;
  /** Builds one more of the same service on the same databases, as another process would be. */
  another(): Promise<ContentApp>;
  /** Stops everything and drops the databases. */
  end(): Promise<void>;
}

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

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

/** Starts the service, for the site of the department demo, with parts replaced by `override`. */
export async function startService(
  env: Record<string, string> = {},
  override?: Parameters<typeof buildApp>[2],
): Promise<Service> {
  const [database, busDatabase, issuer] = await Promise.all([
    createDatabase('content'),
    createDatabase('bus'),
    createTokenIssuer(),
  ]);
  const config = readContentConfig({
    DATABASE_URL: database.url,
    DATA_KEY: randomBytes(32).toString('base64'),
    BUS_URL: busDatabase.url,
    OAUTH_ISSUER: issuer.issuer,
    OAUTH_JWKS: issuer.jwksFile,
    LOG_LEVEL: 'silent',
    // A loaded test machine must not look like an overloaded service; shedding has tests of its own.
    MAX_EVENT_LOOP_DELAY_MS: '60000',
    SITE_DEPARTMENT: 'demo',
    PUBLIC_URL: 'http://content.test',
    ...env,
  });
  const logger = createLogger({ name: 'content', level: config.logLevel });
  const pool = openPool({ url: database.url, applicationName: 'content-test' });
  await migrate(pool, migrations);
  const bus = openBus({ kind: 'postgres', url: busDatabase.url, clientId: 'content-test', log: logger });
  const another = () => buildApp(config, { pool, bus, logger }, override);
  const content = await another();
  return {
    ...content,
    pool,
    databaseUrl: database.url,
    issuer,
    call: callOf(content),
    another,
    async end() {
      await content.app.close();
      await content.close();
      await bus.close();
      await pool.end();
      await Promise.all([database.drop(), busDatabase.drop(), issuer.close()]);
    },
  };
}

/** Calls a service that was built without {@link startService}. */
export function callOf({ app }: Pick<ContentApp, 'app'>): Service['call'] {
  return async (method, url, { key, body, text, headers } = {}) => {
    const payload = text ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await app.inject({
      method,
      url,
      headers: {
        ...(payload !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
        ...headers,
      },
      ...(payload !== undefined && { payload }),
    });
    return readAnswer(response.statusCode, response.headers, response.body);
  };
}

/** A reply whose body has arrived. */
export function readAnswer(status: number, headers: Answer['headers'], text: string): Answer {
  return { status, headers, text, json: /^[[{]/.test(text) ? JSON.parse(text) : {} };
}

/** What it takes to ask for things as an administrator. */
export type Administered = Pick<Service, 'call' | 'issuer'>;

/** An access token of an operator of all departments, or of one department. */
export function accessToken(
  { issuer }: Pick<Administered, 'issuer'>,
  department = '*',
  scope = 'content:admin',
): Promise<string> {
  return issuer.mint({ audience: 'content', scope, department });
}

/** Calls an admin operation and answers its body; throws unless it is 201. */
export async function administer(
  service: Administered,
  path: string,
  body: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const key = await accessToken(service);
  const made = await service.call('POST', `/ashlar/v1/publishing-applications${path}`, { key, body });
  if (made.status !== 201) throw new Error(`${path} answers ${made.status} ${made.text}`);
  return made.json;
}

/** Creates a publishing application through the admin API, and a token of it. */
export async function anApplication(
  service: Administered,
  department = 'demo',
): Promise<{ id: string; token: string }> {
  const application = { department, service: 'fishing-licence', name: 'The editors' };
  const id = String((await administer(service, '', application)).id);
  const { token } = await administer(service, `/${id}/tokens`, { description: 'tests' });
  return { id, token: String(token) };
}

/** A valid body of a start page at a path, with members replaced or (undefined) left out. */
export function aTransaction(
  basePath: string,
  changes: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    base_path: basePath,
    title: 'Apply for a fishing licence',
    description: 'You need one to fish.',
    document_type: 'transaction',
    schema_name: 'transaction',
    publishing_app: 'publisher',
    rendering_app: 'frontend',
    locale: 'en',
    update_type: 'major',
    change_note: 'It is new.',
    routes: [{ path: basePath, type: 'exact' }],
    details: {
      introductory_paragraph: [
        { content_type: 'text/govspeak', content: 'You *need* one.' },
        { content_type: 'text/html', content: '<p>You <em>need</em> one.</p>' },
      ],
      transaction_start_link: 'https://licences.example/apply',
      start_button_text: 'Apply now',
    },
    ...changes,
  };
}

/** A client of the standard with a token. */
export function clientOf(service: Pick<Service, 'call'>, token: string) {
  const ask = (method: Method, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    service.call(method, path, { key: token, headers, ...(body !== undefined && { body }) });
  return {
    ask,
    put: (id: string, body: Record<string, unknown>) => ask('PUT', `/v2/content/${id}`, body),
    get: (id: string, query = '') => ask('GET', `/v2/content/${id}${query}`),
    post: (id: string, command: string, body: Record<string, unknown> = {}) =>
      ask('POST', `/v2/content/${id}/${command}`, body),
    read: (path: string) => service.call('GET', `/content${path}`),
    readDraft: (path: string, headers: Record<string, string> = {}) =>
      service.call('GET', `/draft/content${path}`, { key: token, headers }),
  };
}

/** Something that calls with a token. */
export type Client = ReturnType<typeof clientOf>;

/** Writes and publishes a start page; answers its content id. Throws when either fails. */
export async function publishedAt(
  client: Client,
  basePath: string,
  changes: Record<string, unknown> = {},
): Promise<string> {
  const id = randomUUID();
  for (const { status, text } of [
    await client.put(id, aTransaction(basePath, changes)),
    await client.post(id, 'publish', typeof changes.locale === 'string' ? { locale: changes.locale } : {}),
  ]) {
    if (status !== 200) throw new Error(`${basePath} answers ${status} ${text}`);
  }
  return id;
}

/** The public rows of the change log about a document, in order. */
export async function eventsOf(service: Service, contentId: string): Promise<LogRow[]> {
  const { rows } = await service.pool.query<LogRow>(
    `select change_log.* from change_log where data ->> 'content_id' = $1 order by seq`,
    [contentId],
  );
  return rows;
}

/** A row of the change log, as far as tests read it. */
export interface LogRow {
  readonly aggregate: string;
  readonly sequence: number;
  readonly department: string;
  readonly type: string | null;
  readonly data: Record<string, unknown>;
}

/** Everything that is stored, to be compared with what was: the number of rows of each table. */
export async function rowsOf({ pool }: Pick<Service, 'pool'>): Promise<Record<string, number>> {
  const tables = ['document', 'edition', 'path_reservation', 'content_item', 'preview_link', 'change_log'];
  const counts = tables.map((table) => `(select count(*) from ${table}) as ${table}`);
  const { rows } = await pool.query<Record<string, number>>(`select ${counts.join(', ')}`);
  return rows[0] ?? {};
}
