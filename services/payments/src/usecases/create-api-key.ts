import { randomUUID } from 'node:crypto';
import { createOnce, type Made, type Once } from '@ashlar/component';
import type { ApiKey, GatewayAccount } from '../domain/entities.ts';
import { apiKey, randomBytesWanted } from '../domain/ids.ts';
import { insertApiKey, readApiKey } from '../store/api-keys.ts';
import { hashOfToken } from './check-api-key.ts';
import type { Deps } from './deps.ts';

/** Creates a key of an account. Its token is told here and nowhere else: a replay has none. */
export function createApiKey(
  deps: Deps,
  input: {
    account: GatewayAccount;
    description: string;
    once?: Once | undefined;
    traceparent?: string | undefined;
  },
): Promise<Made<ApiKey & { token?: string }> | 'key_reused'> {
  const token = apiKey(input.account.type, deps.random(randomBytesWanted), deps.keyMac);
  const key: ApiKey = {
    id: randomUUID(),
    gatewayAccountId: input.account.id,
    description: input.description,
    createdAt: deps.now(),
    revokedAt: null,
  };
  return createOnce<ApiKey & { token?: string }>(deps, input.once, {
    aggregate: input.account.id,
    make: async (once) => {
      const change = { at: key.createdAt, traceparent: input.traceparent, once };
      const stored = await insertApiKey(deps.db, { ...key, tokenHash: hashOfToken(token) }, change);
      return stored ? { ...key, token } : undefined;
    },
    read: (id) => readApiKey(deps.db, id),
  });
}
