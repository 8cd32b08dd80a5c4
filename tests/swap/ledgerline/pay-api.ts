import { authError, readAuth } from './auth-rules.ts';
import { authoriseByToken, type TokenOutcome } from './authorising.ts';
import type { Books } from './books.ts';
import type { Callers } from './callers.ts';
import { createError, disabled, readCreate } from './create-rules.ts';
import { type Answer, type Asked, Refused, type Route } from './http.ts';
import { digestOf, isId, readPageToken } from './ids.ts';
import { type Json, type Receipt, receiptOf } from './journal.ts';
import type { Keyring } from './keyring.ts';
import type { Once } from './once.ts';
import { type Payment, paymentOf } from './payment.ts';
import { type Refusal, refund, refundOf } from './refunding.ts';
import { firstError, isInt, keyRule, objectOf, type PayError } from './rules.ts';
import { type Called, refused, searchRoutes } from './search-api.ts';
import { capture, create, type Desk, end, newPayment } from './taking.ts';
import { eventsView, paymentView, refundsView, refundView, type Seen } from './views.ts';

/** What the standard's operations need. */
export interface PayDeps {
  readonly desk: Desk;
  readonly callers: Callers;
  readonly keyring: Keyring;
}

const fresh = { pragma: 'no-cache', 'cache-control': 'no-store' };
const keyReused: PayError = {
  ...{ status: 409, code: 'P0191' },
  description:
    'The `Idempotency-Key` you sent in the request header has already been used for another request.',
};

/** The standard's operations. */
export function payRoutes(deps: PayDeps): readonly Route[] {
  const { desk, callers, keyring } = deps;
  const { books } = desk;
  const called = (asked: Asked, bucket: 'create' | 'other' = 'other'): Called => ({
    ...callers.account(asked, bucket),
    seen: { publicUrl: asked.publicUrl, pageKey: keyring.own('page_token') },
  });
  const read = (path: RegExp, code: string, view: View, headers = {}): Route => [
    'GET',
    path,
    (asked) => {
      const call = called(asked);
      const body = view(ownPayment(books, asked, call, code), call.seen, asked);
      return { status: 200, body, headers: { ...call.limits, ...headers } };
    },
  ];
  const one = '/v1/payments/([^/]+)';
  return [
    ['POST', /^\/v1\/payments$/, (asked) => createPayment(desk, asked, called(asked, 'create'))],
    read(new RegExp(`^${one}$`), 'P0200', paymentView, fresh),
    read(new RegExp(`^${one}/events$`), 'P0300', eventsView),
    ['POST', new RegExp(`^${one}/cancel$`), (asked) => cancelPayment(desk, asked, called(asked))],
    ['POST', new RegExp(`^${one}/capture$`), (asked) => capturePayment(desk, asked, called(asked))],
    ['POST', new RegExp(`^${one}/refunds$`), (asked) => createRefund(desk, asked, called(asked))],
    read(new RegExp(`^${one}/refunds$`), 'P0800', refundsView),
    read(new RegExp(`^${one}/refunds/([^/]+)$`), 'P0700', getRefund),
    ['POST', /^\/v1\/auth$/, (asked) => authorise(deps, asked)],
    ...searchRoutes(books, called),
  ];
}

type View = (payment: Payment, seen: Seen, asked: Asked) => Json;

/** The payment of a request, if it is the account's own. */
function ownPayment(books: Books, asked: Asked, { account }: Called, code: string): Payment {
  const [id] = asked.params;
  const payment = isId(id) ? paymentOf(books, id) : undefined;
  if (payment?.gateway_account_id !== account.id)
    throw refused({ status: 404, code, description: 'Not found' });
  return payment as Payment;
}

async function cancelPayment(desk: Desk, asked: Asked, call: Called): Promise<Answer> {
  const { act, once } = actOf(asked, call, 'cancel');
  const { id } = ownPayment(desk.books, asked, call, 'P0500');
  const description = 'Cancellation of payment failed';
  return acted(desk.books, asked, call, id, await end(desk, act, id, 'SYSTEM', once), {
    not_open: { status: 400, code: 'P0501', description },
    in_progress: { status: 409, code: 'P0502', description },
  });
}

async function capturePayment(desk: Desk, asked: Asked, call: Called): Promise<Answer> {
  const { act, once } = actOf(asked, call, 'capture');
  const { id } = ownPayment(desk.books, asked, call, 'P1000');
  return acted(desk.books, asked, call, id, await capture(desk, act, id, once), {
    not_capturable: { status: 409, code: 'P1003', description: 'Payment cannot be captured' },
  });
}

function getRefund(payment: Payment, seen: Seen, { params }: Asked): Json {
  const one = refundOf(payment, String(params[1]));
  if (!one) throw refused({ status: 404, code: 'P0700', description: 'Not found' });
  return refundView(payment.id, one, seen);
}

async function createPayment(
  { books, ...rest }: Desk,
  asked: Asked,
  { account, limits, seen }: Called,
): Promise<Answer> {
  const body = await jsonOf(asked, 'P0197');
  const idempotencyKey = keyOf(asked);
  const features = account.features as Json;
  const error = createError(body, { live: account.type === 'live', features, idempotencyKey });
  if (error) throw refused(error);
  const once =
    idempotencyKey === undefined
      ? undefined
      : { scope: `payments:${account.id}`, key: idempotencyKey, hash: digestOf(body) };
  const made = await create(
    { books, ...rest },
    asked.act,
    newPayment(account, readCreate(body), new Date()),
    once,
  );
  if (made === 'key_reused') throw refused(keyReused);
  const view = paymentView(made.payment, seen);
  if (made.replayed)
    return {
      status: 200,
      body: view,
      headers: { ...limits, ...fresh, ...replayed(books, asked, receiptOf(books, made.payment.id)) },
    };
  const { href } = (view._links as { self: { href: string } }).self;
  return { status: 201, body: view, headers: { ...limits, ...fresh, location: href } };
}

async function createRefund(desk: Desk, asked: Asked, call: Called): Promise<Answer> {
  const { books } = desk;
  const body = await jsonOf(asked, 'P0697');
  const key = keyOf(asked);
  const error = firstError(objectOf(body), [refundType, keyRule(key), refundRange]);
  if (error) throw refused(error);
  if ((call.account.features as Json).payments === false) throw refused(disabled);
  const { id } = ownPayment(books, asked, call, 'P0600');
  const { amount, refund_amount_available: expected } = objectOf(body);
  const hash = digestOf({ paymentId: id, body });
  const once = key === undefined ? undefined : { scope: `refunds:${call.account.id}`, key, hash };
  const ask = {
    payment: id,
    amount: Number(amount),
    expected: expected === undefined ? undefined : leniently(expected),
  };
  const made = await refund(desk, asked.act, ask, once);
  if (made === 'key_reused') throw refused(keyReused);
  if ('refused' in made) throw refused(refusalOf(made.refused));
  const marks = made.replayed ? replayed(books, asked, refundReceipt(books, id, made.refund.id)) : {};
  return { status: 202, body: refundView(id, made.refund, call.seen), headers: { ...call.limits, ...marks } };
}

async function authorise({ desk, keyring }: PayDeps, asked: Asked): Promise<Answer> {
  const body = await jsonOf(asked, 'P0197');
  const error = authError(body, new Date());
  if (error) throw refused(error);
  const { token, card } = readAuth(body);
  const department = paymentOf(desk.books, token.slice(0, 26))?.department;
  const foreign = asked.entry !== undefined && asked.entry !== department;
  const link =
    department === undefined || foreign
      ? undefined
      : readPageToken(token, keyring.taken('page_token', department));
  const outcome = await authoriseByToken(desk, asked.act, link, card);
  if (outcome === 'authorised') return { status: 204 };
  throw refused(tokenRefusal(outcome));
}

function tokenRefusal(outcome: Exclude<TokenOutcome, 'authorised'>): PayError {
  const rejected = (description = 'The payment was rejected') => ({
    status: 402,
    code: 'P0010',
    description,
  });
  if (typeof outcome === 'object') return rejected(`The card type is not enabled: ${outcome.notTaken}`);
  const refusals: Readonly<Record<Exclude<typeof outcome, 'authorised'>, PayError>> = {
    unknown_token: { status: 400, code: 'P1211', description: 'The one_time_token is not valid' },
    other_token: {
      status: 400,
      code: 'P1211',
      description: 'The one_time_token is not a valid moto api token',
    },
    used_token: { status: 400, code: 'P1212', description: 'The one_time_token has already been used' },
    no_card: rejected('The card_number is not a valid card number'),
    declined: rejected(),
    not_open: rejected(),
    error: { status: 500, code: 'P0050', description: 'There was an error authorising the payment' },
    in_progress: { status: 500, code: 'P0050', description: 'Authorising the payment timed out' },
  };
  return refusals[outcome as Exclude<typeof outcome, 'authorised'>];
}

/** Reads a JSON body. Throws the operation's error for what is none. */
async function jsonOf(asked: Asked, malformed: string): Promise<unknown> {
  const text = await asked.body();
  if (text !== '' && !/^application\/(json|[\w.-]+\+json)\b/i.test(asked.headers['content-type'] ?? '')) {
    throw new Refused({ status: 415, body: { code: 415, message: 'HTTP 415 Unsupported Media Type' } });
  }
  try {
    return JSON.parse(text);
  } catch {
    throw refused({ status: 400, code: malformed, description: 'Unable to parse JSON' });
  }
}

function keyOf({ headers }: Asked): string | undefined {
  const key = headers['idempotency-key'];
  return Array.isArray(key) ? key.join(', ') : key;
}

function actOf(
  asked: Asked,
  { account }: Called,
  operation: string,
): { act: Asked['act']; once: Once | undefined } {
  const key = keyOf(asked);
  const error = keyRule(key)({});
  if (error) throw refused(error);
  const hash = digestOf({ operation, thing: asked.params[0] });
  return { act: asked.act, once: key === undefined ? undefined : { scope: `acts:${account.id}`, key, hash } };
}

function acted(
  books: Books,
  asked: Asked,
  { limits }: Called,
  id: string,
  outcome: string,
  refusals: Readonly<Record<string, PayError>>,
): Answer {
  if (outcome === 'key_reused') throw refused(keyReused);
  const error = refusals[outcome];
  if (error) throw refused(error);
  const marks = outcome === 'replayed' ? replayed(books, asked, lastReceipt(books, id)) : {};
  return { status: 204, headers: { ...limits, ...marks } };
}

/** Says that an answer is one that was given before, with the proof that was given then. */
function replayed(
  _books: Books,
  { act }: Asked,
  receipt: Receipt | undefined,
): Readonly<Record<string, string>> {
  act.receipt = receipt;
  return { 'idempotent-replayed': 'true' };
}

function refundReceipt(books: Books, id: string, refundId: string): Receipt | undefined {
  return receiptOf(books, id, `type = 'payments.refund.submitted.v1' and data ->> 'refund_id' = ?`, refundId);
}

function lastReceipt(books: Books, id: string): Receipt | undefined {
  return receiptOf(
    books,
    id,
    `type in ('payments.payment.cancelled.v1', 'payments.payment.capture_requested.v1')`,
  );
}

function refusalOf(why: Refusal): PayError {
  if (why === 'mismatch')
    return { status: 412, code: 'P0604', description: 'Refund amount available mismatch.' };
  const description =
    why === 'disputed'
      ? 'The payment is disputed and cannot be refunded'
      : `The payment is not available for refund. Payment refund status: ${why}`;
  return { status: 400, code: 'P0603', description };
}

const wrongAmount = (status: number, why: string): PayError => ({
  ...{ status, field: 'amount', code: 'P0602', description: `Invalid attribute value: amount. ${why}` },
});

function refundType({ amount }: Json): PayError | undefined {
  if (amount === undefined || amount === null) {
    return {
      status: 400,
      field: 'amount',
      code: 'P0601',
      description: 'Missing mandatory attribute: amount',
    };
  }
  return isInt(amount) ? undefined : wrongAmount(400, 'Must be a valid numeric format');
}

function refundRange({ amount }: Json): PayError | undefined {
  if (Number(amount) < 1) return wrongAmount(422, 'Must be greater than or equal to 1');
  return Number(amount) > 10_000_000 ? wrongAmount(422, 'Must be less than or equal to 10000000') : undefined;
}

function leniently(value: unknown): number {
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Math.abs(number) < 2 ** 31 ? Math.trunc(number) : 0;
}
