import { describe, expect, test } from '@jest/globals';
import { checkMemory } from './provider-memory.ts';

const payment = '0'.repeat(25);
const charge = {
  key: `${payment}1-authorise-1`,
  operation: 'authorise',
  outcome: 'authorised',
  transaction_id: 't1',
};
const taken = { key: `${payment}1-capture`, operation: 'capture', outcome: 'captured', transaction_id: 't2' };

describe('what card providers remember', () => {
  test('is the same thing once, wherever its memory went', () => {
    expect(
      checkMemory([
        [charge, taken],
        [charge, taken],
      ]),
    ).toEqual([]);
  });

  test('of another payment is another thing', () => {
    expect(
      checkMemory([[charge, { ...charge, key: `${payment}2-authorise-1`, transaction_id: 't3' }]]),
    ).toEqual([]);
  });

  test('shows that two charged for the same', () => {
    expect(checkMemory([[charge], [{ ...charge, transaction_id: 't9' }]])).toHaveLength(1);
  });

  test('shows that a payment was charged under two keys', () => {
    expect(checkMemory([[charge, { ...charge, key: `${payment}1-authorise-2` }]])).toHaveLength(1);
  });

  test('does not count what was declined', () => {
    const declined = { ...charge, outcome: 'declined', key: `${payment}1-authorise-2` };
    expect(checkMemory([[charge, declined]])).toEqual([]);
  });
});
