import { randomBytes, randomUUID } from 'node:crypto';
import { accountOf, usualCards, usualFeatures, usualLimits, withUsual } from './account.ts';
import type { Callers, Official } from './callers.ts';
import type { Contract } from './contract.ts';
import { mustServe } from './fence.ts';
import { type Asked, problem, Refused, type Route } from './http.ts';
import { base32, digestOf, newApiKey, sha256 } from './ids.ts';
import { type Act, change, find, type Json } from './journal.ts';
import type { Keyring } from './keyring.ts';
import { claim, earlier } from './once.ts';
import { note, type Payment, paymentOf } from './payment.ts';
import { endOf } from './states.ts';
import type { Desk } from './taking.ts';

/** What administration needs. */
export interface AdminDeps {
  readonly desk: Desk;
  readonly callers: Callers;
  readonly keyring: Keyring;
  readonly contract: Contract;
}

/** Accounts, their keys, what a payment entered in the books, and how a test payment's time runs out. */
export function adminRoutes(deps: AdminDeps): readonly Route[] {
  const { desk, callers, contract } = deps;
  const { books } = desk;
  const admin = (asked: Asked) => callers.official(asked, 'payments:admin');
  const account = async (asked: Asked) => accountFor(deps, await admin(asked), asked);
  const setting = (name: 'limits' | 'features' | 'cards', operation: string): Route => [
    'PATCH',
    new RegExp(`^/ashlar/v1/gateway-accounts/([^/]+)/${name}$`),
    async (asked) => {
      const before = await account(asked);
      const changes = await contract.read(asked, operation);
      const after = await books.write(() => {
        const now = find(books, 'gateway_account', String(before.id))?.record ?? before;
        return storeAccount(
          deps,
          asked.act,
          { ...now, [name]: { ...(now[name] as Json), ...changes } },
          null,
        );
      });
      return { status: 200, body: accountView(withUsual(after)) };
    },
  ];
  return [
    [
      'GET',
      /^\/ashlar\/v1\/gateway-accounts$/,
      async (asked) => {
        const { department } = await admin(asked);
        const rows = books.all(
          `select record from thing where kind = 'gateway_account' and (department = ? or ? = '*') order by id`,
          department,
          department,
        );
        return {
          status: 200,
          body: {
            gateway_accounts: rows
              .slice(0, 200)
              .map((row) => accountView(withUsual(JSON.parse(String(row.record))))),
          },
        };
      },
    ],
    [
      'POST',
      /^\/ashlar\/v1\/gateway-accounts$/,
      async (asked) => createAccount(deps, asked, await admin(asked)),
    ],
    [
      'GET',
      /^\/ashlar\/v1\/gateway-accounts\/([^/]+)$/,
      async (asked) => ({ status: 200, body: accountView(await account(asked)) }),
    ],
    setting('limits', 'updateGatewayAccountLimits'),
    setting('features', 'updateGatewayAccountFeatures'),
    setting('cards', 'updateGatewayAccountCards'),
    [
      'GET',
      /^\/ashlar\/v1\/gateway-accounts\/([^/]+)\/api-keys$/,
      async (asked) => {
        const { id } = await account(asked);
        const rows = books.all(
          `select record from thing where kind = 'api_key' and record ->> 'gateway_account_id' = ? order by id`,
          String(id),
        );
        return {
          status: 200,
          body: { api_keys: rows.slice(-200).map((row) => keyView(JSON.parse(String(row.record)))) },
        };
      },
    ],
    [
      'POST',
      /^\/ashlar\/v1\/gateway-accounts\/([^/]+)\/api-keys$/,
      async (asked) => {
        const owner = await account(asked);
        const { description } = await contract.read(asked, 'createApiKey');
        const token = newApiKey(String(owner.type), deps.keyring.own('api_key'));
        const key = await books.write(() => storeKey(deps, asked.act, owner, String(description), token));
        return { status: 201, body: { ...keyView(key), token } };
      },
    ],
    [
      'DELETE',
      /^\/ashlar\/v1\/gateway-accounts\/([^/]+)\/api-keys\/([^/]+)$/,
      async (asked) => {
        const owner = await account(asked);
        await books.write(() => revoke(deps, asked.act, owner, String(asked.params[1])));
        return { status: 204 };
      },
    ],
    [
      'GET',
      /^\/ashlar\/v1\/payments\/([^/]+)\/ledger$/,
      async (asked) => {
        const payment = await paymentFor(deps, asked);
        const entries = payment.ledger_entries.map(
          ({ refund_id: refund, dispute_id: dispute, ...entry }) => ({
            ...{
              ...entry,
              ...(refund !== null && { refund_id: refund }),
              ...(dispute !== null && { dispute_id: dispute }),
            },
          }),
        );
        return { status: 200, body: { payment_id: payment.id, entries } };
      },
    ],
    [
      'POST',
      /^\/ashlar\/v1\/sandbox\/payments\/([^/]+)\/expire$/,
      async (asked) => {
        const { id } = await paymentFor(deps, asked);
        await books.write(() => {
          const payment = paymentOf(books, id) as Payment;
          if (payment.live || !endOf(payment.status, 'EXPIRE'))
            throw new Refused(problem(409, 'conflict', 'Conflict', 'The payment is at its end.'));
          note(books, asked.act, payment, { expire_now: true }, new Date());
        });
        desk.wake();
        return { status: 202, body: { payment_id: id } };
      },
    ],
  ];
}

/** An account that was seeded, and the token of its key. */
export interface Seeded {
  readonly department: string;
  readonly service: string;
  readonly account: string;
  readonly token: string;
}

const corporate = {
  corporate_credit_card_surcharge_amount: 250,
  corporate_debit_card_surcharge_amount: 150,
  corporate_prepaid_debit_card_surcharge_amount: 100,
};

/** Makes an account with a key, where its department has none: `department/service`, or the same with `:plain` for one without special features. */
export function seedAccount(deps: AdminDeps, seed: string): Promise<Seeded | undefined> {
  const [, department = '', service = department, plain] =
    /^([^/:]+)(?:\/([^:]+))?(:plain)?$/.exec(seed) ?? [];
  const { books } = deps.desk;
  return books.write(() => {
    if (books.one(`select id from thing where kind = 'gateway_account' and department = ?`, department))
      return undefined;
    const limits = { create_per_second: 10_000, other_per_second: 10_000 };
    const features = plain ? {} : { zero_amount: true, moto: true, moto_api: true };
    const given = {
      department,
      service,
      name: service,
      type: 'test',
      limits,
      features,
      cards: plain ? {} : corporate,
    };
    const account = storeAccount(deps, {}, newAccount(given), created);
    const token = newApiKey('test', deps.keyring.own('api_key'));
    storeKey(deps, {}, account, 'seed', token);
    return { department, service, account: String(account.id), token };
  });
}

const created = 'payments.gateway_account.created.v1';

async function createAccount(deps: AdminDeps, asked: Asked, { department: own }: Official) {
  const { books } = deps.desk;
  const body = await deps.contract.read(asked, 'createGatewayAccount');
  const department = String(body.department ?? own);
  if (department === '*' || (own !== '*' && own !== department)) {
    throw new Refused(
      problem(422, 'invalid_request', 'Unprocessable Content', 'Name a department that you may administer.'),
    );
  }
  const key = asked.headers['idempotency-key'];
  const once = typeof key === 'string' ? { scope: `accounts:${own}`, key, hash: digestOf(body) } : undefined;
  const made = await books.write(() => {
    const before = earlier(books, once);
    if (before) return before;
    const account = storeAccount(deps, asked.act, newAccount({ ...body, department }), created);
    claim(books, once, { thing: String(account.id), status: 201 });
    return account;
  });
  if (made === 'key_reused')
    throw new Refused(
      problem(
        422,
        'idempotency_key_reused',
        'Unprocessable Content',
        'The key came with another body before.',
      ),
    );
  const account = typeof made === 'string' ? (find(books, 'gateway_account', made)?.record ?? {}) : made;
  const headers = {
    location: `${asked.publicUrl}/ashlar/v1/gateway-accounts/${account.id}`,
    ...(typeof made === 'string' && { 'idempotent-replayed': 'true' }),
  };
  return { status: 201, body: accountView(account), headers };
}

function newAccount(given: Json): Json {
  const at = new Date().toISOString();
  const provider = String(given.provider ?? 'sandbox');
  const times = { created_at: at, entered_at: null, verified_at: null, activated_at: at, retired_at: null };
  return {
    ...{
      id: base32(randomBytes(10)),
      department: given.department,
      service: given.service,
      name: given.name,
      type: given.type,
      provider,
    },
    limits: { ...usualLimits, ...(given.limits as Json) },
    features: { ...usualFeatures, recurring: given.type === 'test', ...(given.features as Json) },
    cards: { ...usualCards, ...(given.cards as Json) },
    ...{ created_at: at, clock_ahead_ms: 0, clock_moved_at: null, clock_moves: [], idempotency_records: [] },
    credentials: [
      { id: randomUUID(), provider, status: 'ACTIVE', secrets: null, verification: null, ...times },
    ],
  };
}

function storeAccount({ desk }: AdminDeps, act: Act, record: Json, type: string | null): Json {
  const [id, department, service] = [String(record.id), String(record.department), String(record.service)];
  const data = { gateway_account_id: id, type: record.type, provider: record.provider };
  change(desk.books, act, {
    kind: 'gateway_account',
    id,
    department,
    service,
    record,
    type,
    data,
    at: new Date(),
  });
  return record;
}

function storeKey({ desk }: AdminDeps, act: Act, account: Json, description: string, token: string): Json {
  const at = new Date();
  const record = {
    ...{
      id: randomUUID(),
      gateway_account_id: account.id,
      token_hash: sha256(token),
      description,
      created_at: at.toISOString(),
    },
    ...{ revoked_at: null, idempotency_records: [] },
  };
  const [department, service] = [String(account.department), String(account.service)];
  change(desk.books, act, { kind: 'api_key', id: record.id, department, service, record, type: null, at });
  return record;
}

function revoke({ desk }: AdminDeps, act: Act, account: Json, id: string): void {
  const record = find(desk.books, 'api_key', id)?.record;
  if (record?.gateway_account_id !== account.id) throw new Refused(notFound);
  if (record?.revoked_at !== null) return;
  const at = new Date();
  const [department, service] = [String(account.department), String(account.service)];
  change(desk.books, act, {
    kind: 'api_key',
    id,
    department,
    service,
    record: { ...record, revoked_at: at.toISOString() },
    type: null,
    at,
  });
}

const notFound = problem(404, 'not_found', 'Not Found', 'There is no such thing here.');

function accountFor({ desk }: AdminDeps, { department }: Official, asked: Asked): Json {
  const account = accountOf(desk.books, String(asked.params[0]));
  if (!account || (department !== '*' && department !== account.department)) throw new Refused(notFound);
  mustServe(desk.books, String(account.department), asked.grant);
  return account;
}

/** The payment of a request that comes with a key of its account, or an administrator's token. */
async function paymentFor({ desk, callers }: AdminDeps, asked: Asked): Promise<Payment> {
  const account = callers.accountOf(asked);
  const department = account ? undefined : (await callers.official(asked, 'payments:admin')).department;
  const payment = paymentOf(desk.books, String(asked.params[0]));
  const isOwn =
    payment &&
    (account
      ? payment.gateway_account_id === account.id
      : [payment.department, '*'].includes(String(department)));
  if (!payment || !isOwn) throw new Refused(notFound);
  mustServe(desk.books, payment.department, asked.grant);
  return payment;
}

function accountView({
  id,
  department,
  service,
  name,
  type,
  provider,
  limits,
  features,
  cards,
  created_at,
}: Json): Json {
  return { id, department, service, name, type, provider, limits, features, cards, created_at };
}

function keyView({ id, description, created_at, revoked_at }: Json): Json {
  return { id, description, created_at, ...(revoked_at !== null && { revoked_at }) };
}
