import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { FAULTS } from './faults.ts';
import { type PaymentsRun, startPayments } from './payments-run.ts';
import { judged } from './planted-run.ts';

let payments: PaymentsRun;

beforeAll(async () => {
  payments = await startPayments();
}, 60_000);

afterAll(() => payments?.stop());

describe('the payments suite catches an implementation with a planted fault in', () => {
  test.each(FAULTS)(
    '$name',
    async (fault) => {
      const { failed, mistakes } = await judged(fault, await payments.subject());
      expect(failed).not.toEqual([]);
      expect(mistakes).toEqual([]);
    },
    60_000,
  );
});
