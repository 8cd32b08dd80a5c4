import type { Books } from './books.ts';
import type { Json } from './journal.ts';
import type { Payment, Refund } from './payment.ts';
import type { PayError } from './rules.ts';
import { statusesOf } from './states.ts';

/** A search's parameters that are not blank; of a repeated one the first counts. */
export type Sought = ReadonlyMap<string, string>;

type Check = (value: string) => boolean;

const largest = 500;
const states = ['created', 'started', 'submitted', 'success', 'failed', 'cancelled', 'error'];
const whole =
  (most: number): Check =>
  (value) =>
    /^\d{1,10}$/.test(value) && Number(value) >= 1 && Number(value) <= most;
const upTo =
  (most: number): Check =>
  (value) =>
    value.length <= most;
const paging: readonly (readonly [string, Check])[] = [
  ['page', whole(2 ** 31 - 1)],
  ['display_size', whole(largest)],
];

/** The parameters of each search with their rules, in the order in which what is wrong is told. */
export const searches = {
  payments: new Map<string, Check>([
    ['state', (value) => states.includes(value)],
    ['reference', upTo(255)],
    ['email', upTo(254)],
    ['card_brand', upTo(20)],
    ['from_date', isMoment],
    ['to_date', isMoment],
    ...paging,
    ['agreement_id', upTo(26)],
    ['first_digits_card_number', (value) => /^\d{6}$/.test(value)],
    ['last_digits_card_number', (value) => /^\d{4}$/.test(value)],
    ['from_settled_date', isDay],
    ['to_settled_date', isDay],
    ['cardholder_name', () => true],
  ]),
  refunds: new Map<string, Check>([
    ['from_date', isMoment],
    ['to_date', isMoment],
    ['from_settled_date', isDay],
    ['to_settled_date', isDay],
    ...paging,
  ]),
  disputes: new Map<string, Check>([
    ['from_date', isMoment],
    ['to_date', isMoment],
    ['from_settled_date', isDay],
    ['to_settled_date', isDay],
    ['status', (value) => ['needs_response', 'under_review', 'lost', 'won'].includes(value)],
    ...paging,
  ]),
  agreements: new Map<string, Check>([
    ['reference', upTo(255)],
    ['status', (value) => ['created', 'active', 'cancelled', 'inactive'].includes(value)],
    ...paging,
  ]),
};

/** Reads a search's parameters. */
export function soughtOf(query: URLSearchParams, names: Iterable<string>): Sought {
  return new Map(
    [...names].flatMap((name) => (query.get(name)?.trim() ? [[name, query.get(name) ?? '']] : [])),
  );
}

/** The error that names every parameter which is wrong. */
export function searchError(
  sought: Sought,
  checks: ReadonlyMap<string, Check>,
  code: string,
): PayError | undefined {
  const wrong = [...checks].filter(([name, check]) => {
    const value = sought.get(name);
    return value !== undefined && (!check(value) || value.includes('\0'));
  });
  if (wrong.length === 0) return undefined;
  const names = wrong.map(([name]) => name).join(', ');
  return {
    status: 422,
    code,
    description: `Invalid parameters: ${names}. See Public API documentation for the correct data formats`,
  };
}

/** One page of an account's payments, newest first; undefined beyond the last. */
export function searchPayments(books: Books, account: string, sought: Sought): Page<Payment> | undefined {
  const tests: string[] = [`kind = 'payment'`, `record ->> 'gateway_account_id' = ?`];
  const values: string[] = [account];
  const test = (name: string, sql: string, value = (given: string) => given) => {
    const given = sought.get(name);
    if (given === undefined) return;
    tests.push(sql);
    values.push(value(given));
  };
  const part = (text: string) => `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  test('reference', `lower(record ->> 'reference') = ?`, (text) => text.toLowerCase());
  test('email', `lower(record ->> 'email') like ? escape '\\'`, part);
  test('cardholder_name', `lower(record ->> '$.card.cardholder_name') like ? escape '\\'`, part);
  test('first_digits_card_number', `record ->> '$.card.first_digits_card_number' = ?`);
  test('last_digits_card_number', `record ->> '$.card.last_digits_card_number' = ?`);
  test('from_date', `record ->> 'created_at' >= ?`, (text) => new Date(text).toISOString());
  test('to_date', `record ->> 'created_at' < ?`, (text) => new Date(text).toISOString());
  test('agreement_id', `record ->> 'agreement_id' = ?`);
  const brands = sought.get('card_brand')?.toLowerCase().split(',');
  if (brands)
    test('card_brand', `lower(record ->> '$.card.card_brand') in (select value from json_each(?))`, () =>
      JSON.stringify(brands),
    );
  test('state', `record ->> 'status' in (select value from json_each(?))`, (state) =>
    JSON.stringify(statusesOf(state)),
  );
  if (isSettled(sought)) tests.push('false');
  const where = `from thing where ${tests.join(' and ')}`;
  const total = Number(books.one(`select count(*) as total ${where}`, ...values)?.total);
  return pageOf(sought, total, (limit, offset) =>
    books
      .all(
        `select record ${where} order by record ->> 'created_at' desc, id desc limit ${limit} offset ${offset}`,
        ...values,
      )
      .map((row) => JSON.parse(String(row.record)) as Payment),
  );
}

/** One page of an account's refunds with their payments, newest first. */
export function searchRefunds(
  books: Books,
  account: string,
  sought: Sought,
): Page<{ payment: string; refund: Refund }> | undefined {
  const from = moment(sought.get('from_date')) ?? '';
  const to = moment(sought.get('to_date')) ?? '9999';
  const where = `from thing, json_each(thing.record, '$.refunds') as refund
    where kind = 'payment' and record ->> 'gateway_account_id' = ? and json_array_length(record, '$.refunds') > 0
      and refund.value ->> 'created_at' >= ? and refund.value ->> 'created_at' < ?${isSettled(sought) ? ' and false' : ''}`;
  const values = [account, from, to];
  const total = Number(books.one(`select count(*) as total ${where}`, ...values)?.total);
  return pageOf(sought, total, (limit, offset) =>
    books
      .all(
        `select thing.id as payment, refund.value as refund ${where}
          order by refund.value ->> 'created_at' desc, refund.value ->> 'id' desc limit ${limit} offset ${offset}`,
        ...values,
      )
      .map((row) => ({ payment: String(row.payment), refund: JSON.parse(String(row.refund)) as Refund })),
  );
}

/** A page of what was found. */
export interface Page<Thing> {
  readonly things: readonly Thing[];
  readonly total: number;
  readonly page: number;
  readonly size: number;
  readonly last: number;
}

/** A page of nothing; undefined beyond the first. */
export function nothing(sought: Sought): Page<never> | undefined {
  return pageOf(sought, 0, () => []);
}

/** A page as the standard shows it. */
export function pageView<Thing>(
  found: Page<Thing>,
  address: string,
  sought: Sought,
  view: (thing: Thing) => Json,
): Json {
  const link = (page: number) => {
    const query = new URLSearchParams([...sought]);
    query.set('page', String(page));
    query.set('display_size', String(found.size));
    return { href: `${address}?${query}`, method: 'GET' };
  };
  const { page, last, total, things } = found;
  return {
    ...{ total, count: things.length, page, results: things.map(view) },
    _links: {
      ...{ self: link(page), first_page: link(1), last_page: link(last) },
      ...(page > 1 && { prev_page: link(page - 1) }),
      ...(page < last && { next_page: link(page + 1) }),
    },
  };
}

function pageOf<Thing>(
  sought: Sought,
  total: number,
  read: (limit: number, offset: number) => Thing[],
): Page<Thing> | undefined {
  const size = Number(sought.get('display_size') ?? largest);
  const page = Number(sought.get('page') ?? 1);
  const last = Math.max(1, Math.ceil(total / size));
  return page > last ? undefined : { things: read(size, (page - 1) * size), total, page, size, last };
}

function isSettled(sought: Sought): boolean {
  return sought.has('from_settled_date') || sought.has('to_settled_date');
}

function isMoment(value: string): boolean {
  const match = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.exec(value);
  return match !== null && isDay(match[1] ?? '') && !Number.isNaN(Date.parse(value));
}

function isDay(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

function moment(value: string | undefined): string | undefined {
  return value === undefined ? undefined : new Date(value).toISOString();
}
