import { back, claims, type Expected, invalid, on, page, type Question, type Row } from './row.ts';

/** Requests to sign somebody in, by a signed object. */
export const objectRows: readonly Row[] = [
  object('a good request goes on', {}, on),
  object('one that another signed', { foreign: true }, page),
  object('one that is none', { query: { request: 'no.jwt.at-all' } }, page),
  object(
    'an address that is not registered',
    { claims: { redirect_uri: 'https://attacker.example/' } },
    page,
  ),
  object(
    'no state',
    { claims: { state: undefined } },
    {
      ...invalid('Request is missing state parameter'),
      state: false,
    },
  ),
  object(
    'another response type beside it',
    { query: { response_type: 'id_token' } },
    back('unsupported_response_type'),
  ),
  object('another scope beside it', { query: { scope: 'openid unknown' } }, back('invalid_scope')),
  object('another client inside', { claims: { client_id: 'nobody' } }, back('unauthorized_client')),
  object(
    'a request_uri inside',
    { claims: { request_uri: 'https://example.org/' } },
    back('invalid_request'),
  ),
  object(
    'for another audience',
    { claims: { aud: 'https://elsewhere.example/authorize' } },
    back('access_denied'),
  ),
  object('from another issuer', { claims: { iss: 'nobody' } }, back('unauthorized_client')),
  object(
    'another response type inside',
    { claims: { response_type: 'id_token' } },
    back('unsupported_response_type'),
  ),
  object('another scope inside', { claims: { scope: 'openid unknown' } }, back('invalid_scope')),
  object(
    'an unknown claim',
    { claims: { claims: claims('unknown') } },
    invalid('Request contains invalid claims'),
  ),
  object('no nonce', { claims: { nonce: undefined } }, invalid('Request is missing nonce parameter')),
  object(
    'no challenge',
    { claims: { code_challenge: undefined } },
    invalid('Request is missing code_challenge parameter, but PKCE is enforced.'),
  ),
  object('vtr that is none', { claims: { vtr: '["Cl.P2"]' } }, invalid('Request vtr not valid')),
  object(
    'languages that are none',
    { claims: { ui_locales: 'en;cy' } },
    invalid('ui_locales parameter is invalid'),
  ),
  object(
    'a negative max_age',
    { claims: { max_age: '-1' } },
    invalid('Max age is negative in request object'),
  ),
  object(
    'a login_hint that is too long',
    { claims: { login_hint: 'x'.repeat(257) } },
    invalid('login_hint parameter is invalid'),
  ),
  object(
    'an unknown channel',
    { claims: { channel: 'fax' } },
    invalid('Invalid value for channel parameter.'),
  ),
];

function object(
  name: string,
  ask: Omit<Extract<Question, { to: 'authorize by object' }>, 'to'>,
  expect: Expected,
): Row {
  return { section: 'request object', name, ask: { to: 'authorize by object', ...ask }, expect };
}
