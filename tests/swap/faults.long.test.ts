import { describe, expect, test } from '@jest/globals';
import { faults } from './faults.ts';
import { isSound, runDrill } from './run-drill.ts';

// One for each way in which a swap could be built wrong: a drill that finds nothing there would prove nothing elsewhere.
const between = ['payments', 'payments'] as const;
const short = {
  seed: 1,
  swaps: 4,
  kills: false,
  perSecond: 150,
  changesEach: 100,
  fsync: false,
  between,
  log: () => {},
};

describe('a drill finds a swap in which', () => {
  test.each(faults.map((fault) => ({ what: fault.what, fault })))(
    '$what',
    async ({ fault }) => {
      const report = await runDrill({ ...short, fault });
      expect(isSound(report, short)).toBe(false);
    },
    300_000,
  );
});
