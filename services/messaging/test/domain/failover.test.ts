import { describe, expect, test } from '@jest/globals';
import { falls } from '../../src/domain/carrier-script.ts';
import { drift, type Share, shiftFrom, slowest } from '../../src/domain/failover.ts';

const shares = (...weights: [string, number, number][]): Share[] =>
  weights.map(([id, weight, rest]) => ({ id, weight, rest }));
const weightsOf = (providers: readonly Share[] | undefined) => providers?.map(({ weight }) => weight);

describe('a step away from a provider', () => {
  test('takes ten points from it and gives them to the other', () => {
    expect(weightsOf(shiftFrom(shares(['a', 51, 51], ['b', 49, 49]), 'a'))).toEqual([41, 59]);
  });

  test('stops at nothing and at all', () => {
    expect(weightsOf(shiftFrom(shares(['a', 5, 51], ['b', 95, 49]), 'a'))).toEqual([0, 100]);
  });

  test('is shared by the others that are in use', () => {
    const four = shares(['a', 40, 40], ['b', 30, 30], ['c', 30, 30], ['unused', 0, 0], ['d', 0, 30]);
    expect(weightsOf(shiftFrom(four, 'a'))).toEqual([30, 34, 33, 0, 3]);
  });

  test('is not taken when nobody else could carry it, or nothing is left to take', () => {
    expect(shiftFrom(shares(['a', 100, 100], ['unused', 0, 0]), 'a')).toBeUndefined();
    expect(shiftFrom(shares(['a', 0, 51], ['b', 100, 49]), 'a')).toBeUndefined();
  });
});

test('weights go back to rest ten points at a time, and no further', () => {
  expect(weightsOf(drift(shares(['a', 21, 51], ['b', 79, 49])))).toEqual([31, 69]);
  expect(weightsOf(drift(shares(['a', 46, 51], ['b', 54, 49])))).toEqual([51, 49]);
  expect(drift(shares(['a', 51, 51], ['b', 49, 49]))).toBeUndefined();
});

describe('the slowest provider', () => {
  const two = shares(['a', 51, 51], ['b', 49, 49]);

  test('has more than 15 % of slow messages', () => {
    const pace = (slow: number) => [
      { id: 'a', sent: 100, slow },
      { id: 'b', sent: 100, slow: 0 },
    ];
    expect(slowest(two, pace(15))).toBeUndefined();
    expect(slowest(two, pace(16))).toBe('a');
  });

  test('is nobody when all are slow', () => {
    const paces = [
      { id: 'a', sent: 10, slow: 9 },
      { id: 'b', sent: 10, slow: 3 },
    ];
    expect(slowest(two, paces)).toBeUndefined();
  });
});

test('a share falls on the same messages for the same seed, on others for another, and is about as large as it says', () => {
  const keys = Array.from({ length: 2000 }, (_, at) => `message-${at}`);
  const hit = (seed: number) => keys.filter((key) => falls(0.3, seed, 'carrier', key));
  expect(hit(1)).toEqual(hit(1));
  expect(hit(1)).not.toEqual(hit(2));
  expect(hit(1).length).toBeGreaterThan(500);
  expect(hit(1).length).toBeLessThan(700);
  expect(keys.filter((key) => falls(0, 1, key))).toEqual([]);
  expect(keys.filter((key) => falls(1, 1, key))).toEqual(keys);
});
