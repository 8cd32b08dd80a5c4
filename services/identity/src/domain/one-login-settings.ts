import type { Confidence } from './levels.ts';

/** What a relying party of the One Login issuer may ask for. The members are stored as they are here. */
export interface OneLoginSettings {
  /** The sector whose parties know a person by one name; without it the host of the first redirect address. */
  readonly sector_identifier?: string;
  readonly sign_in_scopes: readonly string[];
  readonly claims: readonly string[];
  readonly levels_of_confidence: readonly Confidence[];
  readonly identity_verification: boolean;
  readonly permit_missing_nonce: boolean;
  readonly max_age: boolean;
}

/** The settings with what was left out: signing people in by e-mail address and phone number, and nobody's identity. */
export function oneLoginSettingsOf(given: Partial<OneLoginSettings>): OneLoginSettings {
  return {
    sign_in_scopes: ['openid', 'email', 'phone'],
    claims: [],
    levels_of_confidence: given.identity_verification ? ['P0', 'P2'] : ['P0'],
    identity_verification: false,
    permit_missing_nonce: false,
    max_age: false,
    ...given,
  };
}

/** What else of a client these settings depend on. */
export interface SigningInClient {
  readonly redirectUris: readonly string[];
  readonly method: string;
  readonly grants: readonly string[];
  readonly keys: readonly Readonly<Record<string, unknown>>[];
}

/** What is wrong with the settings of a client of the One Login issuer: the member, and why. */
export function oneLoginFaults(
  settings: OneLoginSettings,
  { redirectUris, method, grants, keys }: SigningInClient,
): [member: string, detail: string][] {
  const hasKeys = method === 'private_key_jwt';
  const areKeysGood = keys.every(({ kty }) => kty === 'RSA');
  const hosts = new Set(redirectUris.map((address) => URL.parse(address)?.host));
  return [
    // OpenID Connect Core 1.0 section 8.1: else whoever names an address of another's sector would learn the names of that sector.
    ...when(
      hosts.size > 1 && settings.sector_identifier === undefined,
      'one_login/sector_identifier',
      'needed where the redirect addresses have several hosts',
    ),
    ...when(redirectUris.length === 0, 'redirect_uris', 'it signs people in'),
    ...when(
      grants.some((grant) => grant !== 'authorization_code'),
      'grant_types',
      'only authorization_code',
    ),
    ...when(
      !hasKeys && method !== 'client_secret_post',
      'token_endpoint_auth_method',
      'private_key_jwt, or by exception client_secret_post',
    ),
    ...when(!areKeysGood, 'jwks', 'RSA keys only'),
    ...when(
      settings.identity_verification && !hasKeys,
      'one_login/identity_verification',
      'needs private_key_jwt',
    ),
    ...when(
      !settings.sign_in_scopes.includes('openid'),
      'one_login/sign_in_scopes',
      'openid is a part of every sign-in',
    ),
  ];
}

function when(wrong: boolean, member: string, detail: string): [string, string][] {
  return wrong ? [[member, detail]] : [];
}
