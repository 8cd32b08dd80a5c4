import { randomUUID } from 'node:crypto';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sign } from '../src/providers/sandbox-signature.ts';
import { pruneOld } from '../src/usecases/prune-old.ts';
import { verifyLedger } from '../src/usecases/verify-ledger.ts';
import { faultyProvider, withFault } from './faulty-provider.ts';
import {
  type Account,
  anAccount,
  aPaymentAt,
  logOf,
  reaches,
  type Service,
  sendCard,
  startService,
  statusOf,
} from './fixtures.ts';
import { aChallenged, answersTo, bring } from './three-d-secure.ts';

const secret = 'a secret of the sandboxes';
let service: Service;
let account: Account;

beforeAll(async () => {
  service = await startService({
    // Nobody but a notification settles anything here.
    env: { RESOLVE_AFTER_S: '86400', SANDBOX_NOTIFICATION_SECRET: secret },
    override: faultyProvider,
  });
  account = await anAccount(service);
});

afterAll(() => service?.end());

/** Tells the service of a key, as the sandbox would; `changes` make it something that the sandbox would not send. */
async function tell(
  key: string,
  changes: {
    id?: string;
    provider?: string;
    signedWith?: string;
    at?: Date;
    header?: string;
    body?: string;
  } = {},
): Promise<number> {
  const text = changes.body ?? JSON.stringify({ id: changes.id ?? randomUUID(), key });
  const signature =
    changes.header ??
    sign(Buffer.from(changes.signedWith ?? secret), Buffer.from(text), changes.at ?? new Date());
  const path = `/ashlar/v1/providers/${changes.provider ?? 'sandbox'}/notifications`;
  return (await service.call('POST', path, { text, headers: { 'sandbox-signature': signature } })).status;
}

const parkedAuthorisation = async () => {
  const id = await aPaymentAt(service, account, 'started');
  const lost = () => withFault('authorise', 'after', () => sendCard(service, id));
  expect(await withFault('query', 'before', lost)).toBe('in_progress');
  expect(await statusOf(service, id)).toBe('AUTHORISATION READY');
  return id;
};

/** The issuer has told the sandbox, and this service does not know yet; its payer is gone, or its call to the sandbox was lost. */
const answeredElsewhere = async (how: 'pass' | 'fail', status: string) => {
  const id = await aChallenged(service, account);
  const answer = (await answersTo(service, id))[how] ?? '';
  const key = `${id}-authorise-1`;
  if (status === 'AUTHORISATION 3DS REQUIRED') {
    const ask = { key, paymentId: id, transactionId: '', answer };
    const sandbox = await service.deps.provider({ provider: 'sandbox', credentialId: null });
    await sandbox.authorise3ds(ask);
  } else {
    const lost = () => withFault('authorise3ds', 'after', () => bring(service, id, { answer }));
    expect(await withFault('query', 'before', lost)).toBe('in_progress');
  }
  expect(await statusOf(service, id)).toBe(status);
  return id;
};

const parkedCapture = () =>
  withFault('capture', 'after', async () => {
    const id = await aPaymentAt(service, account, 'confirmed');
    await reaches(service, id, 'CAPTURE READY');
    await captured(id);
    return id;
  });

const captured = (id: string) =>
  until(
    async () => {
      const known = await service.pool.query('select from sandbox_transaction where key = $1', [
        `${id}-capture`,
      ]);
      return known.rowCount === 1;
    },
    { what: 'the capture at the sandbox' },
  );

const parkedRefund = async () => {
  const id = await aPaymentAt(service, account, 'confirmed');
  await reaches(service, id, 'CAPTURED');
  const ask = { key: account.key, body: { amount: 450 } };
  const { json } = await withFault('refund', 'after', () =>
    service.call('POST', `/v1/payments/${id}/refunds`, ask),
  );
  expect(json.status).toBe('submitted');
  return { id, refund: String(json.refund_id) };
};

const refundStatus = async (id: string) =>
  (await service.pool.query<{ status: string }>('select status from refund where id = $1', [id])).rows[0]
    ?.status;

describe('a late notification settles', () => {
  test('an authorisation whose answer was lost', async () => {
    const id = await parkedAuthorisation();
    expect(await tell(`${id}-authorise-1`)).toBe(204);
    expect(await statusOf(service, id)).toBe('AUTHORISATION SUCCESS');
    expect((await logOf(service, id)).map(({ type }) => type)).toContain('payments.payment.authorised.v1');
  });

  test.each([
    ['AUTHORISATION 3DS REQUIRED', 'pass', 'AUTHORISATION SUCCESS'],
    ['AUTHORISATION 3DS REQUIRED', 'fail', 'AUTHORISATION REJECTED'],
    ['AUTHORISATION 3DS READY', 'pass', 'AUTHORISATION SUCCESS'],
    ['AUTHORISATION 3DS READY', 'fail', 'AUTHORISATION REJECTED'],
  ] as const)('an issuer’s answer, from %s by %s to %s', async (parked, how, settled) => {
    const id = await answeredElsewhere(how, parked);
    const told = await Promise.all(Array.from({ length: 5 }, () => tell(`${id}-authorise-1`)));
    expect(told).toEqual([204, 204, 204, 204, 204]);
    expect(await statusOf(service, id)).toBe(settled);
  });

  test('no question that is still open', async () => {
    const id = await aChallenged(service, account);
    expect(await tell(`${id}-authorise-1`)).toBe(204);
    expect(await statusOf(service, id)).toBe('AUTHORISATION 3DS REQUIRED');
    expect(await bring(service, id, 'pass')).toBe('authorised');
  });

  test('a capture, with its money on the ledger', async () => {
    const id = await parkedCapture();
    expect(await tell(`${id}-capture`)).toBe(204);
    expect(await statusOf(service, id)).toBe('CAPTURED');
    const { json } = await service.call('GET', `/ashlar/v1/payments/${id}/ledger`, { key: account.key });
    expect(json.entries).toHaveLength(4);
  });

  test('a capture, also when what comes is about its authorisation', async () => {
    const id = await parkedCapture();
    expect(await tell(`${id}-authorise-1`)).toBe(204);
    expect(await statusOf(service, id)).toBe('CAPTURED');
  });

  test('a refund', async () => {
    const { refund } = await parkedRefund();
    expect(await tell(`${refund}-refund`)).toBe(204);
    expect(await refundStatus(refund)).toBe('REFUNDED');
  });
});

describe('a notification', () => {
  test('that comes twenty times at once takes effect once', async () => {
    const id = await parkedCapture();
    const event = randomUUID();
    const told = await Promise.all(Array.from({ length: 20 }, () => tell(`${id}-capture`, { id: event })));
    expect([...new Set(told)]).toEqual([204]);
    const { rows } = await service.pool.query('select from ledger_entry where payment_id = $1', [id]);
    expect(rows).toHaveLength(4);
    const noted = await service.pool.query('select from provider_notification where id = $1', [event]);
    expect(noted.rowCount).toBe(1);
  });

  test.each(['declined', 'faulty', 'cancelled', 'expired'] as const)(
    'moves nothing that is finished: %s',
    async (stage) => {
      const id = await aPaymentAt(service, account, stage);
      if (stage === 'expired') await reaches(service, id, 'EXPIRED');
      const before = await statusOf(service, id);
      for (const key of [`${id}-authorise-1`, `${id}-capture`]) expect(await tell(key)).toBe(204);
      expect(await statusOf(service, id)).toBe(before);
    },
  );

  test('of an earlier card does not speak for a later one', async () => {
    const id = await parkedAuthorisation();
    await service.pool.query('update payment set attempt = 2 where id = $1', [id]);
    expect(await tell(`${id}-authorise-1`)).toBe(204);
    expect(await statusOf(service, id)).toBe('AUTHORISATION READY');
  });

  test('is asked for again while the provider says no more, and then counts', async () => {
    const id = await parkedCapture();
    const event = randomUUID();
    expect(await withFault('query', 'before', () => tell(`${id}-capture`, { id: event }))).toBe(503);
    expect(await statusOf(service, id)).toBe('CAPTURE READY');
    expect(await tell(`${id}-capture`, { id: event })).toBe(204);
    expect(await statusOf(service, id)).toBe('CAPTURED');
  });

  test('is checked by its bytes as they came, not as JSON would be written again', async () => {
    const id = await parkedCapture();
    const body = `{ "key" : "${id}-capture",\n  "id" : "${randomUUID()}" }`;
    expect(await tell('', { body })).toBe(204);
    expect(await statusOf(service, id)).toBe('CAPTURED');
  });

  test('is forgotten after as long as the change log is kept', async () => {
    const [old, young] = [randomUUID(), randomUUID()];
    await service.pool.query(
      `insert into provider_notification (provider, id, received_at)
       values ('sandbox', $1, now() - interval '8 days'), ('sandbox', $2, now() - interval '6 days')`,
      [old, young],
    );
    await pruneOld(service.deps);
    const { rows } = await service.pool.query('select id from provider_notification where id = any ($1)', [
      [old, young],
    ]);
    expect(rows).toEqual([{ id: young }]);
  });

  test('about something that is not ours is taken and changes nothing', async () => {
    const keys = ['', 'nonsense', `${'0'.repeat(26)}-capture`, `${'0'.repeat(26)}-refund`];
    for (const key of keys) expect(await tell(key)).toBe(204);
  });
});

const noted = async () => (await service.pool.query('select from provider_notification')).rowCount;

describe('what is not the provider’s is 400 and changes nothing:', () => {
  const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);
  test.each([
    ['another secret', { signedWith: 'another secret of sandboxes' }],
    ['an old signature', { at: ago(600) }],
    ['a signature of the future', { at: ago(-600) }],
    ['no signature', { header: '' }],
    ['half a signature', { header: `t=${Math.floor(Date.now() / 1000)},v1=abc` }],
    ['a body without an id', { body: '{"key":"x"}' }],
    ['a body that is not JSON', { body: '{' }],
    ['a body that is a list', { body: '[]' }],
  ])('%s', async (_, changes) => {
    const id = await parkedAuthorisation();
    const before = await noted();
    expect(await tell(`${id}-authorise-1`, changes)).toBe(400);
    expect(await statusOf(service, id)).toBe('AUTHORISATION READY');
    expect(await noted()).toBe(before);
  });

  test('a body that was changed on the way', async () => {
    const id = await parkedAuthorisation();
    const signed = JSON.stringify({ id: randomUUID(), key: `${id}-capture` });
    const header = sign(Buffer.from(secret), Buffer.from(signed), new Date());
    const body = signed.replace('-capture', '-authorise-1');
    expect(await tell('', { header, body })).toBe(400);
    expect(await statusOf(service, id)).toBe('AUTHORISATION READY');
  });

  test('and a provider that there is not is 404', async () => {
    expect(await tell('x', { provider: 'nobody' })).toBe(404);
  });
});

test('what the standard’s own sandbox sends is taken with 200, whatever it is, and changes nothing', async () => {
  const before = await noted();
  const path = '/v1/api/notifications/sandbox';
  for (const body of [{ body: 'sandbox-notifications' }, [], 'x']) {
    const { status } = await service.call('POST', path, { body, headers: { authorization: 'a token' } });
    expect(status).toBe(200);
  }
  expect(await noted()).toBe(before);
});

test('the books are right after all of it', async () => {
  expect(await verifyLedger(service.deps)).toEqual([]);
});
