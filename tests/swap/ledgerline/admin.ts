import { accountOf, withUsual } from './account.ts';
import { created, newAccount, revoke, storeAccount, storeKey } from './accounts.ts';
import type { Callers, Official } from './callers.ts';
import type { Contract } from './contract.ts';
import { mustServe } from './fence.ts';
import { type Answer, type Asked, problem, Refused, type Route } from './http.ts';
import { digestOf, newApiKey } from './ids.ts';
import { find, type Json } from './journal.ts';
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
  return [...accountRoutes(deps), ...keyRoutes(deps), ...paymentRoutes(deps)];
}

const accounts = '/ashlar/v1/gateway-accounts';

function accountRoutes(deps: AdminDeps): readonly Route[] {
  const { books } = deps.desk;
  const admin = (asked: Asked) => deps.callers.official(asked, 'payments:admin');
  const setting = (name: 'limits' | 'features' | 'cards', operation: string): Route => [
    'PATCH',
    new RegExp(`^${accounts}/([^/]+)/${name}$`),
    async (asked) => {
      const before = await administered(deps, asked);
      const changes = await deps.contract.read(asked, operation);
      const after = await books.write(() => {
        const now = find(books, 'gateway_account', String(before.id))?.record ?? before;
        const changed = { ...now, [name]: { ...(now[name] as Json), ...changes } };
        return storeAccount(deps, asked.act, changed, null);
      });
      return { status: 200, body: accountView(withUsual(after)) };
    },
  ];
  const list: Route[2] = async (asked) => {
    const { department } = await admin(asked);
    const rows = books.all(
      `select record from thing where kind = 'gateway_account' and (department = ? or ? = '*') order by id limit 200`,
      ...[department, department],
    );
    const views = rows.map((row) => accountView(withUsual(JSON.parse(String(row.record)))));
    return { status: 200, body: { gateway_accounts: views } };
  };
  return [
    ['GET', new RegExp(`^${accounts}$`), list],
    ['POST', new RegExp(`^${accounts}$`), async (asked) => createAccount(deps, asked, await admin(asked))],
    [
      'GET',
      new RegExp(`^${accounts}/([^/]+)$`),
      async (asked) => ({ status: 200, body: accountView(await administered(deps, asked)) }),
    ],
    setting('limits', 'updateGatewayAccountLimits'),
    setting('features', 'updateGatewayAccountFeatures'),
    setting('cards', 'updateGatewayAccountCards'),
  ];
}

function keyRoutes(deps: AdminDeps): readonly Route[] {
  const { books } = deps.desk;
  const list: Route[2] = async (asked) => {
    const { id } = await administered(deps, asked);
    const rows = books.all(
      `select record from thing where kind = 'api_key' and record ->> 'gateway_account_id' = ? order by id`,
      String(id),
    );
    const views = rows.slice(-200).map((row) => keyView(JSON.parse(String(row.record))));
    return { status: 200, body: { api_keys: views } };
  };
  const revokeOne: Route[2] = async (asked) => {
    const owner = await administered(deps, asked);
    await books.write(() => revoke(deps, asked.act, owner, String(asked.params[1])));
    return { status: 204 };
  };
  return [
    ['GET', new RegExp(`^${accounts}/([^/]+)/api-keys$`), list],
    ['POST', new RegExp(`^${accounts}/([^/]+)/api-keys$`), (asked) => createKey(deps, asked)],
    ['DELETE', new RegExp(`^${accounts}/([^/]+)/api-keys/([^/]+)$`), revokeOne],
  ];
}

/** Makes a key. Its token is told once: a replay has none. */
async function createKey(deps: AdminDeps, asked: Asked): Promise<Answer> {
  const { books } = deps.desk;
  const owner = await administered(deps, asked);
  const body = await deps.contract.read(asked, 'createApiKey');
  const given = asked.headers['idempotency-key'];
  const once =
    typeof given === 'string' ? { scope: `keys:${owner.id}`, key: given, hash: digestOf(body) } : undefined;
  const token = newApiKey(String(owner.type), deps.keyring.own('api_key'));
  const made = await books.write(() => {
    const before = earlier(books, once);
    if (before) return before;
    const key = storeKey(deps, asked.act, owner, String(body.description), token);
    claim(books, once, { thing: String(key.id), status: 201 });
    return key;
  });
  if (made === 'key_reused') throw new Refused(reused);
  if (typeof made !== 'string') return { status: 201, body: { ...keyView(made), token } };
  const view = keyView(find(books, 'api_key', made)?.record ?? {});
  return { status: 201, body: view, headers: { 'idempotent-replayed': 'true' } };
}

const reused = problem(
  422,
  'idempotency_key_reused',
  'Unprocessable Content',
  'The key came with another body before.',
);

function paymentRoutes(deps: AdminDeps): readonly Route[] {
  const { books, wake } = deps.desk;
  const ledger: Route[2] = async (asked) => {
    const payment = await paymentFor(deps, asked);
    const entries = payment.ledger_entries.map((entry) =>
      Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== null)),
    );
    return { status: 200, body: { payment_id: payment.id, entries } };
  };
  const expire: Route[2] = async (asked) => {
    const { id } = await paymentFor(deps, asked);
    await books.write(() => {
      const payment = paymentOf(books, id) as Payment;
      if (payment.live || !endOf(payment.status, 'EXPIRE')) {
        throw new Refused(problem(409, 'conflict', 'Conflict', 'The payment is at its end.'));
      }
      note(books, asked.act, payment, { expire_now: true }, new Date());
    });
    wake();
    return { status: 202, body: { payment_id: id } };
  };
  return [
    ['GET', /^\/ashlar\/v1\/payments\/([^/]+)\/ledger$/, ledger],
    ['POST', /^\/ashlar\/v1\/sandbox\/payments\/([^/]+)\/expire$/, expire],
  ];
}

/** The account of a request by somebody who may administer it. */
async function administered(deps: AdminDeps, asked: Asked): Promise<Json> {
  return accountFor(deps, await deps.callers.official(asked, 'payments:admin'), asked);
}

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
  if (made === 'key_reused') throw new Refused(reused);
  const account = typeof made === 'string' ? (find(books, 'gateway_account', made)?.record ?? {}) : made;
  const headers = {
    location: `${asked.publicUrl}/ashlar/v1/gateway-accounts/${account.id}`,
    ...(typeof made === 'string' && { 'idempotent-replayed': 'true' }),
  };
  return { status: 201, body: accountView(account), headers };
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
