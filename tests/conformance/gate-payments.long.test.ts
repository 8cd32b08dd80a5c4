import { runGate } from '@ashlar/conformance';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type PaymentsCandidate, startPaymentsCandidate } from './gate-payments-run.ts';

let candidate: PaymentsCandidate;

beforeAll(async () => {
  candidate = await startPaymentsCandidate();
}, 120_000);

afterAll(() => candidate?.stop());

describe('the gate', () => {
  test('lets our own payments through, held to the full profile, in less than a minute', async () => {
    const { cases, sections, passed, ms } = await runGate(candidate.gate);
    expect(cases.filter(({ error }) => error !== undefined)).toEqual([]);
    expect(passed).toBeGreaterThan(250);
    expect(Object.keys(sections)).toEqual(
      expect.arrayContaining(['contract', 'webhooks', 'switching', 'receipts', 'hand-over']),
    );
    expect(ms).toBeLessThan(60_000);
  }, 120_000);
});
