import { test } from '@jest/globals';
import { payAFee } from './pay-a-fee.ts';
import { formPayer } from './payers.ts';
import { withPlatform } from './platform.ts';

test('the same on a real Kafka broker', async () => {
  await withPlatform('kafka', (platform) => payAFee(platform, formPayer(), () => {}));
}, 180_000);
