import { back, claims, type Expected, invalid, on, page, type Row } from './row.ts';
import type { Changes } from './subject.ts';

const P2 = { vtr: '["Cl.Cm.P2"]', claims: claims('coreIdentityJWT') };

/** Requests to sign somebody in, by the query. */
export const authorizeRows: readonly Row[] = [
  authorize('a good request goes on', {}, on),
  authorize('a request for an identity goes on', P2, on),
  authorize('levels may stand in any order', { vtr: '["P2.Cl.Cm"]' }, on),
  authorize('without vtr it is Cl.Cm', { vtr: undefined }, on),
  authorize('a login_hint is borne', { login_hint: 'somebody@example.org' }, on),
  authorize('a language that nobody here speaks is not heeded', { ui_locales: 'fr cy' }, on),
  authorize('an app’s channel is known', { channel: 'generic_app' }, on),
  authorize('no client', { client_id: undefined }, page),
  authorize('an unknown client', { client_id: 'nobody' }, page),
  authorize('no address to come back to', { redirect_uri: undefined }, page),
  authorize('an address that is not registered', { redirect_uri: 'https://attacker.example/' }, page),
  authorize('an address with something added', { redirect_uri: 'http://127.0.0.1:9/callback?x=1' }, page),
  authorize('a response mode that is not offered', { response_mode: 'form_post' }, page),
  authorize(
    'no state',
    { state: undefined },
    {
      ...invalid('Request is missing state parameter'),
      state: false,
    },
  ),
  authorize(
    'a request_uri',
    { request_uri: 'https://example.org/request' },
    back('request_uri_not_supported'),
  ),
  authorize('another response type', { response_type: 'id_token' }, back('unsupported_response_type')),
  authorize('an unknown scope', { scope: 'openid unknown' }, back('invalid_scope')),
  authorize('a scope that is not the client’s', { scope: 'openid wallet-subject-id' }, back('invalid_scope')),
  authorize('a scope without openid', { scope: 'email' }, back('invalid_request')),
  authorize('an unknown claim', { claims: claims('unknown') }, invalid('Request contains invalid claims')),
  authorize(
    'a claim that is not the client’s',
    { claims: claims('passport') },
    invalid('Request contains invalid claims'),
  ),
  authorize('claims that are no JSON', { claims: '{{}' }, back('invalid_request')),
  authorize('claims of the ID token are not heeded', { claims: '{"id_token":{"unknown":null}}' }, on),
  authorize('no nonce', { nonce: undefined }, invalid('Request is missing nonce parameter')),
  authorize(
    'no challenge',
    { code_challenge: undefined, code_challenge_method: undefined },
    invalid('Request is missing code_challenge parameter, but PKCE is enforced.'),
  ),
  authorize(
    'a blank challenge',
    { code_challenge: ' ' },
    invalid('Invalid value for code_challenge parameter.'),
  ),
  authorize(
    'a challenge without a method',
    { code_challenge_method: undefined },
    invalid(
      'Request is missing code_challenge_method parameter. code_challenge_method is required when code_challenge is present.',
    ),
  ),
  authorize(
    'the plain method',
    { code_challenge_method: 'plain' },
    invalid('Invalid value for code_challenge_method parameter.'),
  ),
  ...['[]]', '["Ch"]', '["Cl.P2"]', '["P2"]', '["Cl.Cm.P2","Cl.Cm"]', '["Cl.Cm.P9"]', '"Cl.Cm"'].map((vtr) =>
    authorize(`vtr ${vtr}`, { vtr }, invalid('Request vtr not valid')),
  ),
  authorize(
    'a level that is not the client’s',
    { vtr: '["Cl.Cm.P3"]' },
    invalid('Request vtr is not permitted'),
  ),
  authorize(
    'a negative max_age',
    { max_age: '-5' },
    back('invalid_request', 'Max age is negative in query params'),
  ),
  authorize('a max_age that is no number', { max_age: 'soon' }, back('invalid_request')),
  authorize('an unknown channel', { channel: 'fax' }, invalid('Invalid value for channel parameter.')),
  authorize('an unknown prompt', { prompt: 'login unknown' }, back('invalid_request')),
  authorize('prompt=select_account', { prompt: 'select_account' }, back('unmet_authentication_requirements')),
  authorize('prompt=none without a session', { prompt: 'none' }, back('login_required')),
  authorize(
    'an error in the fragment where that is the mode',
    { response_mode: 'fragment', nonce: undefined },
    {
      ...invalid('Request is missing nonce parameter'),
      inFragment: true,
    },
  ),
  authorize(
    'state is looked at before request_uri',
    { state: undefined, request_uri: 'https://example.org/' },
    {
      ...invalid('Request is missing state parameter'),
      state: false,
    },
  ),
  authorize(
    'request_uri before the response type',
    { request_uri: 'https://example.org/', response_type: 'id_token' },
    back('request_uri_not_supported'),
  ),
  authorize(
    'the response type before the scope',
    { response_type: 'id_token', scope: 'openid unknown' },
    back('unsupported_response_type'),
  ),
  authorize(
    'the scope before the claims',
    { scope: 'openid unknown', claims: claims('unknown') },
    back('invalid_scope'),
  ),
  authorize(
    'the claims before the nonce',
    { claims: claims('unknown'), nonce: undefined },
    invalid('Request contains invalid claims'),
  ),
  authorize(
    'the nonce before the challenge',
    { nonce: undefined, code_challenge: undefined },
    invalid('Request is missing nonce parameter'),
  ),
  authorize(
    'the challenge before vtr',
    { code_challenge: ' ', vtr: '["Ch"]' },
    invalid('Invalid value for code_challenge parameter.'),
  ),
  authorize('vtr before max_age', { vtr: '["Ch"]', max_age: '-5' }, invalid('Request vtr not valid')),
  authorize(
    'max_age before the channel',
    { max_age: '-5', channel: 'fax' },
    invalid('Max age is negative in query params'),
  ),
  authorize('a query that is too long', { login_hint: 'x'.repeat(4097) }, { status: 403 }),
];

function authorize(name: string, changes: Changes, expect: Expected): Row {
  return { section: 'authorize', name, ask: { to: 'authorize', with: changes }, expect };
}
