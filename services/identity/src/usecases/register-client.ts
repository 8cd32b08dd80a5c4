import { clientFaults, type Fault, hasSecret, settingsOf } from '../domain/client-settings.ts';
import type { Client } from '../domain/entities.ts';
import { type Registration, type RegistrationProblem, readRegistration } from '../domain/registration.ts';
import { changeClient, readClient, type StoredClient, secretHash } from '../store/clients.ts';
import { findInitialToken, insertRegisteredClient, isRegistration } from '../store/registrations.ts';
import { callableBy } from './create-client.ts';
import type { Deps } from './deps.ts';
import { endClient } from './manage-clients.ts';

/** A client that registered itself, with what is told once. */
export interface Registered {
  readonly client: Client;
  readonly secret?: string;
  /** By which it reads and changes its registration. */
  readonly token: string;
}

interface Ask {
  readonly token: string;
  readonly traceparent?: string | undefined;
}

/** Registers a client (RFC 7591) for the department of the initial access token. `unauthorised`: the token is none, or used up. */
export async function registerClient(
  deps: Deps,
  { token, metadata, traceparent }: Ask & { metadata: unknown },
): Promise<Registered | RegistrationProblem | 'unauthorised'> {
  const at = deps.now();
  const initial = await findInitialToken(deps.db, secretHash(token), at);
  if (!initial) return 'unauthorised';
  const said = checked(deps, readRegistration(metadata), initial.scopes);
  if ('error' in said) return said;
  const secret = hasSecret(said.settings) ? deps.random(32).toString('base64url') : undefined;
  const own = deps.random(32).toString('base64url');
  const client: Client = {
    ...said,
    id: deps.random(15).toString('base64url'),
    department: initial.department,
    service: initial.service,
    createdAt: at,
    revokedAt: null,
    previousSecretEndsAt: null,
  };
  const kept = {
    ...client,
    secretHash: secret === undefined ? null : secretHash(secret),
    registrationTokenHash: secretHash(own),
  };
  if (!(await insertRegisteredClient(deps.db, kept, { tokenId: initial.id, traceparent })))
    return 'unauthorised';
  deps.logged();
  return { client, ...(secret !== undefined && { secret }), token: own };
}

/** The registration of a client (RFC 7592) whose token it is. */
export async function findRegistration(
  deps: Deps,
  { id, token }: Ask & { id: string },
): Promise<(Registered & { client: StoredClient }) | 'unauthorised'> {
  if (id.includes('\0') || !(await isRegistration(deps.db, id, secretHash(token)))) return 'unauthorised';
  const client = await readClient(deps.db, id, '*');
  return client && !client.revokedAt ? { client, token } : 'unauthorised';
}

/**
 * Puts other metadata in the place of a client's (RFC 7592 section 2.2): what is left out is as if it had been left out at first. It has no more
 * scopes than before, and proves itself with the secret that it has, or one that it now gets.
 */
export async function replaceRegistration(
  deps: Deps,
  ask: Ask & { id: string; metadata: unknown },
): Promise<Registered | RegistrationProblem | 'unauthorised'> {
  const known = await findRegistration(deps, ask);
  if (known === 'unauthorised') return known;
  const { client: before } = known;
  const said = checked(deps, readRegistration(ask.metadata), before.scopes);
  if ('error' in said) return said;
  if (hasSecret(said.settings) && !hasSecret(before.settings)) {
    return { error: 'invalid_client_metadata', error_description: 'register again to get a secret' };
  }
  // How much it may ask for is not its own to say.
  const { quotas } = before.settings;
  const client = { ...before, ...said, settings: { ...said.settings, ...(quotas && { quotas }) } };
  const change = { at: deps.now(), traceparent: ask.traceparent };
  // It was changed or ended meanwhile: what holds then is found out anew.
  if (!(await changeClient(deps.db, client, change))) return replaceRegistration(deps, ask);
  deps.clientChanged(client.id);
  deps.logged();
  return { client, token: ask.token };
}

/** Ends a client whose token it is, as an administrator would. */
export async function endRegistration(
  deps: Deps,
  ask: Ask & { id: string },
): Promise<'ended' | 'unauthorised'> {
  if ((await findRegistration(deps, ask)) === 'unauthorised') return 'unauthorised';
  const { id, traceparent } = ask;
  return (await endClient(deps, { id, department: '*', traceparent })) ? 'ended' : 'unauthorised';
}

function checked(
  deps: Deps,
  said: Registration | RegistrationProblem,
  allowed: readonly string[],
): RegistrationProblem | (Omit<Registration, 'settings'> & Pick<Client, 'settings'>) {
  if ('error' in said) return said;
  const beyond = said.scopes.find((scope) => !allowed.includes(scope));
  if (beyond !== undefined) return problemOf({ pointer: '#/scope', detail: `${beyond} is not to be had` });
  const client = { ...said, settings: settingsOf(said.settings, said) };
  const [fault] = clientFaults(client, callableBy(deps));
  return fault ? problemOf(fault) : client;
}

function problemOf({ pointer, detail }: Fault): RegistrationProblem {
  const error = pointer.startsWith('#/redirect_uris') ? 'invalid_redirect_uri' : 'invalid_client_metadata';
  return { error, error_description: `${pointer.slice(2)} ${detail}` };
}
