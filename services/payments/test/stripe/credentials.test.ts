import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Stripe from 'stripe';
import { confirmPayment } from '../../src/usecases/confirm-payment.ts';
import { verifyLedger } from '../../src/usecases/verify-ledger.ts';
import {
  aCredential,
  administer,
  beginsWith,
  credentialsPath,
  shownCredential,
} from '../credential-fixtures.ts';
import {
  type Account,
  anAccount,
  aPayment,
  follow,
  reaches,
  type Service,
  sendCard,
  shown,
  startService,
} from '../fixtures.ts';
import { type FakeStripe, startFakeStripe } from './fake.ts';

let stripe: FakeStripe;
let service: Service;
let account: Account;

// The service has no key of its own: only its accounts have.
beforeAll(async () => {
  stripe = await startFakeStripe();
  service = await startService({ env: { STRIPE_URL: stripe.url, STRIPE_RETRIES: '0' } });
});

afterAll(async () => {
  await service?.end();
  await stripe?.close();
});

const secretsOf = (name: string) => ({
  secret_key: `sk_test_${name}`,
  webhook_signing_secret: `whsec_of_${name}`,
});

/** Switches the account to a customer of Stripe's and waits until payments begin there. */
async function switchTo(name: string) {
  const secrets = secretsOf(name);
  const books = stripe.customer(secrets.secret_key);
  const credential = await aCredential(service, account, 'stripe', 'activated', secrets);
  await beginsWith(service, account, credential);
  return { books, credential };
}

async function paid(payment: Awaited<ReturnType<typeof aPayment>>): Promise<string> {
  const { payment_id: paymentId } = payment;
  await follow(service, payment);
  expect(await sendCard(service, paymentId, '4242424242424242')).toBe('authorised');
  expect(await confirmPayment(service.deps, { paymentId })).toBe('confirmed');
  await reaches(service, paymentId, 'CAPTURED');
  return paymentId;
}

/** Sends an event to a credential's own address, as Stripe does. */
async function tell(to: { id: string }, object: unknown, secret: string): Promise<number> {
  const text = JSON.stringify({
    id: `evt_${randomUUID()}`,
    object: 'event',
    type: 'charge.updated',
    data: { object },
  });
  const signature = await new Stripe('sk_test_any').webhooks.generateTestHeaderStringAsync({
    payload: text,
    secret,
  });
  const path = `/ashlar/v1/providers/stripe/credentials/${to.id}/notifications`;
  return (await service.call('POST', path, { text, headers: { 'stripe-signature': signature } })).status;
}

describe('a check at Stripe', () => {
  test('charges nobody and leaves nothing behind', async () => {
    account = await anAccount(service, { provider: 'sandbox-a' });
    const books = stripe.customer('sk_test_checked1');
    const { verification } = await aCredential(service, account, 'stripe', 'verified', secretsOf('checked1'));
    expect(verification?.checks.map(({ check, passed }) => [check, passed])).toEqual(
      ['connect', 'authorise', 'query', 'cancel', 'released'].map((check) => [check, true]),
    );
    expect(books.charges).toEqual([]);
    expect([...books.intents.values()].map(({ status }) => status)).toEqual(['canceled']);
  });

  test('says that a key is not taken, and does not say the key', async () => {
    account = await anAccount(service, { provider: 'sandbox-a' });
    const secrets = { ...secretsOf('unlucky1'), secret_key: 'sk_test_0123revoked' };
    const credential = await aCredential(service, account, 'stripe', 'entered', secrets);
    const answer = await administer(service, 'POST', `${credentialsPath(account, credential)}/verify`);
    expect(shownCredential(answer).verification?.checks).toEqual([
      { check: 'connect', passed: false, detail: 'Stripe does not take the secret key' },
    ]);
    expect(JSON.stringify(answer.json)).not.toContain('0123revoked');
  });
});

test.each([
  ['a live key for a test account', { secret_key: 'sk_live_12345678' }, '#/secret_key'],
  ['a key that is to be published', { secret_key: 'pk_test_12345678' }, '#/secret_key'],
  ['no signing secret', { webhook_signing_secret: undefined }, '#/webhook_signing_secret'],
])('%s is refused', async (_, changes, pointer) => {
  account = await anAccount(service, { provider: 'sandbox-a' });
  const credential = await aCredential(service, account, 'stripe', 'created');
  const path = `${credentialsPath(account, credential)}/secrets`;
  const refused = await administer(service, 'PUT', path, { ...secretsOf('number12'), ...changes });
  expect(refused).toMatchObject({ status: 422, json: { errors: [{ pointer }] } });
});

describe('an account that is switched from one customer of Stripe’s to another', () => {
  test('has each payment taken and refunded by the one that it began with', async () => {
    account = await anAccount(service, { provider: 'sandbox-a' });
    const first = await switchTo('firstone');
    const early = await aPayment(service, account);
    const captured = await paid(await aPayment(service, account));
    const second = await switchTo('secondone');
    const late = await paid(await aPayment(service, account));
    await paid(early);
    const body = { amount: 450 };
    const path = `/v1/payments/${captured}/refunds`;
    expect((await service.call('POST', path, { key: account.key, body })).json.status).toBe('success');
    const groups = (books: typeof first.books) =>
      books.charges.map(({ transfer_group }) => transfer_group).sort();
    expect(groups(first.books)).toEqual([early.payment_id, captured].sort());
    expect(groups(second.books)).toEqual([late]);
    expect(first.books.refunds.map(({ amount }) => amount)).toEqual([450]);
    expect(second.books.refunds).toEqual([]);
    expect(await verifyLedger(service.deps)).toEqual([]);
  });

  test('hears each at an address of its own, by its own secret, about its own payments', async () => {
    account = await anAccount(service, { provider: 'sandbox-a' });
    const first = await switchTo('hearing1');
    stripe.settings.feesLater = true;
    const id = await paid(await aPayment(service, account));
    const second = await switchTo('hearing2');
    const charge = first.books.charges.find(({ transfer_group }) => transfer_group === id);
    first.books.settleFees();
    stripe.settings.feesLater = false;
    expect(await tell(first.credential, charge, 'whsec_of_hearing2')).toBe(400);
    expect(await tell(second.credential, charge, 'whsec_of_hearing2')).toBe(204);
    expect(await shown(service, account, id)).not.toHaveProperty('fee');
    // The first one is retired, and still hears.
    expect(await tell(first.credential, charge, 'whsec_of_hearing1')).toBe(204);
    expect((await shown(service, account, id)).fee).toBe(42);
    expect(await tell({ id: randomUUID() }, charge, 'whsec_of_hearing1')).toBe(404);
  });
});
