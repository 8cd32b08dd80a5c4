import { expect, test } from '@jest/globals';
import { components } from './components.ts';
import { runDrill } from './run-drill.ts';

// Short ones of what `pnpm swap:drill` does at length.
const short = { changesEach: 60, fsync: false, log: () => {} };
const swaps = { payments: 2, messaging: 3, identity: 2, content: 2 };
const perSecond = { payments: 80, messaging: 40, identity: 12, content: 40 };
const TIMEOUT_MS = 240_000;

test.each(components)(
  'a department’s $id moves to another implementation and back under traffic: nothing fails, nothing is lost or doubled',
  async (component) => {
    const { id, between } = component;
    const report = await runDrill({
      ...short,
      component,
      seed: 1,
      swaps: swaps[id],
      perSecond: perSecond[id],
      kills: false,
      between,
    });
    expect(report.rounds.map(({ swap }) => swap.outcome && swap.state)).toEqual(
      Array(swaps[id]).fill('completed'),
    );
    expect(report.findings).toEqual([]);
    expect(report.unexpected).toEqual([]);
    expect([...report.failures]).toEqual([]);
  },
  TIMEOUT_MS,
);
