import { freePort, until } from '@ashlar/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { confirmPayment } from '../src/usecases/confirm-payment.ts';
import { verifyLedger } from '../src/usecases/verify-ledger.ts';
import {
  type Account,
  anAccount,
  aPayment,
  follow,
  type Service,
  sendCard,
  startService,
  statusOf,
} from './fixtures.ts';

const payments = 240;
const lanes = 40;
let service: Service;
let accounts: readonly Account[];

beforeAll(async () => {
  const port = await freePort();
  service = await startService({
    env: {
      SANDBOX_FAULTS: 'worst,seed=20',
      SANDBOX_NOTIFY_URL: `http://127.0.0.1:${port}`,
      RESOLVE_AFTER_S: '1',
    },
  });
  await service.app.listen({ host: '127.0.0.1', port });
  accounts = await Promise.all(
    ['sandbox', 'sandbox-a', 'sandbox-b'].map((provider) => anAccount(service, { provider })),
  );
});

afterAll(() => service?.end());

const patience = { timeoutMs: 60_000 };
const rowsOf = async (text: string) => (await service.pool.query(text)).rows;
const countOf = async (text: string) => Number((await rowsOf(`select count(*) from ${text}`))[0]?.count);

/** Sends a card until it is authorised, as a payer does who is shown the form again. */
async function authorise(paymentId: string): Promise<void> {
  await until(async () => {
    const outcome = await sendCard(service, paymentId);
    if (outcome === 'authorised') return true;
    await until(async () => (await statusOf(service, paymentId)) !== 'AUTHORISATION READY', patience);
    return (await statusOf(service, paymentId)) === 'AUTHORISATION SUCCESS';
  }, patience);
}

/** Takes a payment from its creation to what its number says: cancelled, captured late or at once, some given back in parts. */
async function journey(number: number): Promise<void> {
  const account = accounts[number % accounts.length] as Account;
  const delayed = number % 4 === 0;
  const payment = await aPayment(service, account, { amount: 1000, delayed_capture: delayed });
  const { payment_id: id } = payment;
  const { key } = account;
  await follow(service, payment);
  await authorise(id);
  if (number % 7 === 0) {
    expect((await service.call('POST', `/v1/payments/${id}/cancel`, { key })).status).toBe(204);
    return;
  }
  expect(await confirmPayment(service.deps, { paymentId: id })).toBe('confirmed');
  if (delayed) expect((await service.call('POST', `/v1/payments/${id}/capture`, { key })).status).toBe(204);
  if (number % 3 !== 0) return;
  await until(async () => (await statusOf(service, id)) === 'CAPTURED', patience);
  await Promise.all([300, 700, 500].map((amount) => refund(id, key, amount)));
}

/** Asks for a refund twice under one key, as a caller does whose first answer was lost. */
async function refund(id: string, key: string, amount: number): Promise<void> {
  const ask = { key, body: { amount }, headers: { 'idempotency-key': `${id}-${amount}` } };
  const path = `/v1/payments/${id}/refunds`;
  const [first, second] = [await service.call('POST', path, ask), await service.call('POST', path, ask)];
  expect([202, 400]).toContain(first.status);
  if (first.status === 202) expect(second.json.refund_id).toBe(first.json.refund_id);
}

test('at its worst a provider charges nobody twice, and everything settles', async () => {
  const numbers = Array.from({ length: payments }, (_, number) => number);
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let number = numbers.pop(); number !== undefined; number = numbers.pop()) await journey(number);
    }),
  );
  await until(
    async () => (await countOf("payment where status like '%READY' or status like '%APPROVED'")) === 0,
    {
      ...patience,
      what: 'payments to settle',
    },
  );
  await until(async () => (await countOf("refund where status = 'REFUND READY'")) === 0, patience);
  await until(async () => (await countOf('sandbox_notification')) === 0, {
    ...patience,
    what: 'notifications',
  });

  expect(await rowsOf('select status, count(*)::int from payment group by status order by status')).toEqual([
    { status: 'CAPTURED', count: 205 },
    { status: 'SYSTEM CANCELLED', count: 35 },
  ]);
  // The sandboxes' own memory, each key without the name of its sandbox: what it took, holds and gave back is what the payments say.
  const atSandbox = `(select regexp_replace(key, '^.*/', '') as key, operation, outcome, amount,
                             regexp_replace(authorisation_key, '^.*/', '') as follows from sandbox_transaction) as known`;
  const takenOf = `(select count(*) from ${atSandbox} where operation = 'capture' and outcome = 'captured' and key = payment.id || '-capture')`;
  const heldOf = `(select count(*) from ${atSandbox} where operation = 'authorise' and outcome = 'authorised' and key like payment.id || '-%')`;
  const givenOf = `(select coalesce(sum(amount), 0) from ${atSandbox} where operation = 'refund' and outcome = 'refunded' and follows = payment.id || '-capture')`;
  expect(
    await rowsOf(`select id, status from payment
                   where ${takenOf} <> (status = 'CAPTURED')::int or ${heldOf} <> (status = 'CAPTURED')::int
                      or ${givenOf} <> refunded`),
  ).toEqual([]);
  expect(await countOf("sandbox_transaction where operation = 'capture' and outcome = 'captured'")).toBe(205);
  expect(await verifyLedger(service.deps)).toEqual([]);
  // It was as bad as it was meant to be.
  expect(await countOf('payment where attempt > 1')).toBeGreaterThan(0);
  expect(await countOf('provider_notification')).toBeGreaterThan(payments);
}, 180_000);
