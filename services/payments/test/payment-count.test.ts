import { readFile } from 'node:fs/promises';
import { transaction } from '@ashlar/postgres';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { countAllPayments } from '../src/store/payment-count.ts';
import { countPayments } from '../src/usecases/count-payments.ts';
import { pruneOld } from '../src/usecases/prune-old.ts';
import { type Account, anAccount, aPaymentBody, type Service, startService } from './fixtures.ts';

let service: Service;
let accounts: readonly [Account, Account];

beforeAll(async () => {
  service = await startService();
  accounts = [await anAccount(service), await anAccount(service)];
});

afterAll(() => service?.end());

/** Creates so many payments in each account, some of them with a key, many at a time. */
async function write(each: number): Promise<void> {
  for (let at = 0; at < each; at += 10) {
    await Promise.all(
      accounts.flatMap(({ key }) =>
        Array.from({ length: 10 }, async (_, n) => {
          const headers = n === 0 ? { 'idempotency-key': crypto.randomUUID() } : {};
          const { status } = await service.call('POST', '/v1/payments', {
            key,
            body: aPaymentBody(),
            headers,
          });
          expect(status).toBe(201);
        }),
      ),
    );
  }
}

/** What the count says and what there is, at one moment. */
function countsOf({ id }: Account): Promise<{ told: number; stored: number }> {
  return transaction(service.pool, async (client) => {
    await client.query('set transaction isolation level repeatable read');
    const told = await countAllPayments(client, id);
    const { rows } = await client.query(
      'select count(*)::integer as n from payment where gateway_account_id = $1',
      [id],
    );
    return { told, stored: Number(rows[0]?.n) };
  });
}

/** Compares them again and again while `work` goes on, with several processes that count. Answers how many different counts it saw. */
async function compareDuring(work: Promise<unknown>): Promise<number> {
  let going = true;
  const seen = new Set<number>();
  const compare = async (account: Account) => {
    while (going) {
      const { told, stored } = await countsOf(account);
      expect(told).toBe(stored);
      seen.add(told);
    }
  };
  const count = async () => {
    while (going) await countPayments({ db: service.pool });
  };
  const watching = Promise.all([...accounts.map(compare), count(), count()]);
  await Promise.race([work, watching]);
  going = false;
  await Promise.all([work, watching]);
  return seen.size;
}

const total = async ({ key }: Account) =>
  (await service.call('GET', '/v1/payments?display_size=1', { key })).json.total;

test('the total is exact at every moment while payments are created, stamped and counted', async () => {
  expect(await compareDuring(write(300))).toBeGreaterThan(5);
  expect(await Promise.all(accounts.map(total))).toEqual([300, 300]);
});

test('payments from before the counts are counted as they come to be', async () => {
  const migration = await readFile(new URL('../migrations/0011-payment-count.sql', import.meta.url), 'utf8');
  const migrate = () =>
    transaction(service.pool, async (client) => {
      await client.query('drop table payment_count, payment_count_state');
      await client.query(migration);
    });
  const before = Number(await total(accounts[0]));
  const writing = write(100);
  for (let round = 0; round < 5; round += 1) {
    await migrate();
    for (const account of accounts) {
      const { told, stored } = await countsOf(account);
      expect(told).toBe(stored);
    }
  }
  await writing;
  expect(await total(accounts[0])).toBe(before + 100);
});

test('changes are kept until they are counted, and the total stays when they go', async () => {
  const before = Number(await total(accounts[0]));
  const { times } = service.deps;
  const logged = async () =>
    Number((await service.pool.query('select count(*) as n from change_log')).rows[0]?.n);
  await until(
    async () => {
      await pruneOld({ ...service.deps, times: { ...times, keepChanges: -60 } });
      return (await logged()) === 0;
    },
    { what: 'an empty change log' },
  );
  expect(await total(accounts[0])).toBe(before);
  await write(10);
  expect(await total(accounts[0])).toBe(before + 10);
});
