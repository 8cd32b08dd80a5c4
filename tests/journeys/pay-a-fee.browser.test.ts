import { test } from '@jest/globals';
import { payAFee } from './pay-a-fee.ts';
import { browserPayer } from './payers.ts';
import { withPlatform } from './platform.ts';

test.each([true, false])(
  'the same in Chromium, JavaScript %s: PostgreSQL bus',
  async (javaScript) => {
    const payer = await browserPayer({ javaScript });
    try {
      await withPlatform('postgres', (platform) => payAFee(platform, payer, () => {}));
    } finally {
      await payer.close();
    }
  },
  120_000,
);
