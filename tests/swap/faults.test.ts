import { expect, test } from '@jest/globals';
import { faults } from './faults.ts';
import { runDrill } from './run-drill.ts';

const short = { seed: 1, kills: false, perSecond: 80, changesEach: 60, fsync: false, log: () => {} };

test.each(faults.map((fault) => [fault.name, fault] as const))(
  'a drill finds %s',
  async (_name, fault) => {
    const between = ['payments', 'payments'] as const;
    const { findings } = await runDrill({ ...short, swaps: 3, between, fault });
    expect(findings.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining([expect.stringMatching(/lost|doubled|unasked|log/)]),
    );
  },
  240_000,
);
