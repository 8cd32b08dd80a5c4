import { test } from '@jest/globals';
import { payAFee } from './pay-a-fee.ts';
import { formPayer } from './payers.ts';
import { withPlatform } from './platform.ts';

test('a department charges a fee, a citizen pays, and all who should hear of it do: PostgreSQL bus, without a browser', async () => {
  await withPlatform('postgres', (platform) => payAFee(platform, formPayer(), () => {}));
}, 120_000);
