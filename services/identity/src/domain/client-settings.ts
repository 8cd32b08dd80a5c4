import { type OneLoginSettings, oneLoginFaults, oneLoginSettingsOf } from './one-login-settings.ts';

/** How a client proves itself at the token endpoint (RFC 7591 section 2). `none`: it cannot keep a secret, and is public. */
export type AuthMethod = 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt' | 'none';

/** How a client may get tokens. */
export type GrantType = 'authorization_code' | 'client_credentials' | 'refresh_token';

/** What a client may be beyond its addresses and scopes, by the names of RFC 7591 and its kin. They are stored as they are here. */
export interface ClientSettings {
  readonly token_endpoint_auth_method: AuthMethod;
  readonly grant_types: readonly GrantType[];
  /** Whether a sign-in needs PKCE (RFC 7636). Only a client that keeps a secret can do without. */
  readonly require_pkce: boolean;
  /** Its public keys (RFC 7517), by which it proves itself. */
  readonly jwks?: { readonly keys: readonly Readonly<Record<string, unknown>>[] };
  /** Makes it a client of the One Login issuer, and of no other. */
  readonly one_login?: OneLoginSettings;
}

/** What of a client its settings depend on. */
export interface SettledClient {
  readonly redirectUris: readonly string[];
  readonly scopes: readonly string[];
}

/** A member of a request that cannot be as it is, and why. */
export interface Fault {
  readonly pointer: string;
  readonly detail: string;
}

/** Settings as they are asked for. */
export type GivenSettings = Omit<Partial<ClientSettings>, 'one_login'> & {
  readonly one_login?: Partial<OneLoginSettings>;
};

/** The settings with what was left out: a secret, PKCE, and the grants that addresses and scopes are for. */
export function settingsOf(given: GivenSettings, client: SettledClient): ClientSettings {
  const { one_login: oneLogin, ...rest } = given;
  return {
    ...rest,
    ...(oneLogin && { one_login: oneLoginSettingsOf(oneLogin) }),
    token_endpoint_auth_method:
      given.token_endpoint_auth_method ?? (oneLogin ? 'private_key_jwt' : 'client_secret_basic'),
    grant_types: given.grant_types ?? usualGrants(client),
    require_pkce: given.require_pkce ?? true,
  };
}

/** What is wrong with a client's settings; nothing when they fit together. */
export function settingsFaults(settings: ClientSettings, client: SettledClient): Fault[] {
  const { token_endpoint_auth_method: method, grant_types: grants, require_pkce: pkce } = settings;
  const isPublic = method === 'none';
  const signsIn = grants.includes('authorization_code');
  return [
    ...when(
      signsIn !== client.redirectUris.length > 0,
      'grant_types',
      'authorization_code and redirect_uris need each other',
    ),
    ...when(
      grants.includes('refresh_token') && !signsIn,
      'grant_types',
      'refresh_token needs authorization_code',
    ),
    ...when(
      grants.includes('client_credentials') && client.scopes.length === 0,
      'grant_types',
      'client_credentials needs scopes',
    ),
    ...when(
      isPublic && grants.includes('client_credentials'),
      'grant_types',
      'client_credentials needs a client that proves itself',
    ),
    ...when(isPublic && !pkce, 'require_pkce', 'a public client cannot do without'),
    ...when(
      settings.token_endpoint_auth_method === 'private_key_jwt' && !settings.jwks,
      'jwks',
      'private_key_jwt needs a key',
    ),
    ...when(
      settings.token_endpoint_auth_method === 'private_key_jwt' && !settings.one_login,
      'token_endpoint_auth_method',
      'private_key_jwt is for clients of the One Login issuer',
    ),
    ...faultsOfOneLogin(settings, client),
  ];
}

function faultsOfOneLogin(settings: ClientSettings, { redirectUris }: SettledClient): Fault[] {
  const { one_login: oneLogin, token_endpoint_auth_method: method, grant_types: grants, jwks } = settings;
  const keys = jwks?.keys ?? [];
  const faults = oneLogin ? oneLoginFaults(oneLogin, { redirectUris, method, grants, keys }) : [];
  return faults.map(([member, detail]) => ({ pointer: `#/${member}`, detail }));
}

/** Whether a client with these settings has a secret. */
export function hasSecret({ token_endpoint_auth_method: method }: ClientSettings): boolean {
  return method.startsWith('client_secret_');
}

function usualGrants({ redirectUris, scopes }: SettledClient): GrantType[] {
  return [
    ...(redirectUris.length > 0 ? (['authorization_code'] as const) : []),
    ...(scopes.length > 0 ? (['client_credentials'] as const) : []),
  ];
}

function when(wrong: boolean, member: keyof ClientSettings, detail: string): Fault[] {
  return wrong ? [{ pointer: `#/${member}`, detail }] : [];
}
