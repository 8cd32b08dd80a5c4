import { describe, expect, test } from '@jest/globals';
import { createStallDetector, type Progress } from '../src/bus/stall.ts';

describe('the stall detector', () => {
  const behind: Progress = { name: 't/0', committed: 5n, end: 9n, busy: false };

  test('names a partition that is behind and does not move', () => {
    const detector = createStallDetector(60);
    expect(detector.look(0, [behind])).toEqual([]);
    expect(detector.look(59, [behind])).toEqual([]);
    expect(detector.look(60, [behind, { ...behind, name: 't/1' }])).toEqual(['t/0']);
  });

  test.each([
    ['moves', { committed: 6n }],
    ['has caught up', { end: 5n }],
    ['is busy', { busy: true }],
  ])('begins to count again when a partition %s', (_, change) => {
    const detector = createStallDetector(60);
    detector.look(0, [behind]);
    expect(detector.look(50, [{ ...behind, ...change }])).toEqual([]);
    expect(detector.look(100, [{ ...behind, ...change, busy: false, end: 9n }])).toEqual([]);
  });

  test('forgets a partition that was with another member meanwhile', () => {
    const detector = createStallDetector(60);
    detector.look(0, [behind]);
    detector.look(30, []);
    expect(detector.look(90, [behind])).toEqual([]);
  });
});
