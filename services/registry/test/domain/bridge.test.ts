import { describe, expect, test } from '@jest/globals';
import { overlap, readingOf, type Served } from '../../src/domain/bridge.ts';

const [blue, line, other] = ['blue', 'line', 'other'];

function served(changes: Partial<Served>): Served {
  return {
    component: 'payments',
    department: 'demo',
    implementationId: line,
    baseUrl: 'http://line.test',
    byFeed: true,
    swap: undefined,
    feedBarrier: 0,
    cursor: undefined,
    ...changes,
  };
}

function cursor(implementationId: string, position: number, swapEpoch = 0) {
  return { implementationId, position, swapEpoch };
}

describe('an implementation with a feed', () => {
  test('is read from its beginning, and from the cursor after that', () => {
    expect(readingOf(served({}))).toEqual({
      component: 'payments',
      department: 'demo',
      implementationId: line,
      baseUrl: 'http://line.test',
      position: 0,
      swapEpoch: 0,
    });
    expect(readingOf(served({ cursor: cursor(line, 7) }))).toMatchObject({ position: 7 });
  });

  test('that was bound without a hand-over has positions of its own', () => {
    expect(readingOf(served({ cursor: cursor(other, 70) }))).toMatchObject({ position: 0 });
    // A swap of long ago, to another one, says nothing about it.
    const swap = { toId: other, fromFeed: true, newEpoch: 4, barrier: 60 };
    expect(readingOf(served({ swap, cursor: cursor(other, 70, 4) }))).toMatchObject({ position: 0 });
  });

  test('goes on where the bridge is when it takes over from another one with a feed', () => {
    const swap = { toId: line, fromFeed: true, newEpoch: 4, barrier: 100 };
    const reading = readingOf(served({ swap, feedBarrier: 100, cursor: cursor(other, 90) }));
    expect(reading).toMatchObject({ implementationId: line, position: 90, swapEpoch: 4 });
    expect(reading).not.toHaveProperty('until');
    expect(readingOf(served({ swap, feedBarrier: 100, cursor: cursor(line, 130, 4) }))?.position).toBe(130);
  });

  test('begins a little before the barrier when it takes over from one that publishes itself', () => {
    const swap = { toId: line, fromFeed: false, newEpoch: 4, barrier: 5000 };
    expect(readingOf(served({ swap }))?.position).toBe(5000 - overlap);
    expect(readingOf(served({ swap: { ...swap, barrier: 10 } }))?.position).toBe(0);
    // It has been here before: what came between, the other one published.
    expect(readingOf(served({ swap, feedBarrier: 900, cursor: cursor(line, 900, 2) }))?.position).toBe(4000);
    // What the bridge had not published of that time is left to do.
    expect(readingOf(served({ swap, feedBarrier: 900, cursor: cursor(line, 800, 2) }))?.position).toBe(800);
  });
});

describe('an implementation that publishes itself', () => {
  const own = { implementationId: blue, baseUrl: 'http://blue.test', byFeed: false };
  const swap = { toId: blue, fromFeed: true, newEpoch: 5, barrier: 100 };

  test('is read for what its predecessor said up to the barrier, and no further', () => {
    const reading = readingOf(served({ ...own, swap, cursor: cursor(line, 90, 4) }));
    expect(reading).toMatchObject({
      baseUrl: 'http://blue.test',
      implementationId: line,
      position: 90,
      until: 100,
      swapEpoch: 4,
    });
    expect(readingOf(served({ ...own, swap }))).toMatchObject({ position: 0, until: 100 });
    expect(readingOf(served({ ...own, swap, cursor: cursor(line, 100, 4) }))).toBeUndefined();
  });

  test('is not read otherwise', () => {
    expect(readingOf(served(own))).toBeUndefined();
    expect(readingOf(served({ ...own, swap: { ...swap, fromFeed: false } }))).toBeUndefined();
    expect(
      readingOf(served({ ...own, swap: { ...swap, toId: line }, cursor: cursor(line, 1) })),
    ).toBeUndefined();
  });
});
