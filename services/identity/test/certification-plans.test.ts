import { visitor } from '@ashlar/conformance';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import {
  aClient,
  aCode,
  beginSignIn,
  password,
  type Service,
  startService,
  webRedirectUri,
} from './fixtures.ts';

// The modules of the OpenID Foundation's plans for a Basic OP and for RP-initiated logout that no other test acts out, by their names there; basic-plan.test.ts and logout.test.ts have the rest.

let service: Service;

beforeAll(async () => {
  service = await startService();
});

afterAll(() => service?.end());

const signedOut = 'https://party.example/signed-out';
const web = { redirect_uris: [webRedirectUri], post_logout_redirect_uris: [signedOut] };
const toWeb = { redirect_uri: webRedirectUri };
const answered = ({ url }: { url: string }) => new URL(url).searchParams;

test.each(['', '?dummy1=lorem&dummy2=ipsum'])(
  'the addresses of the suite’s own clients are good ones%s',
  async (query) => {
    const redirect = `https://localhost:8443/test/a/ashlar/callback${query}`;
    const { back } = await aCode(service, { redirect_uris: [redirect] }, { redirect_uri: redirect });
    expect(back.href.startsWith(`${redirect}${query ? '&' : '?'}`)).toBe(true);
    expect(answered({ url: back.href }).get('code')).toMatch(/.{20}/);
  },
);

test('oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported', async () => {
  const { json } = await service.call('GET', '/.well-known/openid-configuration');
  expect(json.request_uri_parameter_supported).toBe(false);
  const client = await aClient(service, web);
  const { start } = await beginSignIn(service, client, { ...toWeb, request_uri: 'https://party.example/r' });
  const page = await visitor(service.issuer).open(start);
  expect(page.document.querySelector('#submit-password')).toBeNull();
  expect(answered(page).get('error')).toMatch(/^(request_uri_not_supported|invalid_request_uri)$/);
});

test('oidcc-claims-essential: a claim that is not known of the person is left out, and the sign-in goes on', async () => {
  const claims = JSON.stringify({ userinfo: { name: { essential: true } } });
  const { form, account } = await aCode(service, web, { ...toWeb, claims });
  const tokens = await service.call('POST', '/token', { form });
  expect(tokens.status).toBe(200);
  const told = await service.call('GET', '/userinfo', { token: String(tokens.json.access_token) });
  expect(told.json.sub).toBe(account.id);
});

test('oidcc-max-age-1: whoever signed in longer ago signs in again, and the token says when', async () => {
  const { form, client, account, person } = await aCode(service, web, { ...toWeb, max_age: '15000' });
  const first = decodeJwt(String((await service.call('POST', '/token', { form })).json.id_token));
  // As though the sign-in had been a while ago: what is asked for is younger than any.
  const { start, verifier } = await beginSignIn(service, client, { ...toWeb, max_age: '0' });
  const page = await person.open(start);
  const back = await person.submit(page, '#submit-password', { email: account.email, password });
  const again = { ...form, code: answered(back).get('code') ?? '', code_verifier: verifier };
  const second = decodeJwt(String((await service.call('POST', '/token', { form: again })).json.id_token));
  expect(second.sub).toBe(first.sub);
  expect(Number(second.auth_time)).toBeGreaterThanOrEqual(Number(first.auth_time));
});

test('oidcc-userinfo-post-body: a token in the query is not taken', async () => {
  const { form } = await aCode(service, web, toWeb);
  const token = String((await service.call('POST', '/token', { form })).json.access_token);
  const answer = await service.call('GET', `/userinfo?access_token=${token}`);
  expect(answer.status).toBeGreaterThanOrEqual(400);
});

describe('oidcc-rp-initiated-logout', () => {
  /** Somebody who is signed in, with the ID token. */
  async function signedIn() {
    const { form, person, client } = await aCode(service, web, toWeb);
    const hint = String((await service.call('POST', '/token', { form })).json.id_token);
    const goesOn = async () => {
      const { start } = await beginSignIn(service, client, { ...toWeb, prompt: 'none' });
      return answered(await person.open(start)).has('code');
    };
    return { hint, person, client, goesOn };
  }

  const at = (query: Record<string, string>) => `${service.issuer}/logout?${new URLSearchParams(query)}`;

  test.each<[string, (hint: string) => Record<string, string>]>([
    ['no-params', () => ({})],
    ['only-state', () => ({ state: 'a-state' })],
    // Nobody says for whom the address is, so that nobody is led there.
    ['no-id-token-hint', () => ({ post_logout_redirect_uri: signedOut, state: 'a-state' })],
    ['no-post-logout-redirect-uri', (hint) => ({ id_token_hint: hint, state: 'a-state' })],
  ])('%s: the person is asked, signed out, and left at a page', async (_module, query) => {
    const { hint, person, goesOn } = await signedIn();
    const asked = await person.open(at(query(hint)));
    const left = await person.submit(asked, '#submit-logout', { logout: 'yes' });
    expect([left.status, new URL(left.url).origin]).toEqual([200, service.issuer]);
    expect(left.document.querySelector('h1')).not.toBeNull();
    expect(await goesOn()).toBe(false);
  });

  test('no-state: the person comes back without one', async () => {
    const { hint, person, goesOn } = await signedIn();
    const asked = await person.open(at({ id_token_hint: hint, post_logout_redirect_uri: signedOut }));
    const left = await person.submit(asked, '#submit-logout', { logout: 'yes' });
    expect(left.url).toBe(signedOut);
    expect(await goesOn()).toBe(false);
  });

  test.each<[string, (hint: string) => Record<string, string>]>([
    [
      'bad-post-logout-redirect-uri',
      (hint) => ({ id_token_hint: hint, post_logout_redirect_uri: `${signedOut}/other` }),
    ],
    [
      'query-added-to-post-logout-redirect-uri',
      (hint) => ({ id_token_hint: hint, post_logout_redirect_uri: `${signedOut}?x=1` }),
    ],
    [
      'modified-id-token-hint',
      (hint) => ({ id_token_hint: `${hint.slice(0, -5)}AAAAA`, post_logout_redirect_uri: signedOut }),
    ],
    ['bad-id-token-hint', () => ({ id_token_hint: 'no.token.at-all', post_logout_redirect_uri: signedOut })],
  ])('%s: an error is shown, nobody is led away, and the session goes on', async (_module, query) => {
    const { hint, person, goesOn } = await signedIn();
    const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { cookie, accept: 'text/html' };
    const page = await service.call('GET', at(query(hint)).slice(service.issuer.length), { headers });
    expect([page.status, page.headers.get('location')]).toEqual([400, null]);
    expect(page.text).toContain('<h1');
    expect(await goesOn()).toBe(true);
  });

  test('discovery-endpoint-verification: both kinds of signing out are told', async () => {
    const { json } = await service.call('GET', '/.well-known/openid-configuration');
    expect(json).toMatchObject({
      end_session_endpoint: `${service.issuer}/logout`,
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
      claims_supported: expect.arrayContaining(['sub', 'iss', 'auth_time', 'acr', 'email']),
      grant_types_supported: expect.arrayContaining(['authorization_code']),
      scopes_supported: expect.arrayContaining(['openid']),
      subject_types_supported: ['public'],
    });
  });
});
