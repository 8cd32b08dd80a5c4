import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cancelByPayer } from '../src/usecases/cancel-by-payer.ts';
import { cancelPayment } from '../src/usecases/cancel-payment.ts';
import { confirmPayment } from '../src/usecases/confirm-payment.ts';
import { verifyLedger } from '../src/usecases/verify-ledger.ts';
import { startWorkers } from '../src/workers.ts';
import { faultyProvider, hold, withFault } from './faulty-provider.ts';
import {
  type Account,
  anAccount,
  aPaymentAt,
  follow,
  logOf,
  reaches,
  type Service,
  sendCard,
  shown,
  startService,
  statusOf,
} from './fixtures.ts';

let service: Service;
let account: Account;

beforeAll(async () => {
  service = await startService({
    env: { RESOLVE_AFTER_S: '1', SPARE_TOUCHED_S: '300' },
    override: faultyProvider,
  });
  account = await anAccount(service);
});

afterAll(() => service?.end());

/** How often the sandbox took the payment's money: counted in its own memory. */
async function capturesOf(id: string): Promise<number> {
  const { rowCount } = await service.pool.query(
    "select from sandbox_transaction where operation = 'capture' and outcome = 'captured' and authorisation_key like $1",
    [`${id}-%`],
  );
  return rowCount ?? 0;
}

describe('the capture', () => {
  test('follows the confirmation and enters the money twice', async () => {
    const id = await aPaymentAt(service, account, 'confirmed');
    await reaches(service, id, 'CAPTURED');
    expect(await capturesOf(id)).toBe(1);
    const { json } = await service.call('GET', `/ashlar/v1/payments/${id}/ledger`, { key: account.key });
    const entries = json.entries as Record<string, unknown>[];
    expect(entries).toMatchObject([
      { account: 'payer_clearing', amount: 1450, currency: 'GBP', kind: 'confirmation' },
      { account: 'department_payable', amount: -1450, currency: 'GBP', kind: 'confirmation' },
      { account: 'provider_receivable', amount: 1450, currency: 'GBP', kind: 'capture' },
      { account: 'payer_clearing', amount: -1450, currency: 'GBP', kind: 'capture' },
    ]);
    const [confirmed, alsoConfirmed, captured, alsoCaptured] = entries.map((entry) => entry.transaction_id);
    expect([alsoConfirmed, alsoCaptured]).toEqual([confirmed, captured]);
    expect(confirmed).not.toBe(captured);
  });

  test('happens once each under three workers', async () => {
    const others = [startWorkers(service.deps), startWorkers(service.deps)];
    const ids = await Promise.all(
      Array.from({ length: 30 }, () => aPaymentAt(service, account, 'authorised')),
    );
    await Promise.all(ids.map((paymentId) => confirmPayment(service.deps, { paymentId })));
    for (const worker of others) worker.wake();
    for (const id of ids) await reaches(service, id, 'CAPTURED');
    await Promise.all(others.map((worker) => worker.stop()));
    expect(await Promise.all(ids.map(capturesOf))).toEqual(ids.map(() => 1));
    expect(await verifyLedger(service.deps)).toEqual([]);
  });

  test('whose answer was lost is settled by asking, with one capture', async () => {
    const id = await withFault('capture', 'after', async () => {
      const made = await aPaymentAt(service, account, 'confirmed');
      await until(async () => (await capturesOf(made)) === 1);
      await reaches(service, made, 'CAPTURE READY');
      return made;
    });
    await reaches(service, id, 'CAPTURED');
    expect(await capturesOf(id)).toBe(1);
    expect(
      (await logOf(service, id)).filter((row) => row.type === 'payments.payment.captured.v1'),
    ).toHaveLength(1);
  });

  test('that the provider never heard of is tried again', async () => {
    const id = await withFault('capture', 'before', async () => {
      const made = await aPaymentAt(service, account, 'confirmed');
      await reaches(service, made, 'CAPTURE READY');
      return made;
    });
    await reaches(service, id, 'CAPTURED');
    expect(await capturesOf(id)).toBe(1);
  });

  test('that the provider refuses turns the success into an error', async () => {
    const id = await aPaymentAt(service, account, 'authorised');
    await service.pool.query("update sandbox_transaction set outcome = 'lost' where key like $1", [
      `${id}-%`,
    ]);
    await confirmPayment(service.deps, { paymentId: id });
    await reaches(service, id, 'CAPTURE ERROR');
    expect((await shown(service, account, id)).state).toMatchObject({ status: 'error', code: 'P0050' });
    expect(await verifyLedger(service.deps)).toEqual([]);
  });
});

describe('the card', () => {
  test('sent three times at once is authorised once', async () => {
    const id = await aPaymentAt(service, account, 'started');
    const outcomes = await Promise.all([1, 2, 3].map(() => sendCard(service, id)));
    expect(outcomes).toContain('authorised');
    expect(outcomes.filter((outcome) => !['authorised', 'in_progress'].includes(outcome))).toEqual([]);
    const asked = await service.pool.query('select from sandbox_transaction where key like $1', [`${id}-%`]);
    expect(asked.rowCount).toBe(1);
  });

  test('whose answer was lost is settled at once by asking', async () => {
    const id = await aPaymentAt(service, account, 'started');
    expect(await withFault('authorise', 'after', () => sendCard(service, id))).toBe('authorised');
  });

  test('whose resolver was not heard when it let go of the card takes another card', async () => {
    const id = await aPaymentAt(service, account, 'started');
    await withFault('authorise', 'before', () => sendCard(service, id));
    await withFault('cancel', 'after', () =>
      until(
        async () => {
          const { rowCount } = await service.pool.query(
            "select from sandbox_transaction where key = $1 and outcome = 'cancelled'",
            [`${id}-authorise-1`],
          );
          return rowCount === 1;
        },
        { timeoutMs: 15_000, what: 'the sandbox to let go' },
      ),
    );
    await reaches(service, id, 'ENTERING CARD DETAILS');
    expect(await sendCard(service, id)).toBe('authorised');
  });

  test('that never reached the provider may be sent again', async () => {
    const id = await aPaymentAt(service, account, 'started');
    expect(await withFault('authorise', 'before', () => sendCard(service, id))).toBe('in_progress');
    await reaches(service, id, 'ENTERING CARD DETAILS');
    expect(await sendCard(service, id)).toBe('authorised');
    expect((await shown(service, account, id)).state).toMatchObject({ status: 'submitted' });
  });

  test('is asked about although its payer keeps coming back', async () => {
    const id = await aPaymentAt(service, account, 'started');
    expect(await withFault('authorise', 'before', () => sendCard(service, id))).toBe('in_progress');
    const comesBack = async () => {
      await follow(service, await shown(service, account, id));
      return (await statusOf(service, id)) === 'ENTERING CARD DETAILS';
    };
    await until(comesBack, { everyMs: 200, what: 'the lost authorisation to be looked into' });
  });

  test('whose answer comes while the resolver has the payment in hand is asked about again', async () => {
    const id = await aPaymentAt(service, account, 'started');
    const held = hold();
    const sending = sendCard(service, id);
    await reaches(service, id, 'AUTHORISATION READY');
    await service.pool.query("update payment set not_before = now() + interval '2 s' where id = $1", [id]);
    held.open();
    expect(await sending).toBe('in_progress');
    await reaches(service, id, 'AUTHORISATION SUCCESS');
  });

  test('of a payment that its service cancels meanwhile is let go of', async () => {
    const id = await aPaymentAt(service, account, 'started');
    const held = hold();
    const sending = sendCard(service, id);
    await reaches(service, id, 'AUTHORISATION READY');
    expect(await cancelByPayer(service.deps, { paymentId: id })).toBe('in_progress');
    const cancelled = await cancelPayment(service.deps, { paymentId: id, gatewayAccountId: account.id });
    expect(cancelled).toBe('cancelled');
    held.open();
    expect(await sending).toBe('not_open');
    await reaches(service, id, 'SYSTEM CANCELLED');
    const { rows } = await service.pool.query('select outcome from sandbox_transaction where key like $1', [
      `${id}-%`,
    ]);
    expect(rows).toEqual([{ outcome: 'cancelled' }]);
  });

  test.each(['created', 'declined', 'confirmed', 'cancelled'] as const)(
    'of a payment that is %s is not taken',
    async (stage) => {
      const id = await aPaymentAt(service, account, stage);
      const before = (await shown(service, account, id)).state;
      expect(['not_open', 'declined']).toContain(await sendCard(service, id));
      expect((await shown(service, account, id)).state).toEqual(before);
    },
  );
});

describe('a payment that is confirmed', () => {
  test('twice is confirmed once', async () => {
    const paymentId = await aPaymentAt(service, account, 'authorised');
    const results = await Promise.all([1, 2, 3].map(() => confirmPayment(service.deps, { paymentId })));
    expect([...results].sort()).toEqual(['already', 'already', 'confirmed']);
  });

  test('after the payer gave up is not', async () => {
    const paymentId = await aPaymentAt(service, account, 'authorised');
    expect(await cancelByPayer(service.deps, { paymentId })).toBe('cancelled');
    expect(await confirmPayment(service.deps, { paymentId })).toBe('not_open');
    await reaches(service, paymentId, 'USER CANCELLED');
    expect((await shown(service, account, paymentId)).state).toMatchObject({
      status: 'failed',
      code: 'P0030',
    });
  });
});

describe('the end of a payment’s time', () => {
  const age = (id: string, created: string, touched: string) =>
    service.pool.query(
      'update payment set created_at = now() - $2::interval, updated_at = now() - $3::interval where id = $1',
      [id, created, touched],
    );

  test('ends it after ninety minutes, unless it was touched in the last five', async () => {
    const [old, touched, young] = await Promise.all([
      aPaymentAt(service, account, 'started'),
      aPaymentAt(service, account, 'started'),
      aPaymentAt(service, account, 'started'),
    ]);
    await age(touched, '2 hours', '4 minutes');
    await age(young, '89 minutes', '89 minutes');
    await age(old, '91 minutes', '6 minutes');
    await reaches(service, old, 'EXPIRED');
    expect((await shown(service, account, old)).state).toMatchObject({ status: 'failed', code: 'P0020' });
    expect(await Promise.all([touched, young].map((id) => statusOf(service, id)))).toEqual([
      'ENTERING CARD DETAILS',
      'ENTERING CARD DETAILS',
    ]);
  });

  test('lets go of a card that was authorised', async () => {
    const id = await aPaymentAt(service, account, 'authorised');
    await age(id, '91 minutes', '6 minutes');
    await reaches(service, id, 'EXPIRED');
    const { rows } = await service.pool.query('select outcome from sandbox_transaction where key like $1', [
      `${id}-%`,
    ]);
    expect(rows).toEqual([{ outcome: 'cancelled' }]);
  });

  test('comes after five days for a delayed capture', async () => {
    const [young, old] = await Promise.all([
      aPaymentAt(service, account, 'confirmed', { delayed_capture: true }),
      aPaymentAt(service, account, 'confirmed', { delayed_capture: true }),
    ]);
    await age(young, '4 days', '4 days');
    await age(old, '6 days', '6 days');
    await reaches(service, old, 'EXPIRED');
    expect(await statusOf(service, young)).toBe('AWAITING CAPTURE REQUEST');
  });

  test('can be made to come on a test account', async () => {
    const id = await aPaymentAt(service, account, 'started');
    const path = `/ashlar/v1/sandbox/payments/${id}/expire`;
    expect((await service.call('POST', path, { key: account.key })).status).toBe(202);
    await reaches(service, id, 'EXPIRED');
    expect((await service.call('POST', path, { key: account.key })).status).toBe(409);
  });
});
