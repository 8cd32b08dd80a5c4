import { test } from '@jest/globals';
import { formHands } from './form-hands.ts';
import { journeyOn } from './licence-cases.ts';

test('a citizen applies for a licence across all components, on a real Kafka broker', async () => {
  await journeyOn('kafka', formHands());
}, 180_000);
