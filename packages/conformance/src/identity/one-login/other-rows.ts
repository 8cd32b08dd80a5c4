import type { Expected, Row } from './row.ts';

const refused: Expected = {
  status: 401,
  empty: true,
  headers: { 'www-authenticate': 'Bearer error="invalid_token", error_description="Invalid access token"' },
};

/** Requests of userinfo that learn nothing. */
export const userinfoRows: readonly Row[] = [
  {
    section: 'userinfo',
    name: 'no token',
    ask: { to: 'userinfo' },
    expect: { ...refused, headers: { 'www-authenticate': 'Bearer' } },
  },
  {
    section: 'userinfo',
    name: 'a token that is none',
    ask: { to: 'userinfo', authorization: 'Bearer none' },
    expect: refused,
  },
  {
    section: 'userinfo',
    name: 'another scheme',
    ask: { to: 'userinfo', authorization: 'Basic bm9uZQ==' },
    expect: refused,
  },
];

/** Requests to sign out that need no person. */
export const logoutRows: readonly Row[] = [
  {
    section: 'logout',
    name: 'without anything',
    ask: { to: 'logout', with: {} },
    expect: { status: 302, leads: 'out' },
  },
  {
    section: 'logout',
    name: 'without a hint, the state comes along',
    ask: { to: 'logout', with: { state: 'bye', post_logout_redirect_uri: 'https://attacker.example/' } },
    expect: { status: 302, leads: 'out', state: true },
  },
  {
    section: 'logout',
    name: 'with a hint that is none',
    ask: { to: 'logout', with: { id_token_hint: 'none' } },
    expect: {
      status: 302,
      leads: 'out',
      error: 'invalid_request',
      description: 'unable to validate id_token_hint',
    },
  },
  {
    section: 'logout',
    name: 'with a query that is too long',
    ask: { to: 'logout', with: { state: 'x'.repeat(2049) } },
    expect: { status: 403 },
  },
];

/** What anybody can read. */
export const documentRows: readonly Row[] = [
  {
    section: 'documents',
    name: 'the configuration has these members and no others',
    ask: { to: 'document', path: '.well-known/openid-configuration' },
    expect: {
      status: 200,
      headers: { 'cache-control': 'max-age=86400' },
      keys: [
        'authorization_endpoint',
        'token_endpoint',
        'issuer',
        'jwks_uri',
        'scopes_supported',
        'response_types_supported',
        'grant_types_supported',
        'code_challenge_methods_supported',
        'token_endpoint_auth_methods_supported',
        'token_endpoint_auth_signing_alg_values_supported',
        'ui_locales_supported',
        'service_documentation',
        'op_policy_uri',
        'op_tos_uri',
        'request_parameter_supported',
        'request_uri_parameter_supported',
        'trustmarks',
        'subject_types_supported',
        'userinfo_endpoint',
        'end_session_endpoint',
        'id_token_signing_alg_values_supported',
        'claim_types_supported',
        'claims_supported',
        'backchannel_logout_supported',
        'backchannel_logout_session_supported',
      ],
    },
  },
  {
    section: 'documents',
    name: 'the keys of ID tokens',
    ask: { to: 'document', path: '.well-known/jwks.json' },
    expect: { status: 200, keys: ['keys'] },
  },
  {
    section: 'documents',
    name: 'the trustmark',
    ask: { to: 'document', path: 'trustmark' },
    expect: { status: 200, keys: ['idp', 'trustmark_provider', 'C', 'P'] },
  },
  {
    section: 'documents',
    name: 'the keys of core identities',
    ask: { to: 'document', path: '.well-known/did.json' },
    expect: { status: 200, keys: ['@context', 'id', 'assertionMethod'] },
  },
  ...['.well-known/openid-configuration', 'trustmark', '.well-known/did.json'].map(
    (path): Row => ({
      section: 'documents',
      name: `/${path} says nothing to a caller that does not say what it is`,
      ask: { to: 'document', path, agent: '' },
      expect: { status: 403 },
    }),
  ),
];
