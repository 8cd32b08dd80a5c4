import { randomBytes, randomUUID } from 'node:crypto';
import { usualCards, usualFeatures, usualLimits } from './account.ts';
import { problem, Refused } from './http.ts';
import { base32, newApiKey, sha256 } from './ids.ts';
import { type Act, change, find, type Json } from './journal.ts';
import type { Keyring } from './keyring.ts';
import type { Desk } from './taking.ts';

/** What making accounts needs. */
export interface AccountDeps {
  readonly desk: Desk;
  readonly keyring: Keyring;
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
export function seedAccount(deps: AccountDeps, seed: string): Promise<Seeded | undefined> {
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

export const created = 'payments.gateway_account.created.v1';

export function newAccount(given: Json): Json {
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

export function storeAccount({ desk }: AccountDeps, act: Act, record: Json, type: string | null): Json {
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

export function storeKey(
  { desk }: AccountDeps,
  act: Act,
  account: Json,
  description: string,
  token: string,
): Json {
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

export function revoke({ desk }: AccountDeps, act: Act, account: Json, id: string): void {
  const record = find(desk.books, 'api_key', id)?.record;
  if (record?.gateway_account_id !== account.id)
    throw new Refused(problem(404, 'not_found', 'Not Found', 'There is no such thing here.'));
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
