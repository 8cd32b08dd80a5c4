import { type CaseResult, type PaymentsSubject, paymentsSuite, runSuite } from '@ashlar/conformance';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type RunningPlatform, startOne } from '../journeys/platform.ts';
import { demoAccount, raiseLimits } from '../resilience/accounts.ts';
import { FAULTS } from './faults.ts';
import { CATEGORIES } from './payments-fault.ts';
import { runPlanted } from './planted-run.ts';

let running: RunningPlatform;
let subject: PaymentsSubject;

beforeAll(async () => {
  running = await startOne('postgres');
  await raiseLimits(running.platform);
  const { PAYMENTS_URL, PAYMENTS_API_KEY, PAYMENTS_OTHER_URL, PAYMENTS_OTHER_API_KEY } = running.platform.env;
  subject = {
    baseUrl: String(PAYMENTS_URL),
    apiKey: String(PAYMENTS_API_KEY),
    other: { baseUrl: String(PAYMENTS_OTHER_URL), apiKey: String(PAYMENTS_OTHER_API_KEY) },
  };
}, 60_000);

afterAll(() => running?.stop());

// A token lasts ten minutes, which all the faults together may not.
beforeEach(async () => {
  const { id, authorization } = await demoAccount(running.platform);
  subject = { ...subject, admin: { token: authorization.replace('Bearer ', ''), accountId: id } };
});

const failures = (results: readonly CaseResult[]) => results.filter((result) => result.error);

test('our payments component keeps every promise of the standard', async () => {
  const results = await runSuite(paymentsSuite, subject);
  expect(results.length).toBeGreaterThan(60);
  expect(failures(results)).toEqual([]);
}, 120_000);

describe('the suite catches an implementation with a planted fault in', () => {
  test.each(FAULTS)(
    '$name',
    async (fault) => {
      const { failed, mistakes } = await runPlanted(fault, subject, [fault.caughtBy]);
      expect(failed).not.toEqual([]);
      expect(mistakes).toEqual([]);
    },
    60_000,
  );

  test.each(CATEGORIES)('there are two faults of the kind "%s"', (category) => {
    expect(FAULTS.filter((fault) => fault.category === category).length).toBeGreaterThanOrEqual(2);
  });

  test('each fault names a section of the suite', () => {
    const sections = new Set(paymentsSuite.map(({ section }) => section));
    expect(FAULTS.filter(({ caughtBy }) => !sections.has(caughtBy))).toEqual([]);
  });

  test('no fault at all passes through the same proxy', async () => {
    const only = [...new Set(FAULTS.map(({ caughtBy }) => caughtBy))];
    const { failed, mistakes } = await runPlanted({ name: 'none', caughtBy: '' }, subject, only);
    expect(failed).toEqual([]);
    expect(mistakes).toEqual([]);
  }, 120_000);
});
