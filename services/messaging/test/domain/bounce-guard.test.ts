import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { emailStateOf } from '../../src/domain/bounce-guard.ts';
import type { EmailState } from '../../src/domain/entities.ts';

const limits = { from: 1000, warnAt: 5, suspendAt: 10 };

test.each<[number, number, EmailState]>([
  [999, 999, 'normal'],
  [1000, 49, 'normal'],
  [1000, 50, 'warned'],
  [1000, 99, 'warned'],
  [1000, 100, 'suspended'],
  [20_000, 999, 'normal'],
])('%i sent of which %i came back is %s', (sent, bounced, state) => {
  expect(emailStateOf({ sent, bounced }, limits)).toBe(state);
});

test('more bounces never make it better', () => {
  const order: EmailState[] = ['normal', 'warned', 'suspended'];
  fc.assert(
    fc.property(fc.nat(100_000), fc.nat(100_000), fc.nat(100_000), (sent, bounced, more) => {
      const before = emailStateOf({ sent, bounced }, limits);
      const after = emailStateOf({ sent, bounced: bounced + more }, limits);
      expect(order.indexOf(after)).toBeGreaterThanOrEqual(order.indexOf(before));
    }),
  );
});
