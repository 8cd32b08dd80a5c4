import { createOnce, type Made, type Once } from '@ashlar/component';
import { addressProblem } from '../domain/addresses.ts';
import type { Client } from '../domain/entities.ts';
import { insertClient, readClient, secretHash } from '../store/clients.ts';
import type { Deps } from './deps.ts';

/** What an administrator says of a new client. */
export type NewClient = Omit<Client, 'id' | 'createdAt' | 'revokedAt' | 'previousSecretEndsAt'>;

/** An address that a client cannot have, and where it stands in the request. */
export interface AddressFault {
  readonly pointer: string;
  readonly detail: string;
}

/** Creates a client. Its secret is told here and nowhere else: a replay has none. A list: addresses that it cannot have. */
export async function createClient(
  deps: Deps,
  input: { client: NewClient; once?: Once | undefined; traceparent?: string | undefined },
): Promise<Made<Client & { secret?: string }> | 'key_reused' | readonly AddressFault[]> {
  const faults = [
    ...faultsOf('redirect_uris', input.client.redirectUris),
    ...faultsOf('post_logout_redirect_uris', input.client.postLogoutRedirectUris),
  ];
  if (faults.length > 0) return faults;
  const secret = deps.random(32).toString('base64url');
  const client: Client = {
    ...input.client,
    id: deps.random(15).toString('base64url'),
    createdAt: deps.now(),
    revokedAt: null,
    previousSecretEndsAt: null,
  };
  return createOnce<Client & { secret?: string }>(deps, input.once, {
    make: async (once) => {
      const creation = { at: client.createdAt, traceparent: input.traceparent, once };
      const stored = await insertClient(deps.db, { ...client, secretHash: secretHash(secret) }, creation);
      return stored ? { ...client, secret } : undefined;
    },
    read: (id) => readClient(deps.db, id, '*'),
  });
}

function faultsOf(member: string, addresses: readonly string[]): AddressFault[] {
  return addresses.flatMap((address, at) => {
    const detail = addressProblem(address);
    return detail === undefined ? [] : [{ pointer: `#/${member}/${at}`, detail }];
  });
}
