import { expect, test } from '@jest/globals';
import { runDrill } from './run-drill.ts';

// A short one of what `pnpm swap:drill` does at length.
const short = { perSecond: 80, changesEach: 60, fsync: false, log: () => {} };
const TIMEOUT_MS = 240_000;

test(
  'a department moves to another implementation and back under traffic: nothing fails, nothing is lost or doubled',
  async () => {
    const between = ['payments', 'ledgerline'] as const;
    const report = await runDrill({ ...short, seed: 1, swaps: 4, kills: false, between });
    expect(report.rounds.map(({ swap }) => swap.outcome && swap.state)).toEqual(Array(4).fill('completed'));
    expect(report.findings).toEqual([]);
    expect(report.unexpected).toEqual([]);
    expect([...report.failures]).toEqual([]);
    expect(report.repeats).toBe(0);
  },
  TIMEOUT_MS,
);

test(
  'parts are killed while it moves: each swap is done or undone, nothing is lost or doubled',
  async () => {
    const between = ['payments', 'ledgerline'] as const;
    const report = await runDrill({ ...short, seed: 2, swaps: 4, kills: true, between });
    expect(report.findings).toEqual([]);
    expect(report.unexpected).toEqual([]);
    expect(report.rounds.some(({ swap }) => swap.state === 'completed')).toBe(true);
  },
  TIMEOUT_MS,
);
