import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
} from 'jose';
import type { Client, ClientMetadata } from 'oidc-provider';
import { hasSecret } from '../../domain/client-settings.ts';
import type { OneLoginSettings } from '../../domain/one-login-settings.ts';
import { quotasMember } from '../../engine/quotas.ts';
import type { StoredClient } from '../../store/clients.ts';
import type { Party } from './party.ts';

/** The extra member of a client's metadata, with what only this profile knows of it. */
export const partyMember = 'one_login';

/** What the engine is told of a relying party of the profile; undefined when it is the standard issuer's. */
export function partyMetadata(client: StoredClient): ClientMetadata | undefined {
  const {
    one_login: settings,
    token_endpoint_auth_method: method,
    jwks,
    jwks_uri: jwksUri,
    backchannel_logout_uri: logoutUri,
  } = client.settings;
  if (!settings) return undefined;
  return {
    client_id: client.id,
    ...(hasSecret(client.settings) && { client_secret: client.secretHash ?? 'none' }),
    client_name: client.name,
    redirect_uris: [...client.redirectUris],
    post_logout_redirect_uris: [...client.postLogoutRedirectUris],
    response_types: ['code'],
    grant_types: ['authorization_code'],
    // Addresses match exactly, those on the person's own machine too.
    application_type: 'web',
    subject_type: 'pairwise',
    token_endpoint_auth_method: method,
    ...(jwks && { jwks: { keys: jwks.keys.map((key) => ({ ...key })) } }),
    ...(jwksUri && { jwks_uri: jwksUri }),
    ...(logoutUri && { backchannel_logout_uri: logoutUri }),
    ...(client.settings.quotas && { [quotasMember]: { ...client.settings.quotas } }),
    [partyMember]: { ...settings, require_pkce: client.settings.require_pkce },
  };
}

/** A relying party as its requests are judged, from what the engine knows of it. */
export function partyOf(client: Client, keysAt: (address: string) => JWTVerifyGetKey): Party {
  const settings = settingsOf(client);
  const { jwks, jwksUri, tokenEndpointAuthMethod: method } = client;
  return {
    id: client.clientId,
    redirectUris: client.redirectUris ?? [],
    postLogoutRedirectUris: client.postLogoutRedirectUris ?? [],
    scopes: settings.sign_in_scopes,
    claims: settings.claims,
    levels: settings.levels_of_confidence,
    identity: settings.identity_verification,
    requirePkce: settings.require_pkce,
    nonceWaived: settings.permit_missing_nonce,
    maxAge: settings.max_age,
    hasKeys: method === 'private_key_jwt',
    keys: jwks ? createLocalJWKSet(jwks as JSONWebKeySet) : jwksUri ? keysAt(jwksUri) : noKeys,
  };
}

/** The sector whose parties know a person by one name: what was said, or else the host of the first address. */
export function sectorOf(client: Client): string {
  const { sector_identifier: said } = settingsOf(client);
  return said ?? new URL(client.redirectUris?.[0] ?? '').host;
}

function settingsOf(client: Client): OneLoginSettings & { require_pkce: boolean } {
  return client[partyMember] as OneLoginSettings & { require_pkce: boolean };
}

/** Finds keys at the addresses that clients named, which are called by `fetch` alone. What was read there is kept for a while. */
export function createRemoteKeys(fetch: typeof globalThis.fetch): (address: string) => JWTVerifyGetKey {
  const sets = new Map<string, JWTVerifyGetKey>();
  return (address) => {
    const known = sets.get(address);
    if (known) return known;
    if (sets.size >= mostSets) sets.clear();
    const made = createRemoteJWKSet(new URL(address), { timeoutDuration: 5000, [customFetch]: fetch });
    sets.set(address, made);
    return made;
  };
}

/** So many addresses are borne before they are forgotten. */
const mostSets = 1000;

const noKeys: JWTVerifyGetKey = async () => {
  throw new Error('the client has no keys');
};
