import { type CaseResult, type PaymentsSubject, paymentsSuite, runSuite } from '@ashlar/conformance';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { FAULTS } from './faults.ts';
import { CATEGORIES } from './payments-fault.ts';
import { type PaymentsRun, startPayments } from './payments-run.ts';
import { runPlanted } from './planted-run.ts';

let payments: PaymentsRun;
let subject: PaymentsSubject;

beforeAll(async () => {
  payments = await startPayments();
}, 60_000);

afterAll(() => payments?.stop());

beforeEach(async () => {
  subject = await payments.subject();
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
