import { randomBytes } from 'node:crypto';
import { openBus } from '@ashlar/events';
import { ensureDatabase, migrate, openPool, type Pool } from '@ashlar/postgres';
import { createLogger } from '@ashlar/service-kit';
import { createDatabase, createTokenIssuer, type TokenIssuer, until } from '@ashlar/testkit';
import type { Wiring } from '@ashlar/wiring';
import { buildApp, type PaymentsApp } from '../src/app.ts';
import { readPaymentsConfig } from '../src/config.ts';
import type { Card } from '../src/domain/cards.ts';
import { migrations } from '../src/migrations.ts';
import { confirmPayment } from '../src/usecases/confirm-payment.ts';
import { followPaymentLink } from '../src/usecases/follow-payment-link.ts';
import { type CardOutcome, submitCard } from '../src/usecases/submit-card.ts';

/** A running service on databases of its own. */
export interface Service extends PaymentsApp {
  readonly pool: Pool;
  readonly databaseUrl: string;
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
  readonly json: Record<string, unknown>;
}

/** Settings that a test may change, by their environment variables. */
export interface ServiceOptions {
  readonly env?: Record<string, string>;
  readonly override?: (wiring: Wiring) => void;
}

/** Starts the service; `override` replaces parts of its graph. */
export async function startService({ env = {}, override }: ServiceOptions = {}): Promise<Service> {
  const [database, busDatabase, issuer] = await Promise.all([
    createOwnedDatabase(),
    createDatabase('bus'),
    createTokenIssuer(),
  ]);
  const config = readPaymentsConfig({
    DATABASE_URL: database.url,
    BUS_URL: busDatabase.url,
    DATA_KEY: randomBytes(32).toString('base64'),
    OAUTH_ISSUER: issuer.issuer,
    OAUTH_JWKS: issuer.jwksFile,
    LOG_LEVEL: 'silent',
    // A loaded test machine must not look like an overloaded service; shedding has tests of its own.
    MAX_EVENT_LOOP_DELAY_MS: '60000',
    // Tests read many payments that nobody is about to confirm.
    SANDBOX_CONFIRM_WAIT_MS: '0',
    PUBLIC_URL: 'http://pay.test',
    ...env,
  });
  const logger = createLogger({ name: 'payments', level: config.logLevel });
  const pool = openPool({ url: config.databaseUrl, applicationName: 'payments-test' });
  await migrate(pool, migrations);
  const bus = openBus({ kind: 'postgres', url: busDatabase.url, clientId: 'payments-test', log: logger });
  const payments = await buildApp(config, { pool, bus, logger }, override);
  return {
    ...payments,
    pool,
    databaseUrl: config.databaseUrl,
    issuer,
    call: callOf(payments),
    async end() {
      await payments.app.close();
      await payments.close();
      await bus.close();
      await pool.end();
      await Promise.all([database.drop(), busDatabase.drop(), issuer.close()]);
    },
  };
}

/** A database of a role of its own, as a service has it: a superuser would stand above the rights that it gives away. */
async function createOwnedDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const adminUrl = String(process.env.ASHLAR_TEST_POSTGRES_URL);
  const name = `payments_${randomBytes(6).toString('hex')}`;
  const url = await ensureDatabase(adminUrl, { name, password: randomBytes(16).toString('hex') });
  return {
    url,
    async drop() {
      const admin = openPool({ url: adminUrl, applicationName: 'payments-test' });
      await admin.query(`drop database ${name} with (force)`);
      await admin.query(`drop role ${name}`);
      await admin.end();
    },
  };
}

/** Calls a service that was built without {@link startService}. */
export function callOf(payments: Pick<PaymentsApp, 'app'>): Service['call'] {
  return (method, path, ask) => send(payments, method, path, ask);
}

/** What it takes to ask for things as an administrator. */
export type Administered = Pick<Service, 'call' | 'issuer'>;

/** A gateway account and a key of it. */
export interface Account {
  readonly id: string;
  readonly key: string;
}

/** Creates an account through the admin API, with limits that no test meets by accident. */
export async function anAccount(
  service: Administered,
  changes: Record<string, unknown> = {},
): Promise<Account> {
  const admin = await adminToken(service);
  const made = await service.call('POST', '/ashlar/v1/gateway-accounts', {
    key: admin,
    body: {
      department: 'demo',
      service: 'licensing',
      name: 'Licensing',
      type: 'test',
      limits: { create_per_second: 10_000, other_per_second: 10_000 },
      ...changes,
    },
  });
  const id = String(made.json.id);
  return { id, key: String((await aKey(service, id)).token) };
}

/** Creates an API key of an account. */
export async function aKey(service: Administered, accountId: string): Promise<Record<string, unknown>> {
  const made = await service.call('POST', `/ashlar/v1/gateway-accounts/${accountId}/api-keys`, {
    key: await adminToken(service),
    body: { description: 'a test' },
  });
  return made.json;
}

/** An access token of an operator of all departments, or of one department. */
export function adminToken(
  service: Administered,
  department = '*',
  scope = 'payments:admin',
): Promise<string> {
  return service.issuer.mint({ audience: 'payments', scope, department });
}

/** A valid body of POST /v1/payments; undefined leaves a member out. */
export function aPaymentBody(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    amount: 1450,
    reference: 'REF-1',
    description: 'A fishing licence',
    return_url: 'https://service.example/return',
    ...changes,
  };
}

/** Creates a payment over HTTP and answers what the API shows. */
export async function aPayment(
  service: Service,
  { key }: Account,
  changes: Record<string, unknown> = {},
): Promise<ShownPayment> {
  const { json } = await service.call('POST', '/v1/payments', { key, body: aPaymentBody(changes) });
  return json as unknown as ShownPayment;
}

/** A payment as the API shows it, as far as tests read it. */
export interface ShownPayment {
  readonly payment_id: string;
  readonly state: Record<string, unknown>;
  readonly _links: Record<string, { href: string; params?: Record<string, string> } | undefined>;
  readonly [member: string]: unknown;
}

/** The places of a payment's life that a test may start from. */
export type Stage =
  | 'created'
  | 'started'
  | 'authorised'
  | 'declined'
  | 'faulty'
  | 'confirmed'
  | 'cancelled'
  | 'expired';

/** Makes a payment and takes it, through the pages' use cases, to a stage. Answers its id. */
export async function aPaymentAt(
  service: Service,
  account: Account,
  stage: Stage,
  changes: Record<string, unknown> = {},
): Promise<string> {
  const payment = await aPayment(service, account, changes);
  const { payment_id: paymentId } = payment;
  if (stage === 'created') return paymentId;
  if (stage === 'cancelled') {
    await service.call('POST', `/v1/payments/${paymentId}/cancel`, { key: account.key });
    return paymentId;
  }
  await follow(service, payment);
  if (stage === 'declined') await sendCard(service, paymentId, '4000000000000002');
  if (stage === 'faulty') await sendCard(service, paymentId, '4000000000000119');
  if (stage === 'authorised' || stage === 'confirmed') await sendCard(service, paymentId);
  if (stage === 'confirmed') await confirmPayment(service.deps, { paymentId });
  if (stage === 'expired') {
    await service.call('POST', `/ashlar/v1/sandbox/payments/${paymentId}/expire`, { key: account.key });
  }
  return paymentId;
}

/** Follows the link that a payment shows. */
export function follow(service: Service, payment: ShownPayment) {
  const token = payment._links.next_url?.href.split('/').at(-1) ?? '';
  return followPaymentLink(service.deps, { token });
}

/** A card of the sandbox that is authorised. */
export function aCard(number = '4444333322221111'): Card {
  return { number, expiryMonth: 11, expiryYear: 2049, cvc: '123', holder: 'J Bloggs' };
}

/** Sends a card to a payment that was started. */
export function sendCard(
  service: Service,
  paymentId: string,
  number?: string,
  holder?: string,
): Promise<CardOutcome> {
  return submitCard(service.deps, {
    paymentId,
    card: { ...aCard(number), ...(holder !== undefined && { holder }) },
    billingAddress: { line1: '1 High Street', city: 'Leeds', postcode: 'LS1 1AA', country: 'GB' },
    email: 'payer@service.example',
    challengeReturnUrl: `http://pay.test/card_details/${paymentId}/3ds_required_in`,
  });
}

/** The stored status of a payment. */
export async function statusOf(service: Service, paymentId: string): Promise<string | undefined> {
  const { rows } = await service.pool.query<{ status: string }>('select status from payment where id = $1', [
    paymentId,
  ]);
  return rows[0]?.status;
}

/** Resolves once a payment is stored with a status. */
export function reaches(service: Service, paymentId: string, status: string): Promise<unknown> {
  const there = async () => (await statusOf(service, paymentId)) === status;
  return until(there, { timeoutMs: 15_000, what: status });
}

/** A payment's rows of the change log, in order. */
export async function logOf(service: Service, paymentId: string): Promise<LogRow[]> {
  const { rows } = await service.pool.query<LogRow>(
    'select * from change_log where aggregate = $1 order by seq',
    [paymentId],
  );
  return rows;
}

/** A row of the change log, as far as tests read it. */
export interface LogRow {
  readonly event_id: string;
  readonly aggregate: string;
  readonly sequence: number;
  readonly department: string;
  readonly service: string;
  readonly type: string | null;
  readonly occurred_at: Date;
  readonly data: Record<string, unknown>;
  readonly traceparent: string | null;
}

/** What the API shows of a payment. */
export async function shown(service: Service, { key }: Account, paymentId: string): Promise<ShownPayment> {
  const { json } = await service.call('GET', `/v1/payments/${paymentId}`, { key });
  return json as unknown as ShownPayment;
}

async function send(
  payments: Pick<PaymentsApp, 'app'>,
  method: Method,
  path: string,
  ask: Ask = {},
): Promise<Answer> {
  const { key, body, text } = ask;
  const payload = text ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await payments.app.inject({
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
  return { status: response.statusCode, headers: response.headers, json };
}
