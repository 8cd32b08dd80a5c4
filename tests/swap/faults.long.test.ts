import { describe, expect, test } from '@jest/globals';
import { faults } from './faults.ts';
import { payments } from './payments/component.ts';
import { isSound, runDrill } from './run-drill.ts';

// One for each way in which a swap could be built wrong: a drill that finds nothing there would prove nothing elsewhere.
const short = {
  seed: 1,
  swaps: 4,
  kills: false,
  perSecond: 150,
  changesEach: 100,
  fsync: false,
  log: () => {},
};

describe.each([{ component: payments, between: ['payments', 'payments'] as const }])(
  'a drill of $component.id finds a swap in which',
  ({ component, between }) => {
    test.each(faults.map((fault) => ({ what: fault.what, fault })))(
      '$what',
      async ({ fault }) => {
        const report = await runDrill({ ...short, component, between, fault });
        expect(isSound(report, { kills: false, between })).toBe(false);
      },
      300_000,
    );
  },
);
