import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cancelByPayer } from '../src/usecases/cancel-by-payer.ts';
import { confirmPayment } from '../src/usecases/confirm-payment.ts';
import { verifyLedger } from '../src/usecases/verify-ledger.ts';
import { anAgreement } from './agreement-fixtures.ts';
import { faultyProvider, hold, withFault } from './faulty-provider.ts';
import {
  type Account,
  anAccount,
  aPaymentAt,
  logOf,
  reaches,
  type Service,
  sendCard,
  shown,
  startService,
  statusOf,
} from './fixtures.ts';
import { aChallenged, answersTo, bring } from './three-d-secure.ts';

let service: Service;
let account: Account;

beforeAll(async () => {
  service = await startService({ env: { RESOLVE_AFTER_S: '1' }, override: faultyProvider });
  account = await anAccount(service);
});

afterAll(async () => {
  expect(await verifyLedger(service.deps)).toEqual([]);
  await service.end();
});

/** What the sandbox remembers of the payment's cards. */
async function atTheSandbox(id: string): Promise<string[]> {
  const { rows } = await service.pool.query<{ outcome: string }>(
    "select outcome from sandbox_transaction where operation = 'authorise' and key like $1",
    [`${id}-%`],
  );
  return rows.map(({ outcome }) => outcome);
}

const cancel = (id: string) => service.call('POST', `/v1/payments/${id}/cancel`, { key: account.key });

describe('a card whose issuer asks', () => {
  test.each(['4000002500003155', '4000000000003063'])(
    '%s waits for the payer, in the state started',
    async (card) => {
      const id = await aPaymentAt(service, account, 'started');
      expect(await sendCard(service, id, card)).toBe('requires_3ds');
      expect(await statusOf(service, id)).toBe('AUTHORISATION 3DS REQUIRED');
      expect(await shown(service, account, id)).toMatchObject({
        state: { status: 'started', finished: false },
        _links: { next_url: {}, cancel: {} },
      });
    },
  );

  test('is authorised once the payer passes, and the payment says so wherever it is shown', async () => {
    const id = await aChallenged(service, account, { reference: 'asked' });
    expect(await bring(service, id, 'pass')).toBe('authorised');
    const required = { authorisation_summary: { three_d_secure: { required: true } } };
    expect(await shown(service, account, id)).toMatchObject({ state: { status: 'submitted' }, ...required });
    const { json } = await service.call('GET', '/v1/payments?reference=asked', { key: account.key });
    expect(json.results).toMatchObject([required]);
    expect(await confirmPayment(service.deps, { paymentId: id })).toBe('confirmed');
    await reaches(service, id, 'CAPTURED');
    const plain = await aPaymentAt(service, account, 'authorised');
    expect(await shown(service, account, plain)).toMatchObject({
      authorisation_summary: { three_d_secure: { required: false } },
    });
  });

  test.each(['fail', 'cancel'] as const)('is declined when the payer says %s', async (how) => {
    const id = await aChallenged(service, account);
    expect(await bring(service, id, how)).toBe('declined');
    expect((await shown(service, account, id)).state).toMatchObject({ status: 'failed', code: 'P0010' });
    expect(await bring(service, id, 'pass')).toBe('declined');
  });

  test('sets an agreement up as any other card does', async () => {
    const agreement = await anAgreement(service, account);
    const id = await aChallenged(service, account, { set_up_agreement: agreement });
    expect(await bring(service, id, 'pass')).toBe('authorised');
    await confirmPayment(service.deps, { paymentId: id });
    const { json } = await service.call('GET', `/v1/agreements/${agreement}`, { key: account.key });
    expect(json.status).toBe('active');
  });

  test('is forgotten by its page’s address as soon as the payment no longer waits for it', async () => {
    const id = await aChallenged(service, account);
    await bring(service, id, 'pass');
    const { rows } = await service.pool.query('select challenge from payment where id = $1', [id]);
    expect(rows).toEqual([{ challenge: null }]);
  });
});

describe('an answer', () => {
  test('that is forged, another payment’s or none at all changes nothing', async () => {
    const [id, other] = [await aChallenged(service, account), await aChallenged(service, account)];
    const { pass, fail } = await answersTo(service, id);
    const forged = `pass.${fail?.split('.')[1]}`;
    const another = (await answersTo(service, other)).pass ?? '';
    for (const answer of ['', 'pass', 'pass.', forged, another, `${pass}.x`]) {
      expect(await bring(service, id, { answer })).toBe('requires_3ds');
      expect(await statusOf(service, id)).toBe('AUTHORISATION 3DS REQUIRED');
      expect(await atTheSandbox(id)).toEqual(['requires_3ds']);
    }
    expect(await bring(service, id, { answer: pass ?? '' })).toBe('authorised');
  });

  test('sent twenty times at once authorises once', async () => {
    const id = await aChallenged(service, account);
    const { pass = '' } = await answersTo(service, id);
    const told = await Promise.all(Array.from({ length: 20 }, () => bring(service, id, { answer: pass })));
    expect(told.filter((outcome) => !['authorised', 'in_progress'].includes(outcome))).toEqual([]);
    expect(told).toContain('authorised');
    const types = (await logOf(service, id)).map(({ type }) => type);
    expect(types.filter((type) => type === 'payments.payment.authorised.v1')).toHaveLength(1);
    expect(await atTheSandbox(id)).toEqual(['authorised']);
  });

  test('repeated later changes nothing', async () => {
    const id = await aChallenged(service, account);
    const { pass = '', fail = '' } = await answersTo(service, id);
    await bring(service, id, { answer: pass });
    const before = (await logOf(service, id)).length;
    for (const answer of [pass, fail]) expect(await bring(service, id, { answer })).toBe('authorised');
    expect(await logOf(service, id)).toHaveLength(before);
  });

  test('whose outcome was lost is settled at once by asking', async () => {
    const id = await aChallenged(service, account);
    const { pass = '' } = await answersTo(service, id);
    const sent = () => bring(service, id, { answer: pass });
    expect(await withFault('authorise3ds', 'after', sent)).toBe('authorised');
  });

  test('is asked about until the provider speaks again', async () => {
    const id = await aChallenged(service, account);
    const { pass = '' } = await answersTo(service, id);
    const sent = () => withFault('query', 'before', () => bring(service, id, { answer: pass }));
    expect(await withFault('authorise3ds', 'after', sent)).toBe('in_progress');
    expect(await statusOf(service, id)).toBe('AUTHORISATION 3DS READY');
    expect(await cancelByPayer(service.deps, { paymentId: id })).toBe('in_progress');
    await reaches(service, id, 'AUTHORISATION SUCCESS');
  });

  test('that never reached the provider may be given again', async () => {
    const id = await aChallenged(service, account);
    const { pass = '' } = await answersTo(service, id);
    const sent = () => bring(service, id, { answer: pass });
    expect(await withFault('authorise3ds', 'before', sent)).toBe('in_progress');
    await reaches(service, id, 'AUTHORISATION 3DS REQUIRED');
    expect(await bring(service, id, 'pass')).toBe('authorised');
  });

  test('that comes while the resolver has the payment in hand is asked about again', async () => {
    const id = await aChallenged(service, account);
    const { pass = '' } = await answersTo(service, id);
    const held = hold();
    const sending = bring(service, id, { answer: pass });
    await reaches(service, id, 'AUTHORISATION 3DS READY');
    await service.pool.query("update payment set not_before = now() + interval '2 s' where id = $1", [id]);
    held.open();
    expect(await sending).toBe('in_progress');
    await reaches(service, id, 'AUTHORISATION SUCCESS');
  });
});

describe('a payment that waits for its payer’s answer', () => {
  test('can be cancelled by its service; the provider lets go, and an answer comes too late', async () => {
    const id = await aChallenged(service, account);
    const { pass = '' } = await answersTo(service, id);
    expect((await cancel(id)).status).toBe(204);
    await reaches(service, id, 'SYSTEM CANCELLED');
    expect(await bring(service, id, { answer: pass })).toBe('not_open');
    expect(await atTheSandbox(id)).toEqual(['cancelled']);
    expect((await shown(service, account, id)).state).toMatchObject({ status: 'cancelled', code: 'P0040' });
  });

  test('can be cancelled while the provider hears the answer', async () => {
    const id = await aChallenged(service, account);
    const { pass = '' } = await answersTo(service, id);
    const held = hold();
    const sending = bring(service, id, { answer: pass });
    await reaches(service, id, 'AUTHORISATION 3DS READY');
    expect((await cancel(id)).status).toBe(204);
    held.open();
    expect(await sending).toBe('not_open');
    await reaches(service, id, 'SYSTEM CANCELLED');
    expect(await atTheSandbox(id)).toEqual(['cancelled']);
  });

  test('can be cancelled by its payer', async () => {
    const id = await aChallenged(service, account);
    expect(await cancelByPayer(service.deps, { paymentId: id })).toBe('cancelled');
    await reaches(service, id, 'USER CANCELLED');
    expect(await atTheSandbox(id)).toEqual(['cancelled']);
  });

  test('expires as one whose card was not entered, and is let go of', async () => {
    const [byCall, byClock] = [await aChallenged(service, account), await aChallenged(service, account)];
    const { key, id: accountId } = account;
    await service.call('POST', `/ashlar/v1/sandbox/payments/${byCall}/expire`, { key });
    await reaches(service, byCall, 'EXPIRED');
    const clock = `/ashlar/v1/gateway-accounts/${accountId}/clock/advance`;
    const body = { seconds: 5401 };
    expect((await service.call('POST', clock, { key, body })).status).toBe(200);
    await reaches(service, byClock, 'EXPIRED');
    for (const id of [byCall, byClock]) {
      expect((await shown(service, account, id)).state).toMatchObject({ status: 'failed', code: 'P0020' });
      expect(await atTheSandbox(id)).toEqual(['cancelled']);
    }
  });

  test('expires by the real time too', async () => {
    const id = await aChallenged(service, account);
    await service.pool.query(
      "update payment set created_at = created_at - interval '2 h', updated_at = updated_at - interval '2 h' where id = $1",
      [id],
    );
    await until(async () => (await statusOf(service, id)) === 'EXPIRED', { timeoutMs: 15_000 });
  });
});
