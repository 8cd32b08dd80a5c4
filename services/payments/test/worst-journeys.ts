import { until } from '@ashlar/testkit';
import { expect } from '@jest/globals';
import { readChallenge } from '../src/usecases/answer-challenge.ts';
import { confirmPayment } from '../src/usecases/confirm-payment.ts';
import { verifyLedger } from '../src/usecases/verify-ledger.ts';
import { anAgreement, charge } from './agreement-fixtures.ts';
import { type Account, aPayment, follow, type Service, sendCard, statusOf } from './fixtures.ts';
import { bring, challengedCard } from './three-d-secure.ts';

const lanes = 40;
const patience = { timeoutMs: 90_000 };

/** How many payments have to end how. */
export interface Ends {
  captured: number;
  cancelled: number;
}

/** Passes an issuer's question; answers what the payer's browser brings back. */
type Pass = (challenge: string) => string;

const simulatedPass: Pass = (challenge) =>
  new URL(challenge, 'http://pay.test').searchParams.get('pass') ?? '';

/** Takes many payments from their creation to what their number says, forty at a time. Answers how they have to end. */
export async function runJourneys(
  service: Service,
  accounts: readonly Account[],
  payments: number,
  pass = simulatedPass,
): Promise<Ends> {
  const ends: Ends = { captured: 0, cancelled: 0 };
  const numbers = Array.from({ length: payments }, (_, number) => number);
  const lane = async () => {
    for (let number = numbers.pop(); number !== undefined; number = numbers.pop()) {
      await journey(service, accounts[number % accounts.length] as Account, number, { ends, pass });
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return ends;
}

/** Waits until nothing waits for a provider, then sees that every payment ended as it had to and that the books are right. */
export async function expectSettled(service: Service, ends: Ends): Promise<void> {
  const open = {
    payments: "payment where status like '%READY' or status like '%APPROVED' or status like '%QUEUED'",
    refunds: "refund where status = 'REFUND READY'",
    notifications: 'sandbox_notification',
  };
  for (const [what, from] of Object.entries(open)) {
    await until(async () => (await countOf(service, from)) === 0, { ...patience, what: `${what} to settle` });
  }
  expect(await rowsOf(service, 'select status, count(*)::int from payment group by 1 order by 1')).toEqual([
    { status: 'CAPTURED', count: ends.captured },
    { status: 'SYSTEM CANCELLED', count: ends.cancelled },
  ]);
  expect(await verifyLedger(service.deps)).toEqual([]);
}

/** Sees that what the sandboxes took, hold and gave back, by their own memory, is what the payments say. */
export async function expectSandboxesAgree(service: Service, ends: Ends): Promise<void> {
  // The keys of a sandbox without its name.
  const known = `(select regexp_replace(key, '^.*/', '') as key, operation, outcome, amount,
                         regexp_replace(authorisation_key, '^.*/', '') as follows from sandbox_transaction) as known`;
  const taken = `(select count(*) from ${known} where operation = 'capture' and outcome = 'captured' and key = payment.id || '-capture')`;
  const held = `(select count(*) from ${known} where operation = 'authorise' and outcome = 'authorised' and key like payment.id || '-%')`;
  const given = `(select coalesce(sum(amount), 0) from ${known}
                   where operation = 'refund' and outcome = 'refunded' and follows = payment.id || '-capture')`;
  const wrong = `select id, status from payment
                  where ${taken} <> (status = 'CAPTURED')::int or ${held} <> (status = 'CAPTURED')::int or ${given} <> refunded`;
  expect(await rowsOf(service, wrong)).toEqual([]);
  const disputes = `select regexp_replace(key, '^.*/', '') as id, amount, status from sandbox_dispute`;
  const told = 'select provider_dispute_id as id, amount, status from dispute';
  expect(
    await rowsOf(service, `(${disputes} except ${told}) union all (${told} except ${disputes})`),
  ).toEqual([]);
  expect(await countOf(service, "dispute where status = 'lost'")).toBeGreaterThan(0);
  const captures = "sandbox_transaction where operation = 'capture' and outcome = 'captured'";
  expect(await countOf(service, captures)).toBe(ends.captured);
}

/** How many rows there are, of a table and its condition. */
export async function countOf(service: Service, from: string): Promise<number> {
  return Number((await rowsOf(service, `select count(*) from ${from}`))[0]?.count);
}

/** The rows of a query. */
export async function rowsOf(service: Service, text: string): Promise<Record<string, unknown>[]> {
  return (await service.pool.query<Record<string, unknown>>(text)).rows;
}

async function journey(
  service: Service,
  account: Account,
  number: number,
  { ends, pass }: { ends: Ends; pass: Pass },
): Promise<void> {
  const { key } = account;
  const delayed = number % 4 === 0;
  const agreement = number % 5 === 1 ? await anAgreement(service, account) : undefined;
  const payment = await aPayment(service, account, {
    amount: 1000,
    delayed_capture: delayed,
    ...(agreement && { set_up_agreement: agreement }),
  });
  const { payment_id: id } = payment;
  await follow(service, payment);
  await authorise(service, id, number % 3 === 2 ? pass : undefined, disputed[number % 6]);
  if (number % 7 === 0) {
    expect((await service.call('POST', `/v1/payments/${id}/cancel`, { key })).status).toBe(204);
    ends.cancelled += 1;
    return;
  }
  expect(await confirmPayment(service.deps, { paymentId: id })).toBe('confirmed');
  ends.captured += 1;
  if (delayed) expect((await service.call('POST', `/v1/payments/${id}/capture`, { key })).status).toBe(204);
  if (agreement) {
    expect((await charge(service, account, agreement)).status).toBe(201);
    ends.captured += 1;
  }
  if (number % 3 !== 0) return;
  await until(async () => (await statusOf(service, id)) === 'CAPTURED', {
    ...patience,
    what: `${id} to be captured`,
  });
  await Promise.all([300, 700, 500].map((amount) => refund(service, id, key, amount)));
}

/** The answer that a payer brings back; nothing when the payment no longer waits for one. */
async function passed(service: Service, paymentId: string, pass: Pass): Promise<string> {
  const challenge = await readChallenge(service.deps, { paymentId });
  return challenge === undefined ? '' : pass(challenge);
}

// A third of the sandboxes' payments is challenged by their payers.
const disputed: Readonly<Record<number, string>> = { 1: '4000000000002685', 4: '4000000000000259' };

/** Sends a card, and its issuer's answer if that asks, until it is authorised, as a payer does who is shown the form or the question again. */
async function authorise(
  service: Service,
  paymentId: string,
  pass: Pass | undefined,
  card: string | undefined,
): Promise<void> {
  await until(async () => {
    const waits = (await statusOf(service, paymentId)) === 'AUTHORISATION 3DS REQUIRED';
    const outcome =
      pass && waits
        ? await bring(service, paymentId, { answer: await passed(service, paymentId, pass) })
        : await sendCard(service, paymentId, pass ? challengedCard : card);
    if (outcome === 'authorised') return true;
    const settled = async () =>
      !['AUTHORISATION READY', 'AUTHORISATION 3DS READY'].includes(
        String(await statusOf(service, paymentId)),
      );
    await until(settled, { ...patience, what: `${paymentId} to be resolved` });
    return (await statusOf(service, paymentId)) === 'AUTHORISATION SUCCESS';
  }, patience);
}

/** Asks for a refund twice under one key, as a caller does whose first answer was lost. */
async function refund(service: Service, id: string, key: string, amount: number): Promise<void> {
  const ask = { key, body: { amount }, headers: { 'idempotency-key': `${id}-${amount}` } };
  const path = `/v1/payments/${id}/refunds`;
  const [first, second] = [await service.call('POST', path, ask), await service.call('POST', path, ask)];
  expect([202, 400]).toContain(first.status);
  if (first.status === 202) expect(second.json).toMatchObject({ refund_id: first.json.refund_id });
}
