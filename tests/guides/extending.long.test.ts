import { expect, test } from '@jest/globals';
import { carryOutInCopy } from './guide.ts';

test.each([
  ['add-an-operation.md', 'has a new operation whose test passes'],
  ['add-a-carrier.md', 'sends a text message by a carrier that was not there before'],
  ['add-a-payment-provider.md', 'takes a payment at a provider that was not there before'],
])(
  'a reader who carries out %s %s',
  async (name) => {
    await expect(carryOutInCopy(name)).resolves.toBeUndefined();
  },
  300_000,
);
