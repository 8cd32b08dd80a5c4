import { test } from '@jest/globals';
import { browserHands } from './browser-hands.ts';
import { journeyOn } from './licence-cases.ts';

test.each([true, false])(
  'a citizen applies for a licence in Chromium, JavaScript %s',
  async (javaScript) => {
    const hands = await browserHands({ javaScript });
    try {
      await journeyOn('postgres', hands);
    } finally {
      await hands.close();
    }
  },
  120_000,
);
