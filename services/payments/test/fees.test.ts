import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sign } from '../src/providers/sandbox-signature.ts';
import { verifyLedger } from '../src/usecases/verify-ledger.ts';
import { tokens } from '../src/wiring.ts';
import {
  type Account,
  aKey,
  anAccount,
  aPaymentAt,
  reaches,
  type Service,
  shown,
  startService,
} from './fixtures.ts';
import { aSandbox } from './providers/sandboxes.ts';

const notificationKey = Buffer.from('a secret of the sandboxes');
/** What the provider keeps of every capture, and whether it says so at once. */
const provider: { fee: number; atOnce: boolean } = { fee: 29, atOnce: true };
let service: Service;
let account: Account;

beforeAll(async () => {
  service = await startService({
    override: (wiring) =>
      wiring.single(tokens.providers, (get) => {
        const sandbox = aSandbox(get(tokens.resources).pool, 'sandbox', { notificationKey });
        const withFee = {
          ...sandbox,
          capture: async (ask: Parameters<typeof sandbox.capture>[0]) => ({
            ...(await sandbox.capture(ask)),
            ...(provider.atOnce && { fee: provider.fee }),
          }),
          async query(ask: Parameters<typeof sandbox.query>[0]) {
            const known = await sandbox.query(ask);
            return known?.operation === 'capture' ? { ...known, fee: provider.fee } : known;
          },
        };
        return new Map([['sandbox', withFee]]);
      }),
  });
  account = await anAccount(service);
});

afterAll(() => service?.end());

async function captured(changes: Partial<typeof provider> = {}): Promise<string> {
  Object.assign(provider, { fee: 29, atOnce: true }, changes);
  const id = await aPaymentAt(service, account, 'confirmed');
  await reaches(service, id, 'CAPTURED');
  return id;
}

const ledgerOf = async (id: string) => {
  const { json } = await service.call('GET', `/ashlar/v1/payments/${id}/ledger`, { key: account.key });
  return (json.entries as Record<string, unknown>[]).map(({ account: name, amount, kind }) => [
    kind,
    name,
    amount,
  ]);
};

const withFee = [
  ['confirmation', 'payer_clearing', 1450],
  ['confirmation', 'department_payable', -1450],
  ['capture', 'provider_receivable', 1450],
  ['capture', 'payer_clearing', -1450],
  ['fee', 'fees', 29],
  ['fee', 'provider_receivable', -29],
];

const tell = (id: string) => {
  const text = JSON.stringify({ id: randomUUID(), key: `${id}-capture` });
  return service.call('POST', '/ashlar/v1/providers/sandbox/notifications', {
    text,
    headers: { 'sandbox-signature': sign(notificationKey, Buffer.from(text), new Date()) },
  });
};

describe('what a provider keeps of a payment', () => {
  test('is shown with what is left, and entered with the capture', async () => {
    const id = await captured();
    expect(await shown(service, account, id)).toMatchObject({ fee: 29, net_amount: 1421, amount: 1450 });
    expect(await ledgerOf(id)).toEqual(withFee);
    expect(await verifyLedger(service.deps)).toEqual([]);
  });

  test('may be said later, and then counts once', async () => {
    const id = await captured({ atOnce: false });
    expect(await shown(service, account, id)).not.toHaveProperty('fee');
    await Promise.all([tell(id), tell(id), tell(id)]);
    expect(await shown(service, account, id)).toMatchObject({ fee: 29, net_amount: 1421 });
    expect(await ledgerOf(id)).toEqual(withFee);
    expect(await verifyLedger(service.deps)).toEqual([]);
  });

  test('may be nothing', async () => {
    const id = await captured({ fee: 0 });
    expect(await shown(service, account, id)).toMatchObject({ fee: 0, net_amount: 1450 });
    expect(await ledgerOf(id)).toHaveLength(4);
    expect(await verifyLedger(service.deps)).toEqual([]);
  });

  test('is missed by the proof of the books when it is not on the ledger', async () => {
    const id = await captured();
    const client = await service.pool.connect();
    try {
      await client.query('begin');
      await client.query('update payment set fee = 30 where id = $1', [id]);
      expect(await verifyLedger({ db: client })).toEqual([{ fault: 'not_as_its_state', id }]);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});

test('an account whose ledger lacks an account, as an older version made it, gets it with its first entry', async () => {
  const id = 'made-by-an-older-version';
  await service.pool.query(
    `with made as (
       insert into gateway_account (id, department, service, name, type, provider, limits, features, created_at, sequence)
       select $1, department, service, name, type, provider, limits, features, now(), 1 from gateway_account where id = $2
       returning id
     )
     insert into ledger_account (gateway_account_id, kind, currency) select id, 'provider_receivable', 'GBP' from made`,
    [id, account.id],
  );
  const old = { id, key: String((await aKey(service, id)).token) };
  Object.assign(provider, { fee: 29, atOnce: true });
  const ids = await Promise.all([1, 2, 3, 4].map(() => aPaymentAt(service, old, 'confirmed')));
  await Promise.all(ids.map((paid) => reaches(service, paid, 'CAPTURED')));
  const { rows } = await service.pool.query(
    'select kind from ledger_account where gateway_account_id = $1 order by kind',
    [old.id],
  );
  expect(rows.map(({ kind }) => kind)).toEqual([
    'department_payable',
    'fees',
    'payer_clearing',
    'provider_receivable',
  ]);
  expect(await verifyLedger(service.deps)).toEqual([]);
});
