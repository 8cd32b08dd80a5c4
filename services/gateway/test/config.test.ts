import { expect, test } from '@jest/globals';
import { readGatewayConfig } from '../src/config.ts';

test('the configuration names every wrong variable at once', () => {
  expect(() => readGatewayConfig({ PORT: 'x', IDLE_TIMEOUT_MS: '0' })).toThrow(
    /PORT[\s\S]*ENTRY_POINTS[\s\S]*IDLE_TIMEOUT_MS/,
  );
});
