import type { GivenSettings } from './client-settings.ts';

/** What a program says of itself when it registers (RFC 7591 section 2). */
export interface Registration {
  readonly name: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  /** Of components only: the scopes of a sign-in are for everybody. */
  readonly scopes: readonly string[];
  readonly settings: GivenSettings;
}

/** Why a registration is refused (RFC 7591 section 3.2.2). */
export interface RegistrationProblem {
  readonly error: 'invalid_redirect_uri' | 'invalid_client_metadata';
  readonly error_description: string;
}

/** Reads what a program says of itself; what is not known is passed over, as the standard asks. */
export function readRegistration(metadata: unknown): Registration | RegistrationProblem {
  if (!isObject(metadata)) return problem('must be an object');
  for (const [member, fits] of Object.entries(shapes)) {
    if (metadata[member] !== undefined && !fits(metadata[member]))
      return problem(`${member} is not of its form`);
  }
  const known = metadata as Metadata;
  if (known.response_types?.some((type) => type !== 'code'))
    return problem('response_types can only be code');
  const scopes = (known.scope ?? '').split(' ').filter((scope) => scope.includes(':'));
  return {
    name: known.client_name ?? 'A registered service',
    redirectUris: known.redirect_uris ?? [],
    postLogoutRedirectUris: known.post_logout_redirect_uris ?? [],
    scopes: [...new Set(scopes)],
    settings: Object.fromEntries(
      settings.flatMap((name) => (metadata[name] === undefined ? [] : [[name, metadata[name]]])),
    ),
  };
}

interface Metadata {
  readonly client_name?: string;
  readonly redirect_uris?: readonly string[];
  readonly post_logout_redirect_uris?: readonly string[];
  readonly response_types?: readonly string[];
  readonly scope?: string;
}

const longest = 500;
const isText = (value: unknown) =>
  typeof value === 'string' && value !== '' && value.length <= longest && !value.includes('\0');
const isFlag = (value: unknown) => typeof value === 'boolean';
const isList = (value: unknown) => Array.isArray(value) && value.length <= 20 && value.every(isText);
const oneOf = (known: readonly string[]) => (value: unknown) =>
  typeof value === 'string' && known.includes(value);

const grants = ['authorization_code', 'client_credentials', 'refresh_token'];

const shapes: Readonly<Record<string, (value: unknown) => boolean>> = {
  client_name: (value) => isText(value) && String(value).length <= 100,
  redirect_uris: isList,
  post_logout_redirect_uris: isList,
  response_types: isList,
  scope: isText,
  token_endpoint_auth_method: oneOf(['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none']),
  grant_types: (value) => Array.isArray(value) && value.length <= 3 && value.every(oneOf(grants)),
  jwks: (value) =>
    isObject(value) && Array.isArray(value.keys) && value.keys.length <= 10 && value.keys.every(isObject),
  jwks_uri: isText,
  id_token_signed_response_alg: oneOf(['ES256', 'RS256']),
  require_signed_request_object: isFlag,
  require_pushed_authorization_requests: isFlag,
  dpop_bound_access_tokens: isFlag,
  backchannel_logout_uri: isText,
  backchannel_logout_session_required: isFlag,
};

/** Whether a client has PKCE is not for itself to say. */
const settings = [
  'token_endpoint_auth_method',
  'grant_types',
  'jwks',
  'jwks_uri',
  'id_token_signed_response_alg',
  'require_signed_request_object',
  'require_pushed_authorization_requests',
  'dpop_bound_access_tokens',
  'backchannel_logout_uri',
  'backchannel_logout_session_required',
];

function problem(detail: string): RegistrationProblem {
  return { error: 'invalid_client_metadata', error_description: detail };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
