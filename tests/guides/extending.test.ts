import { expect, test } from '@jest/globals';
import { carryOutInCopy } from './guide.ts';

// The guides that add a provider take longer: extending.long.test.ts.
test('a reader who carries out add-an-operation.md has a new operation whose test passes', async () => {
  await expect(carryOutInCopy('add-an-operation.md')).resolves.toBeUndefined();
}, 180_000);
