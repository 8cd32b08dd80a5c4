import { visitor } from '@ashlar/conformance';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify, UnsecuredJWT } from 'jose';
import * as oidc from 'openid-client';
import {
  aClient,
  aCode,
  anAccount,
  beginSignIn,
  operatorToken,
  password,
  redirectUri,
  type Service,
  signInByForms,
  startService,
  webRedirectUri,
} from './fixtures.ts';

// What the OpenID Foundation's Basic OP plan asks of a provider, beyond the sign-in itself.

let service: Service;

beforeAll(async () => {
  service = await startService();
});

afterAll(() => service?.end());

const web = { redirect_uris: [webRedirectUri] };
const toWeb = { redirect_uri: webRedirectUri };

/** A person who is signed in at a client that is on a server of its own. */
async function aSignedIn() {
  const signedIn = await aCode(service, web, { ...toWeb, max_age: '600' });
  const tokens = await service.call('POST', '/token', { form: signedIn.form });
  return { ...signedIn, idToken: String(tokens.json.id_token), token: String(tokens.json.access_token) };
}

/** Where a second request of the same browser leads, with other parameters. */
async function again(
  { client, person }: Awaited<ReturnType<typeof aSignedIn>>,
  extra: Record<string, string>,
) {
  const { start } = await beginSignIn(service, client, { ...toWeb, ...extra });
  return person.open(start);
}

const answered = (page: { url: string }) => new URL(page.url).searchParams;

describe('a second request of a browser', () => {
  test('gets a code without a page, also with prompt=none, and the time of the sign-in', async () => {
    const signedIn = await aSignedIn();
    const page = await again(signedIn, { prompt: 'none', max_age: '10000', id_token_hint: signedIn.idToken });
    expect(answered(page).get('code')).toMatch(/.{20}/);
    expect(decodeJwt(signedIn.idToken)).toMatchObject({
      auth_time: expect.any(Number),
      at_hash: expect.any(String),
    });
  });

  test('has to sign in again with prompt=login, and after max_age', async () => {
    const signedIn = await aSignedIn();
    for (const extra of [{ prompt: 'login' }, { max_age: '0' }] as Record<string, string>[]) {
      const page = await again(signedIn, extra);
      expect(page.document.querySelector('#submit-password')).not.toBeNull();
      const back = await signedIn.person.submit(page, '#submit-password', {
        email: signedIn.account.email,
        password,
      });
      expect(answered(back).get('code')).toMatch(/.{20}/);
    }
  });

  test('that shows no page is told that a page is needed', async () => {
    const { client } = await aSignedIn();
    const { start } = await beginSignIn(service, client, { ...toWeb, prompt: 'none' });
    expect(answered(await visitor(service.issuer).open(start)).get('error')).toBe('login_required');
    const [mine, other] = [await aSignedIn(), await aSignedIn()];
    const page = await again(mine, {
      prompt: 'none',
      id_token_hint: await idTokenFor(mine.client.id, other),
    });
    expect(answered(page).get('error')).toBe('login_required');
  });
});

/** An ID token of another person for the same client. */
async function idTokenFor(clientId: string, { account }: { account: { email: string } }): Promise<string> {
  const made = await service.call('GET', `/ashlar/v1/clients/${clientId}`, {
    token: await operatorToken(service),
  });
  expect(made.json.client_id).toBe(clientId);
  const secret = await service.call('POST', `/ashlar/v1/clients/${clientId}/secrets`, {
    token: await operatorToken(service),
    json: {},
  });
  const client = { id: clientId, secret: String(secret.json.client_secret) };
  const party = await beginSignIn(service, client, toWeb);
  const { back } = await signInByForms(service, party.start, account.email);
  const form = {
    grant_type: 'authorization_code',
    code: back.searchParams.get('code') ?? '',
    code_verifier: party.verifier,
    client_id: client.id,
    client_secret: client.secret,
    ...toWeb,
  };
  return String((await service.call('POST', '/token', { form })).json.id_token);
}

describe('a request', () => {
  test.each<Record<string, string>>([
    { acr_values: 'urn:example:1 urn:example:2' },
    { display: 'popup' },
    { login_hint: 'somebody@service.example' },
    { ui_locales: 'se' },
    { claims_locales: 'se' },
    { extra: 'unknown' },
    { scope: 'openid email phone profile address' },
    { scope: 'email openid' },
  ])('with %j is answered with a code', async (extra) => {
    const { form } = await aCode(service, web, { ...toWeb, ...extra });
    const answer = await service.call('POST', '/token', { form });
    expect(answer.json.id_token).toMatch(/^ey/);
  });

  test('for a claim by its name gets it, and the person is asked', async () => {
    const [client, account] = await Promise.all([aClient(service, web), anAccount(service)]);
    const claims = JSON.stringify({ userinfo: { email: { essential: true } }, id_token: { email: null } });
    const party = await beginSignIn(service, client, { ...toWeb, scope: 'openid', claims });
    const { back, asked } = await askedByForms(party.start, account.email);
    expect(asked).toContain('your email address');
    const tokens = await oidc.authorizationCodeGrant(party.config, back, {
      pkceCodeVerifier: party.verifier,
      expectedState: 'a-state',
    });
    expect(tokens.claims()?.email).toBe(account.email);
    expect(await oidc.fetchUserInfo(party.config, tokens.access_token, account.id)).toEqual({
      sub: account.id,
      email: account.email,
    });
  });

  test('that needs a level is answered with it, or told that it cannot be had', async () => {
    const [client, account] = await Promise.all([aClient(service, web), anAccount(service)]);
    const needs = (...values: string[]) => JSON.stringify({ id_token: { acr: { essential: true, values } } });
    const had = await beginSignIn(service, client, {
      ...toWeb,
      claims: needs('urn:example:1', 'urn:ashlar:acr:Cl'),
    });
    const { back } = await signInByForms(service, had.start, account.email);
    const tokens = await oidc.authorizationCodeGrant(had.config, back, {
      pkceCodeVerifier: had.verifier,
      expectedState: 'a-state',
    });
    expect(tokens.claims()?.acr).toBe('urn:ashlar:acr:Cl');
    const { start } = await beginSignIn(service, client, { ...toWeb, claims: needs('urn:example:1') });
    const person = visitor(service.issuer);
    const page = await person.submit(await person.open(start), '#submit-password', {
      email: account.email,
      password,
    });
    expect(answered(page).get('error')).toBe('unmet_authentication_requirements');
  });

  test('may come by a form', async () => {
    const client = await aClient(service, web);
    const { start } = await beginSignIn(service, client, toWeb);
    const form = Object.fromEntries(new URL(start).searchParams);
    const led = await service.call('POST', '/authorize', { form });
    expect(led.status).toBe(303);
    const page = await visitor(service.issuer).open(
      new URL(led.headers.get('location') ?? '', service.issuer).href,
    );
    expect(page.document.querySelector('#submit-password')).not.toBeNull();
  });

  test('with an unsigned request object is refused as discovery says', async () => {
    const { json } = await service.call('GET', '/.well-known/openid-configuration');
    expect(json.request_object_signing_alg_values_supported ?? []).not.toContain('none');
    const client = await aClient(service, web);
    const request = new UnsecuredJWT({ client_id: client.id, ...toWeb }).encode();
    const { start } = await beginSignIn(service, client, { ...toWeb, request });
    const error = answered(await visitor(service.issuer).open(start)).get('error');
    expect(['request_not_supported', 'invalid_request_object']).toContain(error);
  });

  test('without a response type, or with an address that is not registered, is answered with an error', async () => {
    const client = await aClient(service, web);
    const bare = new URL((await beginSignIn(service, client, toWeb)).start);
    bare.searchParams.delete('response_type');
    expect(answered(await visitor(service.issuer).open(bare.href)).get('error')).toBe('invalid_request');
    const { start } = await beginSignIn(service, client, { redirect_uri: `${webRedirectUri}?more=1` });
    const page = await visitor(service.issuer).open(start);
    expect([page.status, new URL(page.url).origin]).toEqual([400, service.issuer]);
  });
});

/** Signs a person in, and tells what the person was asked. */
async function askedByForms(start: string, email: string) {
  const person = visitor(service.issuer);
  const consent = await person.submit(await person.open(start), '#submit-password', { email, password });
  const page = await person.submit(consent, '#submit-consent');
  return { back: new URL(page.url), asked: consent.document.querySelector('ul')?.text ?? '' };
}

describe('RS256', () => {
  test('is offered, as every provider has to, and a client gets ID tokens by it that go on being good when keys rotate', async () => {
    const { json } = await service.call('GET', '/.well-known/openid-configuration');
    expect(json.id_token_signing_alg_values_supported).toEqual(['ES256', 'RS256']);
    const signedIn = await aCode(service, { ...web, id_token_signed_response_alg: 'RS256' }, toWeb);
    const idToken = String((await service.call('POST', '/token', { form: signedIn.form })).json.id_token);
    const jwks = (await service.call('GET', '/.well-known/jwks.json')).json as unknown as JSONWebKeySet;
    expect(jwks.keys.map(({ alg }) => alg).sort()).toEqual(['ES256', 'ES256', 'RS256', 'RS256']);
    expect(jwks.keys.some((key) => 'd' in key)).toBe(false);
    const rules = { issuer: service.issuer, audience: signedIn.client.id, algorithms: ['RS256'] };
    const verified = await jwtVerify(idToken, createLocalJWKSet(jwks), rules);
    expect(verified.payload).toMatchObject({ sub: signedIn.account.id, at_hash: expect.any(String) });
    const token = await operatorToken(service);
    const rotated = await service.call('POST', '/ashlar/v1/signing-keys/rotations', {
      token,
      json: { at_once: true },
    });
    expect(rotated.status).toBe(201);
    const next = await again({ ...signedIn, idToken, token }, { prompt: 'none', id_token_hint: idToken });
    expect(answered(next).get('code')).toMatch(/.{20}/);
    const after = (await service.call('GET', '/.well-known/jwks.json')).json as unknown as JSONWebKeySet;
    await jwtVerify(idToken, createLocalJWKSet(after), rules);
    expect(after.keys.filter(({ alg }) => alg === 'RS256')).toHaveLength(3);
  });

  test('is not for a client of the One Login issuer, and nothing else is an algorithm', async () => {
    const token = await operatorToken(service);
    const ask = (more: object) =>
      service.call('POST', '/ashlar/v1/clients', {
        token,
        json: { department: 'demo', service: 'licensing', name: 'One', ...web, ...more },
      });
    const one = await ask({ id_token_signed_response_alg: 'RS256', one_login: {} });
    expect([one.status, JSON.stringify(one.json.errors)]).toEqual([
      422,
      expect.stringContaining('#/id_token_signed_response_alg'),
    ]);
    expect((await ask({ id_token_signed_response_alg: 'HS256' })).status).toBe(400);
  });
});

describe('userinfo', () => {
  test('takes the token in the header or in the form', async () => {
    const { token, account } = await aSignedIn();
    const answers = await Promise.all([
      service.call('GET', '/userinfo', { token }),
      service.call('POST', '/userinfo', { token }),
      service.call('POST', '/userinfo', { form: { access_token: token } }),
    ]);
    expect(answers.map(({ status, json }) => [status, json.sub])).toEqual(Array(3).fill([200, account.id]));
  });
});

describe('a client', () => {
  test.each([oidc.ClientSecretBasic, oidc.ClientSecretPost])('proves itself by %O', async (prove) => {
    const { client, account } = await aSignedIn();
    const execute = [oidc.allowInsecureRequests];
    const config = await oidc.discovery(new URL(service.issuer), client.id, undefined, prove(client.secret), {
      execute,
    });
    const party = await beginSignIn(service, client, toWeb);
    const { back } = await signInByForms(service, party.start, account.email);
    const tokens = await oidc.authorizationCodeGrant(config, back, {
      pkceCodeVerifier: party.verifier,
      expectedState: 'a-state',
    });
    expect(tokens.claims()?.sub).toBe(account.id);
  });

  test('does without PKCE where an operator of the platform waived it', async () => {
    const [client, account] = await Promise.all([
      aClient(service, { ...web, require_pkce: false }),
      anAccount(service),
    ]);
    const party = await beginSignIn(service, client, toWeb);
    const bare = new URL(party.start);
    bare.searchParams.delete('code_challenge');
    bare.searchParams.delete('code_challenge_method');
    const { back } = await signInByForms(service, bare.href, account.email);
    const tokens = await oidc.authorizationCodeGrant(party.config, back, { expectedState: 'a-state' });
    expect(tokens.claims()?.sub).toBe(account.id);
  });

  test('that keeps no secret has none, proves itself by PKCE, and gets no tokens of its own', async () => {
    const token = await operatorToken(service);
    const json = {
      department: 'demo',
      service: 'licensing',
      name: 'App',
      token_endpoint_auth_method: 'none',
    };
    const create = (more: object) =>
      service.call('POST', '/ashlar/v1/clients', { token, json: { ...json, ...more } });
    const made = await create({ redirect_uris: [redirectUri] });
    expect([made.status, made.json.client_secret]).toEqual([201, undefined]);
    const id = String(made.json.client_id);
    const secret = await service.call('POST', `/ashlar/v1/clients/${id}/secrets`, { token, json: {} });
    expect(secret.status).toBe(409);
    const account = await anAccount(service);
    const execute = [oidc.allowInsecureRequests];
    const config = await oidc.discovery(new URL(service.issuer), id, undefined, oidc.None(), { execute });
    const party = await beginSignIn(service, { id, secret: '' });
    const { back } = await signInByForms(service, party.start, account.email);
    const wrong = oidc.authorizationCodeGrant(config, back, {
      pkceCodeVerifier: oidc.randomPKCECodeVerifier(),
      expectedState: 'a-state',
    });
    await expect(wrong).rejects.toMatchObject({ error: 'invalid_grant' });
    for (const [more, pointer] of [
      [{ redirect_uris: [redirectUri], require_pkce: false }, '#/require_pkce'],
      [{ scopes: ['payments:admin'] }, '#/grant_types'],
      [{ redirect_uris: [redirectUri], grant_types: ['refresh_token'] }, '#/grant_types'],
    ] as const) {
      const answer = await create(more);
      expect([answer.status, answer.json.errors]).toMatchObject([
        422,
        expect.arrayContaining([expect.objectContaining({ pointer })]),
      ]);
    }
  });

  test('of a department is not freed from PKCE by that department', async () => {
    const admin = await aClient(service, { redirect_uris: [], scopes: ['identity:admin'] });
    const form = {
      grant_type: 'client_credentials',
      scope: 'identity:admin',
      client_id: admin.id,
      client_secret: admin.secret,
    };
    const token = String((await service.call('POST', '/token', { form })).json.access_token);
    const json = { service: 'licensing', name: 'Own', ...web, require_pkce: false };
    expect((await service.call('POST', '/ashlar/v1/clients', { token, json })).status).toBe(403);
  });
});
