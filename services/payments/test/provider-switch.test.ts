import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { capturePayments } from '../src/usecases/capture-payments.ts';
import { chargeAgreements } from '../src/usecases/charge-agreements.ts';
import { confirmPayment } from '../src/usecases/confirm-payment.ts';
import { verifyLedger } from '../src/usecases/verify-ledger.ts';
import { anActiveAgreement, anAgreement, charge, setUp } from './agreement-fixtures.ts';
import { aCredential, beginsWith, credentialOf, type ShownCredential } from './credential-fixtures.ts';
import {
  type Account,
  anAccount,
  aPayment,
  aPaymentAt,
  follow,
  reaches,
  type Service,
  type ShownPayment,
  sendCard,
  shown,
  startService,
} from './fixtures.ts';

let service: Service;
let account: Account;

beforeAll(async () => {
  service = await startService();
});

afterAll(async () => {
  expect(await verifyLedger(service.deps)).toEqual([]);
  await service.end();
});

/** Switches the account and waits until payments begin there. */
async function switchTo(provider: string, name: string): Promise<ShownCredential> {
  const credential = await aCredential(service, account, provider, 'activated', { account_name: name });
  await beginsWith(service, account, credential);
  return credential;
}

/** What happened to a payment, and to a refund of it, at which sandbox, for which of its customers: as the sandboxes remember it. */
async function remembered(...ids: string[]): Promise<string[]> {
  const { rows } = await service.pool.query<{ known: string }>(
    `select distinct regexp_replace(key, '[^/]*$', '') || ' ' || operation || ' ' || outcome as known
       from sandbox_transaction where regexp_replace(key, '^.*/', '') like any ($1) order by 1`,
    [ids.map((id) => `${id}-%`)],
  );
  return rows.map(({ known }) => known);
}

async function pay(payment: ShownPayment): Promise<void> {
  await follow(service, payment);
  expect(await sendCard(service, payment.payment_id)).toBe('authorised');
  expect(await confirmPayment(service.deps, { paymentId: payment.payment_id })).toBe('confirmed');
}

const refund = async (paymentId: string, amount: number) => {
  const { json } = await service.call('POST', `/v1/payments/${paymentId}/refunds`, {
    key: account.key,
    body: { amount },
  });
  return String(json.refund_id);
};

describe('a payment that began before the switch', () => {
  test('finishes where it began, from wherever it was', async () => {
    account = await anAccount(service, { provider: 'sandbox-a' });
    const first = await switchTo('sandbox-a', 'before');
    const created = await aPayment(service, account);
    const started = await aPaymentAt(service, account, 'started');
    const authorised = await aPaymentAt(service, account, 'authorised');
    const waiting = await aPaymentAt(service, account, 'confirmed', { delayed_capture: true });
    const captured = await aPaymentAt(service, account, 'confirmed');
    await reaches(service, captured, 'CAPTURED');
    const given = await aPaymentAt(service, account, 'authorised');

    await switchTo('sandbox-b', 'after');
    await pay(created);
    expect(await sendCard(service, started)).toBe('authorised');
    await confirmPayment(service.deps, { paymentId: started });
    await confirmPayment(service.deps, { paymentId: authorised });
    await service.call('POST', `/v1/payments/${waiting}/capture`, { key: account.key });
    await service.call('POST', `/v1/payments/${given}/cancel`, { key: account.key });
    for (const id of [created.payment_id, started, authorised, waiting]) {
      await reaches(service, id, 'CAPTURED');
      const known = ['sandbox-a/before/ authorise authorised', 'sandbox-a/before/ capture captured'];
      expect(await remembered(id)).toEqual(known);
      expect(await credentialOf(service, id)).toBe(first.id);
      expect((await shown(service, account, id)).payment_provider).toBe('sandbox-a');
    }
    await reaches(service, given, 'SYSTEM CANCELLED');
    expect(await remembered(given)).toEqual(['sandbox-a/before/ authorise cancelled']);
    const refunded = await refund(captured, 450);
    expect(await remembered(refunded)).toEqual(['sandbox-a/before/ refund refunded']);
    const later = await aPaymentAt(service, account, 'confirmed');
    await reaches(service, later, 'CAPTURED');
    const known = ['sandbox-b/after/ authorise authorised', 'sandbox-b/after/ capture captured'];
    expect(await remembered(later)).toEqual(known);
  });

  test('finishes with its own credential also when both are at the same provider', async () => {
    account = await anAccount(service, { provider: 'sandbox-a' });
    await switchTo('sandbox-a', 'one');
    const payment = await aPayment(service, account);
    await switchTo('sandbox-a', 'two');
    await pay(payment);
    await reaches(service, payment.payment_id, 'CAPTURED');
    const refunded = await refund(payment.payment_id, 100);
    expect(await remembered(payment.payment_id, refunded)).toEqual(
      ['authorise authorised', 'capture captured', 'refund refunded'].map((done) => `sandbox-a/one/ ${done}`),
    );
  });

  test('goes by the service’s own settings when it began with those', async () => {
    account = await anAccount(service, { provider: 'sandbox-a' });
    const payment = await aPayment(service, account);
    const older = await aPayment(service, account);
    // As a version of the service left it that knew no credentials.
    await service.pool.query('update payment set credential_id = null where id = $1', [older.payment_id]);
    await switchTo('sandbox-b', 'after');
    for (const one of [payment, older]) {
      await pay(one);
      await reaches(service, one.payment_id, 'CAPTURED');
      const refunded = await refund(one.payment_id, 100);
      expect(await remembered(one.payment_id, refunded)).toEqual(
        ['authorise authorised', 'capture captured', 'refund refunded'].map((done) => `sandbox-a/ ${done}`),
      );
    }
  });

  test('may begin with the retired credential as long as a key is believed, and finishes there', async () => {
    account = await anAccount(service, { provider: 'sandbox-a' });
    await aPayment(service, account);
    await aCredential(service, account, 'sandbox-b', 'activated');
    const payment = await aPayment(service, account);
    await pay(payment);
    await reaches(service, payment.payment_id, 'CAPTURED');
    expect(payment.payment_provider).toBe('sandbox-a');
    expect(await remembered(payment.payment_id)).toEqual([
      'sandbox-a/ authorise authorised',
      'sandbox-a/ capture captured',
    ]);
  });
});

describe('a kept card', () => {
  const charged = async (agreement: string) => {
    const id = String((await charge(service, account, agreement)).json.payment_id);
    await reaches(service, id, 'CAPTURED');
    return id;
  };

  test('is charged where it is kept, and elsewhere once it is set up there', async () => {
    account = await anAccount(service, { provider: 'sandbox-a' });
    const first = await switchTo('sandbox-a', 'before');
    const agreement = await anActiveAgreement(service, account);
    const second = await switchTo('sandbox-b', 'after');
    const old = await charged(agreement);
    expect(await credentialOf(service, old)).toBe(first.id);
    expect(await remembered(old)).toEqual([
      'sandbox-a/before/ authorise authorised',
      'sandbox-a/before/ capture captured',
    ]);
    const anew = await anAgreement(service, account);
    await setUp(service, account, anew);
    const fresh = await charged(anew);
    expect(await credentialOf(service, fresh)).toBe(second.id);
    expect(await remembered(fresh)).toEqual([
      'sandbox-b/after/ authorise authorised',
      'sandbox-b/after/ capture captured',
    ]);
  });

  test('that is set up anew elsewhere takes the charges with it that wait', async () => {
    account = await anAccount(service, { provider: 'sandbox-a' });
    await switchTo('sandbox-a', 'before');
    const agreement = await anActiveAgreement(service, account);
    await service.workers.stop();
    const waiting = String((await charge(service, account, agreement)).json.payment_id);
    const second = await switchTo('sandbox-b', 'after');
    await service.pool.query(`update agreement set status = 'created' where id = $1`, [agreement]);
    await setUp(service, account, agreement);
    await chargeAgreements(service.deps);
    await until(async () => (await capturePayments(service.deps)) === 0, { what: 'the captures' });
    expect(await credentialOf(service, waiting)).toBe(second.id);
    expect(await remembered(waiting)).toEqual([
      'sandbox-b/after/ authorise authorised',
      'sandbox-b/after/ capture captured',
    ]);
    expect((await shown(service, account, waiting)).state).toMatchObject({ status: 'success' });
  });
});
