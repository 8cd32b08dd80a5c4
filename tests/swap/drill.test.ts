import { expect, test } from '@jest/globals';
import { payments } from './payments/component.ts';
import { runDrill } from './run-drill.ts';

// A short one of what `pnpm swap:drill` does at length.
const short = { perSecond: 80, changesEach: 60, fsync: false, log: () => {} };
const TIMEOUT_MS = 240_000;

test(
  'a department moves to another implementation and back under traffic: nothing fails, nothing is lost or doubled',
  async () => {
    const between = ['payments', 'ledgerline'] as const;
    const report = await runDrill({
      ...short,
      component: payments,
      seed: 1,
      swaps: 2,
      kills: false,
      between,
    });
    expect(report.rounds.map(({ swap }) => swap.outcome && swap.state)).toEqual(Array(2).fill('completed'));
    expect(report.findings).toEqual([]);
    expect(report.unexpected).toEqual([]);
    expect([...report.failures]).toEqual([]);
  },
  TIMEOUT_MS,
);
