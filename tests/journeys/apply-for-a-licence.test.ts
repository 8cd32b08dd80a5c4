import { test } from '@jest/globals';
import { formHands } from './form-hands.ts';
import { journeyOn } from './licence-cases.ts';

test('a citizen applies for a licence across all components, and each step’s trace runs through logs, feeds and the bus', async () => {
  await journeyOn('postgres', formHands());
}, 120_000);
