import { createOnce, type Made, type Once } from '@ashlar/component';
import {
  clientFaults,
  type Fault,
  type GivenSettings,
  hasSecret,
  settingsOf,
} from '../domain/client-settings.ts';
import type { Client } from '../domain/entities.ts';
import {
  changeClient,
  changeSecret,
  listClients,
  readClient,
  revokeClient,
  secretHash,
} from '../store/clients.ts';
import { callableBy } from './create-client.ts';
import type { Deps } from './deps.ts';
import { type Page, type PageAsk, readPage } from './pages.ts';

/** A client, and the department whose administrator asks for it; `*` is every department. */
export interface ClientAsk {
  readonly id: string;
  readonly department: string;
}

/** Finds a client of the department. */
export function findClient(deps: Deps, { id, department }: ClientAsk): Promise<Client | undefined> {
  return readClient(deps.db, id, department);
}

/** One page of a department's clients, revoked ones too. */
export function findClients(
  deps: Deps,
  { department, ...ask }: PageAsk & { department: string },
): Promise<Page<Client> | 'bad_cursor'> {
  return readPage(ask, /^[\w-]{1,64}$/, (part) => listClients(deps.db, { ...part, department }));
}

/** What an administrator changes of a client; what is not named stays. */
export type ClientChange = Partial<
  Pick<Client, 'name' | 'redirectUris' | 'postLogoutRedirectUris' | 'scopes'>
> & {
  readonly settings: GivenSettings;
};

/** Changes a client. `unknown`: the department has none of that id, or it is revoked. A list: what it cannot be. */
export async function updateClient(
  deps: Deps,
  input: ClientAsk & { change: ClientChange; traceparent?: string | undefined },
): Promise<Client | 'unknown' | readonly Fault[]> {
  const { id, department, change, traceparent } = input;
  const before = await readClient(deps.db, id, department);
  if (!before || before.revokedAt) return 'unknown';
  if (change.settings.one_login !== undefined && !before.settings.one_login) {
    return [{ pointer: '#/one_login', detail: 'a client stays with its issuer' }];
  }
  const settings = settingsOf({ ...before.settings, ...change.settings }, before);
  const client = { ...before, ...change, settings };
  const faults = clientFaults(client, callableBy(deps));
  if (faults.length > 0) return faults;
  // Somebody else changed it meanwhile: what they said stays, where this says nothing of it.
  if (!(await changeClient(deps.db, client, { at: deps.now(), traceparent })))
    return updateClient(deps, input);
  changed(deps, id);
  return client;
}

/** Revokes a client for good. False when the department has none of that id. */
export async function endClient(
  deps: Deps,
  input: ClientAsk & { traceparent?: string | undefined },
): Promise<boolean> {
  const known = await revokeClient(deps.db, { ...input, at: deps.now() });
  if (known) changed(deps, input.id);
  return known;
}

/**
 * Gives a client another secret, which is told here and nowhere else: a replay has none. The one until now works for `keepPreviousForS`
 * more seconds. `unknown`: the department has no such client, or it is revoked. `no_secret`: it proves itself otherwise.
 */
export async function changeClientSecret(
  deps: Deps,
  input: ClientAsk & { keepPreviousForS: number; once?: Once | undefined; traceparent?: string | undefined },
): Promise<Made<Client & { secret?: string }> | 'key_reused' | 'unknown' | 'no_secret'> {
  const { id, department, keepPreviousForS, once, traceparent } = input;
  const client = await readClient(deps.db, id, department);
  if (!client || client.revokedAt) return 'unknown';
  if (!hasSecret(client.settings)) return 'no_secret';
  const at = deps.now();
  const previousSecretEndsAt = keepPreviousForS > 0 ? new Date(at.getTime() + keepPreviousForS * 1000) : null;
  const secret = deps.random(32).toString('base64url');
  const change = { id, secretHash: secretHash(secret), previousEndsAt: previousSecretEndsAt };
  return createOnce<Client & { secret?: string }>(deps, once, {
    async make(key) {
      if (!(await changeSecret(deps.db, change, { at, traceparent, once: key }))) return undefined;
      changed(deps, id);
      return { ...client, previousSecretEndsAt, secret };
    },
    read: () => readClient(deps.db, id, department),
  });
}

function changed(deps: Deps, id: string): void {
  deps.clientChanged(id);
  deps.logged();
}
