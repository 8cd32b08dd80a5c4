import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { type Answer, type Ask, send } from '../http.ts';
import { type Page, type Visitor, visitor } from '../visitor.ts';
import type { Exchange } from './exchange.ts';

/** The implementation under test: an address and what a department would hold. */
export interface PaymentsSubject {
  /** A root without a path or trailing slash. */
  readonly baseUrl: string;
  /** An API key of a test gateway account that may take agreements, and orders by mail and phone on the page and through the API, may tell of payments that were taken elsewhere, and may take payments of nothing. Corporate cards add something to its payments; it takes no Maestro cards. */
  readonly apiKey: string;
  /** Another department, for what must stay hidden from it: its own address (it may be the same) and key. Its account may take no orders by mail and phone, nor tell of such, nor take payments of nothing. */
  readonly other: { readonly baseUrl: string; readonly apiKey: string };
  /** An access token with payments:admin, and the id of the key's account; only the sections "webhooks", "payment links", "accounts" and "switching" need them. It may send to this machine. */
  readonly admin?: { readonly token: string; readonly accountId: string };
  /** Hears every call of the suite with its answer. */
  readonly onExchange?: (exchange: Exchange) => void;
}

/** The same implementation as the other department sees it. */
export function asOther(subject: PaymentsSubject): PaymentsSubject {
  return { ...subject, ...subject.other };
}

/** A payment as the API shows it, as far as the suite reads it. */
export interface Payment {
  readonly payment_id: string;
  readonly amount: number;
  readonly state: { status: string; finished: boolean; code?: string; message?: string };
  readonly _links: Record<
    string,
    { href: string; method: string; type?: string; params?: Record<string, string> } | undefined
  >;
  readonly [member: string]: unknown;
}

/** A card of the sandbox that is authorised. */
export const GOOD_CARD = '4444333322221111';
/** Where the suite's payments send the payer back to. Nothing has to answer there. */
export const RETURN_URL = 'https://service.example/return';

const validator = createSchemaValidator(loadContract('payments').document);

/**
 * A valid body for `POST /v1/payments`, with members replaced or (undefined) left out. No two are alike, so that an answer that was
 * made up, or remembered from another run, cannot pass for the answer to it.
 */
export function paymentBody(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    amount: 1450,
    reference: fresh('REF'),
    description: fresh('A fishing licence'),
    return_url: RETURN_URL,
    ...changes,
  };
}

/** Calls the API with the subject's key, and checks that the answer is one that the contract of `operationId` allows. */
export async function call(
  subject: PaymentsSubject,
  operationId: string,
  path: string,
  ask: Ask & { key?: string | null } = {},
): Promise<Answer> {
  const key = ask.key === undefined ? subject.apiKey : ask.key;
  const headers = { ...(key !== null && { authorization: `Bearer ${key}` }), ...ask.headers };
  const answer = await sendPatiently(`${subject.baseUrl}${path}`, { ...ask, headers });
  const method = ask.method ?? (ask.body === undefined && ask.text === undefined ? 'GET' : 'POST');
  subject.onExchange?.({ method, path, body: ask.body, answer });
  const faults = validator.response(operationId, answer.status, answer.json);
  assert.deepEqual(
    faults,
    [],
    `${operationId} answered ${answer.status} outside its contract: ${answer.text.slice(0, 400)}`,
  );
  return answer;
}

/** The same as the subject's administrator. Throws when the suite was given none. */
export function asAdmin(
  subject: PaymentsSubject,
  operationId: string,
  path: string,
  ask: Ask = {},
): Promise<Answer> {
  return call(subject, operationId, path, { ...ask, key: adminOf(subject).token });
}

/** Where the subject's account is administered. */
export function accountPath(subject: PaymentsSubject): string {
  return `/ashlar/v1/gateway-accounts/${adminOf(subject).accountId}`;
}

/** What the admin API takes. Throws when the suite was given none. */
export function adminOf({ admin }: PaymentsSubject): NonNullable<PaymentsSubject['admin']> {
  if (admin === undefined) throw new Error('The suite needs an access token with payments:admin for this.');
  return admin;
}

/** As a good client does: told that it asks too often (429 P0900), it waits a second and asks again. */
async function sendPatiently(url: string, ask: Ask, triesLeft = 5): Promise<Answer> {
  const answer = await send(url, ask);
  if (answer.status !== 429 || triesLeft === 0) return answer;
  await setTimeout(1000);
  return sendPatiently(url, ask, triesLeft - 1);
}

/** Text that was never used before: the words, and some letters and digits. */
export function fresh(words: string): string {
  return `${words} ${crypto.randomUUID().slice(0, 18)}`;
}

/** Creates a payment and answers it; throws unless the reply is 201 and shows what was asked for. */
export async function create(
  subject: PaymentsSubject,
  changes: Record<string, unknown> = {},
): Promise<Payment> {
  const body = paymentBody(changes);
  const answer = await call(subject, 'createPayment', '/v1/payments', { body });
  assert.equal(answer.status, 201, answer.text);
  assertShows(answer.json, body, SHOWN);
  return answer.json as Payment;
}

/** What of a payment's request its answer shows as it was given. */
const SHOWN = [
  ...['amount', 'reference', 'description', 'return_url', 'language', 'email'],
  ...['delayed_capture', 'metadata', 'agreement_payment_type'],
];

/** Asserts that an answer shows these members of a request's body as they were given. */
export function assertShows(
  shown: unknown,
  body: Readonly<Record<string, unknown>>,
  members: readonly string[],
): void {
  const given = members.filter((member) => body[member] !== undefined);
  const pick = (from: unknown) =>
    Object.fromEntries(given.map((member) => [member, (from as Record<string, unknown>)[member]]));
  assert.deepEqual(pick(shown), pick(body));
}

/** Reads a payment; throws unless the reply is 200 and that payment. */
export async function read(subject: PaymentsSubject, id: string): Promise<Payment> {
  const answer = await call(subject, 'getPayment', `/v1/payments/${id}`);
  assert.equal(answer.status, 200, answer.text);
  const payment = answer.json as Payment;
  assert.equal(payment.payment_id, id);
  return payment;
}

/** The states a payment has been through, oldest first, as its events tell them. */
export async function statesOf(subject: PaymentsSubject, id: string): Promise<string[]> {
  const answer = await call(subject, 'getPaymentEvents', `/v1/payments/${id}/events`);
  assert.equal(answer.status, 200, answer.text);
  return (answer.json as { events: { state: { status: string } }[] }).events.map(
    (event) => event.state.status,
  );
}

/** Asserts one error of the standard: status, code and, where given, the exact field and description. */
export function assertError(
  answer: Answer,
  status: number,
  expected: { code: string; field?: string; header?: string; description?: string },
): void {
  const { code, field, header, description } = (answer.json ?? {}) as Record<string, unknown>;
  assert.deepEqual(
    {
      status: answer.status,
      code,
      field,
      header,
      ...(expected.description !== undefined && { description }),
    },
    { status, field: undefined, header: undefined, ...expected },
  );
}

/** Opens a payment's card page as a new visitor. */
export async function openCardPage(payment: Payment): Promise<{ payer: Visitor; page: Page }> {
  const next = payment._links.next_url;
  assert.ok(next, 'an unfinished payment has no next_url');
  const payer = visitor(new URL(next.href).origin);
  return { payer, page: await payer.open(next.href) };
}

/** Creates a payment and has a payer enter a card, a good one, and confirm it; a delayed one then waits for its capture. */
export async function pay(
  subject: PaymentsSubject,
  changes: Record<string, unknown> = {},
  card = GOOD_CARD,
): Promise<Payment> {
  const payment = await create(subject, changes);
  const { payer, page } = await openCardPage(payment);
  await payer.submit(await payer.submit(page, '#submit-card-details', cardFields(card)), '#confirm');
  return payment;
}

/** The same, and waits until its money was taken, so that it can be given back. */
export async function payAndCapture(
  subject: PaymentsSubject,
  changes: Record<string, unknown> = {},
  { card, refundable }: { card?: string; refundable?: 'full' } = {},
): Promise<Payment> {
  const { payment_id: id } = await pay(subject, changes, card);
  return isCaptured(subject, id, refundable);
}

/** Waits until a confirmed payment's money was taken, so that there is something to give back (or, of nothing, `full`). */
export function isCaptured(
  subject: PaymentsSubject,
  id: string,
  refundable: 'available' | 'full' = 'available',
): Promise<Payment> {
  return eventually(async () => {
    const shown = await read(subject, id);
    return summaryOf(shown).status === refundable ? shown : undefined;
  }, 'the capture');
}

/** What of a payment can be given back, as it shows. */
export function summaryOf(payment: Payment): {
  status: string;
  amount_available: number;
  amount_submitted: number;
} {
  return payment.refund_summary as ReturnType<typeof summaryOf>;
}

/** Card details as a payer would type them. */
export function cardFields(cardNo = GOOD_CARD): Record<string, string> {
  return {
    cardNo,
    expiryMonth: '11',
    expiryYear: String((new Date().getUTCFullYear() + 2) % 100),
    cardholderName: 'J Bloggs',
    cvc: '123',
    addressLine1: '1 High Street',
    addressLine2: '',
    addressCity: 'Leeds',
    addressCountry: 'GB',
    addressPostcode: 'LS1 1AA',
    email: 'payer@service.example',
  };
}

/** Asks again every 50 ms until `settled` answers something; throws after 10 s with what was last seen. */
export async function eventually<T>(settled: () => Promise<T | undefined>, what: string): Promise<T> {
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    const value = await settled();
    if (value !== undefined) return value;
    await setTimeout(50);
  }
  throw new Error(`${what} did not happen within 10 s`);
}
