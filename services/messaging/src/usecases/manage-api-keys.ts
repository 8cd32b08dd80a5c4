import { randomUUID } from 'node:crypto';
import { createOnce, type Made, type Once } from '@ashlar/component';
import type { ApiKey, KeyType, MessagingService } from '../domain/entities.ts';
import { insertApiKey, listApiKeys, readApiKey, revokeApiKey } from '../store/api-keys.ts';
import type { Deps } from './deps.ts';
import { findMessagingService, type ServiceAsk } from './manage-services.ts';

/** What a key's secret is found by in the database. */
export function apiSecretDigest(deps: Pick<Deps, 'mac'>, secret: string): Buffer {
  return deps.mac('api-key', secret);
}

/** Creates a key of a service. The key itself is told here and nowhere else: a replay has none. */
export function createApiKey(
  deps: Deps,
  input: {
    service: MessagingService;
    name: string;
    type: KeyType;
    once?: Once | undefined;
    traceparent?: string | undefined;
  },
): Promise<Made<ApiKey & { key?: string }> | 'key_reused'> {
  const { service, name, type } = input;
  const secret = randomUUID();
  const key = { id: randomUUID(), serviceId: service.id, name, type, createdAt: deps.now(), revokedAt: null };
  return createOnce<ApiKey & { key?: string }>(deps, input.once, {
    async make(once) {
      const change = { at: key.createdAt, traceparent: input.traceparent, once };
      const secretDigest = apiSecretDigest(deps, secret);
      const stored = await insertApiKey(deps.db, deps.vault, { ...key, secret, secretDigest }, change);
      return stored ? { ...key, key: `${name}-${service.id}-${secret}` } : undefined;
    },
    read: (id) => readApiKey(deps.db, id),
    aggregate: service.id,
  });
}

/** The keys of a service; undefined when the department has no such service. */
export async function findApiKeys(deps: Deps, ask: ServiceAsk): Promise<ApiKey[] | undefined> {
  return (await findMessagingService(deps, ask)) && listApiKeys(deps.db, ask.id);
}

/** Revokes a key for good. False when the department has no such key. */
export async function revokeKey(
  deps: Deps,
  input: ServiceAsk & { keyId: string; traceparent?: string | undefined },
): Promise<boolean> {
  if (!(await findMessagingService(deps, input))) return false;
  const { id: serviceId, keyId: id, traceparent } = input;
  const found = await revokeApiKey(deps.db, { id, serviceId, at: deps.now(), traceparent });
  if (found) deps.logged();
  return found;
}
