import { createOnce, type Made, type Once, targetFault } from '@ashlar/component';
import {
  clientFaults,
  type Fault,
  type GivenSettings,
  hasSecret,
  settingsOf,
} from '../domain/client-settings.ts';
import type { Client } from '../domain/entities.ts';
import { insertClient, readClient, secretHash } from '../store/clients.ts';
import type { Deps } from './deps.ts';

/** What an administrator says of a new client. */
export type NewClient = Omit<
  Client,
  'id' | 'createdAt' | 'revokedAt' | 'previousSecretEndsAt' | 'settings'
> & {
  readonly settings: GivenSettings;
};

/** Creates a client. Its secret, if it has one, is told here and nowhere else: a replay has none. A list: what it cannot be. */
export async function createClient(
  deps: Deps,
  input: { client: NewClient; once?: Once | undefined; traceparent?: string | undefined },
): Promise<Made<Client & { secret?: string }> | 'key_reused' | readonly Fault[]> {
  const settings = settingsOf(input.client.settings, input.client);
  const faults = clientFaults({ ...input.client, settings }, callableBy(deps));
  if (faults.length > 0) return faults;
  const secret = hasSecret(settings) ? deps.random(32).toString('base64url') : undefined;
  const client: Client = {
    ...input.client,
    settings,
    id: deps.random(15).toString('base64url'),
    createdAt: deps.now(),
    revokedAt: null,
    previousSecretEndsAt: null,
  };
  return createOnce<Client & { secret?: string }>(deps, input.once, {
    make: async (once) => {
      const creation = { at: client.createdAt, traceparent: input.traceparent, once };
      const kept = { ...client, secretHash: secret === undefined ? null : secretHash(secret) };
      const stored = await insertClient(deps.db, kept, creation);
      return stored ? { ...client, ...(secret !== undefined && { secret }) } : undefined;
    },
    read: (id) => readClient(deps.db, id, '*'),
  });
}

/** Tells why a client's address cannot be called; undefined when it can. */
export function callableBy({ insecureTargets }: Pick<Deps, 'insecureTargets'>) {
  return (address: string) =>
    targetFault(address, { live: false, liveDomains: [], insecure: insecureTargets });
}
