import { randomUUID } from 'node:crypto';
import { createOnce, type Made, type Once } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import {
  type Credential,
  type CredentialStatus,
  canBecome,
  type Secrets,
  secretsFault,
} from '../domain/credential.ts';
import type { GatewayAccount } from '../domain/entities.ts';
import {
  insertCredential,
  keepKey,
  listCredentials,
  lockAccount,
  moveCredential,
  readCredential,
} from '../store/credentials.ts';
import type { Deps } from './deps.ts';
import { type AccountAsk, findGatewayAccount } from './find-gateway-accounts.ts';

/** A credential of an account, and the department that asks for it. */
export interface CredentialAsk extends AccountAsk {
  readonly credentialId: string;
  /** The key that makes the request repeatable, if it has one. */
  readonly once?: Once | undefined;
  readonly traceparent?: string | undefined;
}

/** Why nothing changed: the credential, or the account's active one, is not where that could be done. */
export type Refusal =
  | { readonly refused: 'status'; readonly status: CredentialStatus }
  | { readonly refused: 'replaces'; readonly active: string | null };

/** Why secrets are not taken, and which of them. */
export interface SecretsFault {
  readonly fault: { readonly name: string; readonly detail: string };
}

/** What became of a change: the credential as it is then, or why nothing changed. Undefined when the department has no such credential. */
export type Changed = Made<Credential> | 'key_reused' | Refusal | undefined;

/** Creates a credential of an account. `no_provider`: accounts cannot have credentials of their own there. */
export async function createCredential(
  deps: Deps,
  input: {
    account: GatewayAccount;
    provider: string;
    once?: Once | undefined;
    traceparent?: string | undefined;
  },
): Promise<Made<Credential> | 'key_reused' | 'no_provider'> {
  const { account, provider, once, traceparent } = input;
  if (!deps.providerKinds.has(provider)) return 'no_provider';
  const place = { id: randomUUID(), gatewayAccountId: account.id };
  const at = deps.now();
  return createOnce<Credential>(deps, once, {
    aggregate: account.id,
    make: (key) => insertCredential(deps.db, { ...place, provider }, { at, traceparent, once: key }),
    read: (id) => readCredential(deps.db, { ...place, id }),
  });
}

/** The credentials of an account; undefined when the department has no such account. */
export async function findCredentials(deps: Deps, ask: AccountAsk): Promise<Credential[] | undefined> {
  return (await findGatewayAccount(deps, ask)) && listCredentials(deps.db, ask.id);
}

/** A credential of an account with that account; undefined when the department has no such credential. */
export async function findCredential(
  deps: Deps,
  ask: CredentialAsk,
): Promise<{ account: GatewayAccount; credential: Credential } | undefined> {
  const account = await findGatewayAccount(deps, ask);
  const credential = account && (await readCredential(deps.db, placeOf(ask)));
  return credential && { account, credential };
}

/** Stores what the provider gave the department. */
export async function enterSecrets(
  deps: Deps,
  input: CredentialAsk & { secrets: Secrets },
): Promise<Changed | SecretsFault> {
  const found = await findCredential(deps, input);
  if (!found) return undefined;
  const kind = deps.providerKinds.get(found.credential.provider);
  const live = found.account.type === 'live';
  const fault = kind && (secretsFault(input.secrets, kind.secrets) ?? kind.misfit?.(input.secrets, { live }));
  if (fault) return { fault };
  const secrets = deps.sealSecrets(input.secrets);
  return changeCredential(deps, input, (db, credential) => {
    const step = { ...stepOf(deps, input), to: 'ENTERED', secrets, verification: null } as const;
    return legal(credential, 'ENTERED') ?? moveCredential(db, step);
  });
}

/** Retires a credential that is not the active one, for good. */
export function retireCredential(deps: Deps, input: CredentialAsk): Promise<Changed> {
  return changeCredential(deps, input, (db, credential) => {
    const { status } = credential;
    if (status === 'ACTIVE') return { refused: 'status', status };
    return legal(credential, 'RETIRED') ?? moveCredential(db, { ...stepOf(deps, input), to: 'RETIRED' });
  });
}

/** Why a credential cannot go there; undefined when it can. */
export function legal({ status }: Credential, to: CredentialStatus): Refusal | undefined {
  return canBecome(status, to) ? undefined : { refused: 'status', status };
}

/** What every change of a credential is stored with. */
export function stepOf(deps: Deps, { id, credentialId, traceparent }: CredentialAsk) {
  return { id: credentialId, gatewayAccountId: id, at: deps.now(), traceparent };
}

/**
 * Changes a credential while its account is locked, so that no two changes meet, and at most once for the request's key. What is refused
 * changes nothing and keeps no key.
 */
export async function changeCredential(
  deps: Deps,
  ask: CredentialAsk,
  change: (db: Queryable, credential: Credential) => Promise<Credential | Refusal | undefined> | Refusal,
): Promise<Changed> {
  if (!(await findCredential(deps, ask))) return undefined;
  try {
    return await createOnce<Credential>(deps, ask.once, {
      aggregate: ask.id,
      make: (once) =>
        deps.transaction(async (db) => {
          await lockAccount(db, ask.id);
          if (!(await keepKey(db, ask.credentialId, { at: deps.now(), once }))) return undefined;
          const credential = await readCredential(db, placeOf(ask));
          const done = credential && (await change(db, credential));
          if (!done) throw new Error(`The provider credential ${ask.credentialId} was lost`);
          if ('refused' in done) throw new Refused(done);
          return done;
        }),
      read: (id) => readCredential(deps.db, { ...placeOf(ask), id }),
    });
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}

function placeOf({ id, credentialId }: CredentialAsk) {
  return { id: credentialId, gatewayAccountId: id };
}

/** Thrown to take the transaction back. */
class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super('A change of a provider credential was refused');
    this.refusal = refusal;
  }
}
