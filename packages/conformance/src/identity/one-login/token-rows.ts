import type { Question, Row } from './row.ts';

/** Requests for tokens that get none. */
export const tokenRows: readonly Row[] = [
  token(
    'no grant',
    { with: { grant_type: undefined } },
    'invalid_request',
    'Request is missing grant_type parameter',
  ),
  token(
    'another grant',
    { with: { grant_type: 'client_credentials' } },
    'unsupported_grant_type',
    'Unsupported grant type',
  ),
  token(
    'a refresh token',
    { with: { grant_type: 'refresh_token' } },
    'unsupported_grant_type',
    'Unsupported grant type',
  ),
  token(
    'no address',
    { with: { redirect_uri: undefined } },
    'invalid_request',
    'Request is missing redirect_uri parameter',
  ),
  token('no code', { with: { code: undefined } }, 'invalid_request', 'Request is missing code parameter'),
  token(
    'no proof of the client',
    { with: { client_assertion: undefined, client_assertion_type: undefined } },
    'invalid_request',
    'Invalid token authentication method used',
  ),
  token(
    'another type of proof',
    { with: { client_assertion_type: 'urn:other' } },
    'invalid_request',
    'Invalid private_key_jwt',
  ),
  token(
    'an assertion that is none',
    { with: { client_assertion: 'none' } },
    'invalid_request',
    'Invalid private_key_jwt',
  ),
  token(
    'an assertion about another than the client',
    { with: { client_id: 'another' } },
    'invalid_request',
    'Invalid private_key_jwt',
  ),
  token(
    'an assertion without an audience',
    { assertion: { aud: undefined } },
    'invalid_request',
    'Invalid private_key_jwt',
  ),
  token(
    'an assertion that has run out',
    { assertion: { exp: '1' } },
    'invalid_grant',
    'private_key_jwt has expired',
  ),
  token(
    'an unknown client',
    { assertion: { iss: 'nobody', sub: 'nobody' } },
    'invalid_client',
    'Client authentication failed',
  ),
  token(
    'an assertion for another audience',
    { assertion: { aud: 'https://elsewhere.example/' } },
    'invalid_client',
    'Invalid signature in private_key_jwt',
  ),
  token(
    'an assertion by another issuer',
    { assertion: { iss: 'another' } },
    'invalid_client',
    'Invalid signature in private_key_jwt',
  ),
  token(
    'an assertion that another signed',
    { foreign: true },
    'invalid_client',
    'Invalid signature in private_key_jwt',
  ),
  token('an unknown code', {}, 'invalid_grant', 'Invalid grant'),
  {
    section: 'token',
    name: 'a caller that does not say what it is',
    ask: { to: 'token', agent: '' },
    expect: { status: 403 },
  },
];

function token(
  name: string,
  ask: Omit<Extract<Question, { to: 'token' }>, 'to'>,
  error: string,
  description: string,
): Row {
  const expect = { status: 400, error, description, keys: ['error', 'error_description'] };
  return { section: 'token', name, ask: { to: 'token', ...ask }, expect };
}
