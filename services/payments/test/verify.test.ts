import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifyLedger } from '../src/usecases/verify-ledger.ts';
import { type Account, anAccount, aPaymentAt, reaches, type Service, startService } from './fixtures.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));
let service: Service;
let account: Account;
let id: string;

beforeAll(async () => {
  service = await startService();
  account = await anAccount(service);
  id = await aPaymentAt(service, account, 'confirmed');
  await reaches(service, id, 'CAPTURED');
  await service.call('POST', `/v1/payments/${id}/refunds`, { key: account.key, body: { amount: 50 } });
});

afterAll(() => service?.end());

const verify = (env: Record<string, string>) =>
  run(process.execPath, ['services/payments/src/verify.ts'], { cwd: root, env });

describe('the proof of the books', () => {
  test('says how much it looked at, and ends well', async () => {
    const { stdout } = await verify({ DATABASE_URL: service.databaseUrl });
    expect(stdout).toBe('1 payments, 1 refunds, 8 ledger entries: no faults\n');
  });

  test('needs a database', async () => {
    await expect(verify({})).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/DATABASE_URL/),
    });
  });

  test.each([
    [
      'a state that the ledger does not know of',
      "update payment set status = 'CAPTURE ERROR'",
      'not_as_its_state',
    ],
    ['a refund that is not on its payment', 'update payment set refunded = 0', 'refunded_otherwise'],
    ['more given back than its refunds', 'update payment set refunded = 1450', 'refunded_otherwise'],
    ['a refund that is still on its way', "update refund set status = 'REFUND READY'", 'not_as_its_state'],
    ['a dispute that there is not', 'update payment set disputed = 1', 'disputed_otherwise'],
    [
      'a change that is missing',
      'delete from change_log where aggregate = $1 and sequence = 2',
      'log_with_gap',
    ],
    ['a last change that is missing', 'update payment set sequence = sequence + 1', 'log_with_gap'],
    ['payments that are counted and not there', "insert into payment_count values ('none', 1)", 'miscounted'],
  ])('finds %s', async (_, spoil, fault) => {
    const client = await service.pool.connect();
    try {
      await client.query('begin');
      await client.query(spoil, spoil.includes('$1') ? [id] : []);
      expect((await verifyLedger({ db: client })).map((found) => found.fault)).toContain(fault);
    } finally {
      await client.query('rollback');
      client.release();
    }
    expect(await verifyLedger(service.deps)).toEqual([]);
  });

  test('names what is wrong, and ends badly', async () => {
    await service.pool.query('update payment set refunded = 0');
    await expect(verify({ DATABASE_URL: service.databaseUrl })).rejects.toMatchObject({
      code: 1,
      stderr: `refunded_otherwise ${id}\n`,
    });
  });
});
