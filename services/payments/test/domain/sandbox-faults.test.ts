import { describe, expect, test } from '@jest/globals';
import { faultPresets, parseFaults } from '../../src/domain/sandbox-faults.ts';
import { createFaults } from '../../src/providers/sandbox-faults.ts';

describe('the settings of a sandbox’s faults', () => {
  test('are a preset, and changes of it', () => {
    expect(parseFaults('none')).toEqual(faultPresets.none);
    expect(parseFaults('worst')).toEqual(faultPresets.worst);
    expect(parseFaults('worst, seed=7, late=0..50, lost_after=.5')).toEqual({
      ...faultPresets.worst,
      seed: 7,
      late: { from: 0, to: 50 },
      lostAfter: 0.5,
    });
    expect(parseFaults('latency=20..400')).toEqual({
      ...faultPresets.none,
      latency: { from: 20, to: 400 },
    });
  });

  test.each(['', 'best', 'error=2', 'error=-1', 'late=5', 'late=9..1', 'seed', 'worst,none', '__proto__=1'])(
    'are refused as %j',
    (text) => expect(() => parseFaults(text)).toThrow(/cannot be read/),
  );
});

describe('the faults of a sandbox', () => {
  const settings = { ...faultPresets.worst, latency: { from: 0, to: 0 }, timeout: 0 };
  const play = async (seed: number, id: string) => {
    const faults = createFaults({ ...settings, seed }, id);
    let reached = 0;
    const outcomes: string[] = [];
    for (let call = 0; call < 200; call += 1) {
      const answer = faults.around(async () => {
        reached += 1;
        return 'answered';
      });
      outcomes.push(await answer.catch((error: Error) => error.message));
    }
    return { reached, outcomes, told: Array.from({ length: 200 }, () => faults.telling()) };
  };

  test('are the same again with the same seed, and others with another or at another sandbox', async () => {
    const first = await play(7, 'sandbox-a');
    expect(await play(7, 'sandbox-a')).toEqual(first);
    expect(await play(8, 'sandbox-a')).not.toEqual(first);
    expect(await play(7, 'sandbox-b')).not.toEqual(first);
  });

  test('at their worst are all there, and only what was lost before has no effect', async () => {
    const { reached, outcomes, told } = await play(1, 'sandbox');
    const count = (outcome: string) => outcomes.filter((one) => one === outcome).length;
    const after = count('The sandbox did not answer');
    expect(
      Math.min(after, count('The sandbox was not reached'), count('The sandbox has a fault')),
    ).toBeGreaterThan(2);
    expect(reached).toBe(count('answered') + after);
    expect(new Set(told.map(({ copies }) => copies))).toEqual(new Set([0, 1, 2]));
    expect(Math.max(...told.map(({ afterMs }) => afterMs))).toBeGreaterThan(1000);
  });

  test('are none without settings', async () => {
    const faults = createFaults(faultPresets.none, 'sandbox');
    expect(await faults.around(async () => 1)).toBe(1);
    expect(faults.telling()).toEqual({ copies: 1, afterMs: 0 });
  });
});
