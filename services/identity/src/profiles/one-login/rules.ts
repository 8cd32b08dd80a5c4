import { askableClaims, askableScopes, userinfoClaims } from './claims.ts';
import type { Party } from './party.ts';
import { hasIdentity, parseVectors } from './vector.ts';

/** The parameters of a request to sign somebody in, from the query or from a signed request object. */
export type Asked = Readonly<Record<string, string | undefined>>;

/** Why a request is refused, in the words of GOV.UK One Login (authentication-api, BaseAuthorizeValidator and its two kinds). */
export interface Refusal {
  readonly error: string;
  readonly description: string;
}

/** One rule. Of the rules in their order the first that is broken is told. */
export type Rule = (asked: Asked, party: Party) => Refusal | undefined;

/** The rules of a request, from the one that is looked at first. `canProve`: whether identities can be proven now. */
export function queryRules(canProve: boolean): readonly Rule[] {
  return [
    readable,
    ({ state }) => missing(state, 'Request is missing state parameter'),
    ({ request_uri: uri }) => when(uri !== undefined, refusals.requestUri),
    ({ response_type: type }) => when(type !== 'code', refusals.responseType),
    scopesAllowed,
    ...commonRules(canProve),
    ({ max_age: age }) => when(isNegative(age), invalid('Max age is negative in query params')),
    channelKnown,
  ];
}

/** The rules of a request object, after its signature and address: those of its envelope, and then as those of a query. `authorizeUrl` is its audience. */
export function objectRules(canProve: boolean, authorizeUrl: string): readonly Rule[] {
  return [
    ({ state }) => missing(state, 'Request is missing state parameter'),
    ({ query_response_type: type }) => when(type !== 'code', refusals.responseType),
    ({ query_scope: scope }, party) => scopesAllowed({ scope }, party),
    ({ client_id: id }, party) => when(id !== party.id, refusals.unauthorized),
    ({ request, request_uri: uri }) =>
      when(request !== undefined || uri !== undefined, invalid('Invalid request')),
    ({ aud }) => when(aud !== authorizeUrl, refusals.denied),
    ({ iss }, party) => when(iss !== party.id, refusals.unauthorized),
    ({ response_type: type }) => when(type !== 'code', refusals.responseType),
    scopesAllowed,
    readable,
    ...commonRules(canProve),
    ({ ui_locales: locales }) =>
      when(locales !== undefined && !/^[\w -]*$/.test(locales), invalid('ui_locales parameter is invalid')),
    ({ max_age: age }) => when(isNegative(age), invalid('Max age is negative in request object')),
    ({ login_hint: hint }) => when((hint?.length ?? 0) > 256, invalid('login_hint parameter is invalid')),
    channelKnown,
  ];
}

/** What is told where a rule of this profile is broken elsewhere too. */
export const refusals = {
  requestUri: { error: 'request_uri_not_supported', description: 'Request URI parameter not supported' },
  responseType: { error: 'unsupported_response_type', description: 'Unsupported response type' },
  scope: { error: 'invalid_scope', description: 'Invalid, unknown or malformed scope' },
  unauthorized: { error: 'unauthorized_client', description: 'Unauthorized client' },
  denied: { error: 'access_denied', description: 'Access denied by resource owner or authorization server' },
  unavailable: {
    error: 'temporarily_unavailable',
    description: 'The authorization server is temporarily unavailable',
  },
  loginRequired: { error: 'login_required', description: 'Login required' },
  unmet: { error: 'unmet_authentication_requirements', description: 'Unmet authentication requirements' },
} as const satisfies Record<string, Refusal>;

function commonRules(canProve: boolean): readonly Rule[] {
  return [
    ({ claims }, party) => {
      const known = (name: string) => askableClaims.includes(name) && party.claims.includes(name);
      return when(!userinfoClaims(claims)?.every(known), invalid('Request contains invalid claims'));
    },
    ({ nonce }, { nonceWaived }) =>
      nonceWaived ? undefined : missing(nonce, 'Request is missing nonce parameter'),
    challenged,
    (asked, party) => vectorAllowed(asked, party, canProve),
  ];
}

/** What cannot be made out at all. */
const readable: Rule = ({ response_type: type, scope, claims, prompt, max_age: age }) => {
  const prompts = prompt?.split(' ').filter((one) => one !== '') ?? [];
  const isReadable =
    type !== undefined &&
    scope?.split(' ').includes('openid') &&
    userinfoClaims(claims) !== undefined &&
    prompts.every((one) => ['none', 'login', 'consent', 'select_account'].includes(one)) &&
    !(prompts.length > 1 && prompts.includes('none')) &&
    (age === undefined || /^-?\d{1,10}$/.test(age));
  return when(!isReadable, invalid('Invalid Request'));
};

const scopesAllowed: Rule = ({ scope = '' }, party) => {
  const scopes = scope.split(' ');
  return when(
    !scopes.every((one) => askableScopes.includes(one) && party.scopes.includes(one)),
    refusals.scope,
  );
};

const challenged: Rule = ({ code_challenge: challenge, code_challenge_method: method }, { requirePkce }) => {
  if (challenge === undefined) {
    return when(requirePkce, invalid('Request is missing code_challenge parameter, but PKCE is enforced.'));
  }
  if (challenge.trim() === '') return invalid('Invalid value for code_challenge parameter.');
  if (method === undefined) {
    return invalid(
      'Request is missing code_challenge_method parameter. code_challenge_method is required when code_challenge is present.',
    );
  }
  return when(method !== 'S256', invalid('Invalid value for code_challenge_method parameter.'));
};

function vectorAllowed({ vtr }: Asked, party: Party, canProve: boolean): Refusal | undefined {
  const vectors = parseVectors(vtr);
  if (!vectors) return invalid('Request vtr not valid');
  const wantsIdentity = vectors.some(hasIdentity);
  const isPermitted =
    vectors.every(({ confidence }) => party.levels.includes(confidence)) &&
    (!wantsIdentity || (party.identity && party.hasKeys));
  if (!isPermitted) return invalid('Request vtr is not permitted');
  return when(wantsIdentity && !canProve, refusals.unavailable);
}

const channelKnown: Rule = ({ channel }) =>
  when(
    channel !== undefined && channel !== 'web' && channel !== 'generic_app',
    invalid('Invalid value for channel parameter.'),
  );

function isNegative(age: string | undefined): boolean {
  return age !== undefined && Number(age) < 0;
}

function missing(value: string | undefined, description: string): Refusal | undefined {
  return when(value === undefined || value === '', invalid(description));
}

function when(broken: boolean, refusal: Refusal): Refusal | undefined {
  return broken ? refusal : undefined;
}

function invalid(description: string): Refusal {
  return { error: 'invalid_request', description };
}
