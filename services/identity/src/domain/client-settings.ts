import { addressProblem } from './addresses.ts';
import { type OneLoginSettings, oneLoginFaults, oneLoginSettingsOf } from './one-login-settings.ts';

/** How a client proves itself at the token endpoint (RFC 7591 section 2). `none`: it cannot keep a secret, and is public. */
export type AuthMethod = 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt' | 'none';

/** How a client may get tokens. */
export type GrantType = 'authorization_code' | 'client_credentials' | 'refresh_token';

/** A public key (RFC 7517 section 4). */
export interface PublicJwk {
  readonly kty: string;
  readonly [member: string]: unknown;
}

/** How many tokens a client may have; 0 is as many as it likes, and what is not said is as the configuration says. Both refill all the time. */
export interface ClientQuotas {
  readonly tokens_per_minute?: number;
  readonly tokens_per_day?: number;
}

/** What a client may be beyond its addresses and scopes, by the names of RFC 7591 and its kin. They are stored as they are here. */
export interface ClientSettings {
  readonly token_endpoint_auth_method: AuthMethod;
  readonly grant_types: readonly GrantType[];
  /** Whether a sign-in needs PKCE (RFC 7636). Only a client that keeps a secret can do without. */
  readonly require_pkce: boolean;
  /** What its ID tokens and logout tokens are signed with; ES256 where it is left out. */
  readonly id_token_signed_response_alg?: 'ES256' | 'RS256';
  /** The keys that it signs assertions and request objects with, themselves or where they are. */
  readonly jwks?: { readonly keys: readonly PublicJwk[] };
  readonly jwks_uri?: string;
  /** Whether a request for a sign-in has to be signed (RFC 9101 section 10.5). */
  readonly require_signed_request_object?: boolean;
  /** Whether it has to be pushed (RFC 9126 section 6). */
  readonly require_pushed_authorization_requests?: boolean;
  /** Whether its tokens are bound to a key of its own (RFC 9449 section 5.2). */
  readonly dpop_bound_access_tokens?: boolean;
  /** Where it hears of sign-outs (OpenID Connect Back-Channel Logout 1.0 section 2.2). */
  readonly backchannel_logout_uri?: string;
  /** Whether it has to hear of which session. */
  readonly backchannel_logout_session_required?: boolean;
  /** For operators of the platform to say. */
  readonly quotas?: ClientQuotas;
  /** Makes it a client of the One Login issuer, and of no other. */
  readonly one_login?: OneLoginSettings;
}

/** What an administrator says of settings; null takes one away that may be left out. */
export type GivenSettings = {
  readonly [Member in Exclude<keyof ClientSettings, 'one_login'>]?: ClientSettings[Member] | null;
} & { readonly one_login?: Partial<OneLoginSettings> | null };

/** What of a client its settings depend on. */
export interface SettledClient {
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly scopes: readonly string[];
}

/** A member of a request that cannot be as it is, and why. */
export interface Fault {
  readonly pointer: string;
  readonly detail: string;
}

/** The settings with what was left out: a secret, PKCE, and the grants that addresses and scopes are for. */
export function settingsOf(given: GivenSettings, client: SettledClient): ClientSettings {
  const said = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== null && value !== undefined),
  );
  const { one_login: oneLogin } = given;
  return {
    ...said,
    ...(oneLogin && { one_login: oneLoginSettingsOf(oneLogin) }),
    token_endpoint_auth_method:
      given.token_endpoint_auth_method ?? (oneLogin ? 'private_key_jwt' : 'client_secret_basic'),
    grant_types: given.grant_types ?? usualGrants(client),
    require_pkce: given.require_pkce ?? true,
  };
}

/** What is wrong with a client: addresses that it cannot have, and settings that do not fit together. `callable` tells why it cannot be called at an address. */
export function clientFaults(
  client: SettledClient & { readonly settings: ClientSettings },
  callable: (address: string) => string | undefined,
): Fault[] {
  return [
    ...addressFaults('redirect_uris', client.redirectUris),
    ...addressFaults('post_logout_redirect_uris', client.postLogoutRedirectUris),
    ...grantFaults(client.settings, client),
    ...keyFaults(client.settings),
    ...faultsOfOneLogin(client.settings, client),
    ...(['jwks_uri', 'backchannel_logout_uri'] as const).flatMap((member) => {
      const address = client.settings[member];
      return address === undefined ? [] : said(member, callable(address));
    }),
  ];
}

function faultsOfOneLogin(settings: ClientSettings, { redirectUris }: SettledClient): Fault[] {
  const { one_login: oneLogin, token_endpoint_auth_method: method, grant_types: grants, jwks } = settings;
  const keys = jwks?.keys ?? [];
  const faults = oneLogin ? oneLoginFaults(oneLogin, { redirectUris, method, grants, keys }) : [];
  return faults.flatMap(([member, detail]) => said(member, detail));
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

function addressFaults(member: string, addresses: readonly string[]): Fault[] {
  return addresses.flatMap((address, at) => said(`${member}/${at}`, addressProblem(address)));
}

function grantFaults(settings: ClientSettings, { redirectUris, scopes }: SettledClient): Fault[] {
  const { token_endpoint_auth_method: method, grant_types: grants, require_pkce: pkce } = settings;
  const isPublic = method === 'none';
  const signsIn = grants.includes('authorization_code');
  const itself = grants.includes('client_credentials');
  return [
    ...when(
      signsIn !== redirectUris.length > 0,
      'grant_types',
      'needs redirect_uris for authorization_code, and the other way round',
    ),
    ...when(
      grants.includes('refresh_token') && !signsIn,
      'grant_types',
      'refresh_token needs authorization_code',
    ),
    ...when(itself && scopes.length === 0, 'grant_types', 'client_credentials needs scopes'),
    ...when(isPublic && itself, 'grant_types', 'client_credentials needs a client that proves itself'),
    ...when(isPublic && scopes.length > 0, 'scopes', 'needs a client that proves itself'),
    ...when(isPublic && !pkce, 'require_pkce', 'a public client cannot do without'),
  ];
}

function keyFaults(settings: ClientSettings): Fault[] {
  const { jwks, jwks_uri: uri, token_endpoint_auth_method: method } = settings;
  const without = jwks === undefined && uri === undefined;
  const signs = settings.require_signed_request_object === true;
  const needsRsa = settings.id_token_signed_response_alg === 'RS256' && settings.one_login !== undefined;
  return [
    ...when(jwks !== undefined && uri !== undefined, 'jwks_uri', 'and jwks exclude each other'),
    ...when(without && method === 'private_key_jwt', 'jwks', 'private_key_jwt needs jwks or jwks_uri'),
    ...when(without && signs, 'jwks', 'signed request objects need jwks or jwks_uri'),
    ...when(needsRsa, 'id_token_signed_response_alg', 'can only be ES256 at the One Login issuer'),
    ...(jwks?.keys.flatMap((key, at) => said(`jwks/keys/${at}`, keyProblem(key))) ?? []),
  ];
}

/** RFC 7518 section 6: `k` is a secret, `d` and what is beside it the private part. */
function keyProblem(key: PublicJwk): string | undefined {
  if (['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'].some((member) => member in key)) return 'must be public';
  const text = (member: string) => typeof key[member] === 'string' && key[member] !== '';
  switch (key.kty) {
    case 'EC':
      return ['P-256', 'P-384', 'P-521'].includes(String(key.crv)) && text('x') && text('y')
        ? undefined
        : 'is no key';
    case 'OKP':
      return key.crv === 'Ed25519' && text('x') ? undefined : 'is no key';
    case 'RSA':
      if (!text('n') || !text('e')) return 'is no key';
      return Buffer.from(String(key.n), 'base64url').length >= 256
        ? undefined
        : 'must have 2048 bits or more';
    default:
      return 'must be EC, OKP or RSA';
  }
}

function when(wrong: boolean, member: string, detail: string): Fault[] {
  return said(member, wrong ? detail : undefined);
}

function said(member: string, detail: string | undefined): Fault[] {
  return detail === undefined ? [] : [{ pointer: `#/${member}`, detail }];
}
