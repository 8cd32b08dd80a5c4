import { describe, expect, test } from '@jest/globals';
import { components } from './components.ts';
import { faults } from './faults.ts';
import { isSound, runDrill } from './run-drill.ts';

// One for each way in which a swap could be built wrong: a drill that finds nothing there would prove nothing elsewhere.
const short = {
  seed: 1,
  swaps: 4,
  kills: false,
  changesEach: 100,
  fsync: false,
  log: () => {},
};

describe.each(components)('a drill of $id finds a swap in which', (component) => {
  const possible = faults.filter(({ work }) => !work || component.works);
  test.each(possible.map((fault) => ({ what: fault.what, fault })))(
    '$what',
    async ({ fault }) => {
      // Faults are planted in the fence of our own services.
      const between = [component.id, component.id] as const;
      const perSecond = component.perSecond / 2;
      const report = await runDrill({ ...short, component, perSecond, between, fault });
      expect(isSound(report, { kills: false, between })).toBe(false);
    },
    300_000,
  );
});
