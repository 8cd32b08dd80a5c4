import { expect, test } from '@jest/globals';
import type { Component } from './component.ts';
import { runDrill } from './run-drill.ts';

// Short ones of what `pnpm swap:drill` does at length.
const short = { changesEach: 60, fsync: false, log: () => {} };
const swaps = { payments: 2, messaging: 3, identity: 2, content: 2 };
const perSecond = { payments: 80, messaging: 40, identity: 12, content: 40 };

/** Says by a test of its own that a component can be swapped under traffic. */
export function testDrill(component: Component): void {
  const { id, between } = component;
  test(`a department’s ${id} moves to another implementation and back under traffic: nothing fails, nothing is lost or doubled`, async () => {
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
  }, 240_000);
}
