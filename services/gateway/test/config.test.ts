import { expect, test } from '@jest/globals';
import { readGatewayConfig } from '../src/config.ts';

test('the configuration names every wrong variable at once', () => {
  expect(() => readGatewayConfig({ PORT: 'x', IDLE_TIMEOUT_MS: '0' })).toThrow(/PORT[\s\S]*IDLE_TIMEOUT_MS/);
});

test('entry points come from a file or from the registry, and from one of them', () => {
  const registry = { REGISTRY_URL: 'http://127.0.0.1:8184', GATEWAY_KEY: 'a-gateway-key-for-tests' };
  const cases: [Record<string, string>, RegExp][] = [
    [{}, /exactly one of ENTRY_POINTS and REGISTRY_URL/],
    [{ ENTRY_POINTS: 'a.yaml', ...registry }, /exactly one of ENTRY_POINTS and REGISTRY_URL/],
    [{ REGISTRY_URL: registry.REGISTRY_URL }, /GATEWAY_KEY is missing/],
    [{ ENTRY_POINTS: 'a.yaml', ROUTING_CACHE: 'b.json' }, /ROUTING_CACHE has no use/],
  ];
  for (const [env, message] of cases) expect(() => readGatewayConfig(env)).toThrow(message);
  expect(readGatewayConfig(registry).registryUrl).toBe('http://127.0.0.1:8184');
});
