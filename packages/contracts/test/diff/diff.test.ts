import { diffContracts, listComponents, loadBundle } from '@ashlar/contracts';
import { describe, expect, test } from '@jest/globals';
import { BREAKS, COMPATIBLE, SAME } from './seeds.ts';
import { smallContract } from './small-contract.ts';

const name = ([kind, where, change]: (typeof BREAKS)[number]) => ({
  name: `${kind} at ${where}`,
  kind,
  where,
  change,
});

describe('a break is found', () => {
  test.each(BREAKS.map(name))('$name', ({ kind, where, change }) => {
    const { compatible, changes } = diffContracts(smallContract(), smallContract(change));
    expect(compatible).toBe(false);
    const breaking = changes.filter((one) => one.breaking);
    expect(breaking.map((one) => one.kind)).toContain(kind);
    expect(
      breaking
        .filter((one) => one.kind === kind)
        .map((one) => one.where)
        .join('\n'),
    ).toContain(where);
    for (const { why } of breaking) expect(why).toMatch(/^[^ ].*\.$/);
  });

  test('more than one at once, those that break first', () => {
    const change = (draft: unknown) => {
      for (const [, , seed] of [...COMPATIBLE.slice(0, 3), ...BREAKS.slice(0, 2)]) seed(draft);
    };
    const { changes } = diffContracts(smallContract(), smallContract(change));
    expect(changes.map(({ breaking }) => breaking)).toEqual([true, true, false, false, false]);
  });
});

describe('what breaks nobody is told, and does not count', () => {
  test.each(COMPATIBLE.map(name))('$name', ({ kind, where, change }) => {
    const { compatible, changes } = diffContracts(smallContract(), smallContract(change));
    expect(changes.filter((one) => one.breaking)).toEqual([]);
    expect(compatible).toBe(true);
    const found = changes.filter((one) => one.kind === kind);
    expect(found.map((one) => one.where).join('\n')).toContain(where);
  });
});

describe('the same contract written otherwise has no differences', () => {
  test.each(SAME)('%s', (_name, change) => {
    expect(diffContracts(smallContract(), smallContract(change)).changes).toEqual([]);
  });

  test.each(listComponents())('%s against itself', (component) => {
    expect(diffContracts(loadBundle(component), loadBundle(component))).toEqual({
      compatible: true,
      changes: [],
    });
  });
});
