import { type CaseResult, type ProviderSubject, providerSuite, runSuite } from '@ashlar/conformance';
import { migrate, openPool, type Pool } from '@ashlar/postgres';
import { createDatabase } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PaymentProvider } from '../../src/domain/ports.ts';
import { migrations } from '../../src/migrations.ts';
import { type Loss, losing } from './losing.ts';
import { plantedFaults } from './planted-faults.ts';
import { aSandbox } from './sandboxes.ts';

let database: Awaited<ReturnType<typeof createDatabase>>;
let pool: Pool;

beforeAll(async () => {
  database = await createDatabase('providers');
  pool = openPool({ url: database.url, applicationName: 'payments-test', max: 20 });
  await migrate(pool, migrations);
});

afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

const cards = {
  authorised: '4444333322221111',
  declined: '4000000000000002',
  error: '4000000000000119',
  declinedLater: '5105105105105100',
  challenged: '4000002500003155',
  disputed: '4000000000000259',
};

function subject(provider: PaymentProvider): ProviderSubject {
  const loss: Loss = { now: undefined };
  return {
    processor: losing(provider, loss),
    cards,
    answer: async (challenge, how) => new URL(challenge, 'http://pay.test').searchParams.get(how) ?? '',
    async losing(when, work) {
      loss.now = when;
      try {
        return await work();
      } finally {
        loss.now = undefined;
      }
    },
  };
}

const failed = (results: readonly CaseResult[]) =>
  results
    .filter(({ error }) => error !== undefined)
    .map(({ section, name, error }) => ({ section, name, error }));

describe('every provider does what payments counts on', () => {
  test.each(['sandbox', 'sandbox-a', 'sandbox-b'] as const)('%s', async (id) => {
    const results = await runSuite(providerSuite, subject(aSandbox(pool, id)));
    expect(failed(results)).toEqual([]);
    expect(results).toHaveLength(providerSuite.length);
  });
});

describe('the suite catches a provider that', () => {
  test.each(Object.entries(plantedFaults))('%s', async (_, { section, spoil }) => {
    const spoilt = subject(spoil(aSandbox(pool, 'sandbox-a')));
    expect(failed(await runSuite(providerSuite, spoilt, { only: [section], untilFailed: true }))).not.toEqual(
      [],
    );
  });
});
