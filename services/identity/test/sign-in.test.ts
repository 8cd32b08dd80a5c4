import { visitor } from '@ashlar/conformance';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import {
  aClient,
  aCode,
  anAccount,
  beginSignIn,
  password,
  redirectUri,
  type Service,
  signInByForms,
  startService,
} from './fixtures.ts';

let service: Service;

beforeAll(async () => {
  service = await startService({ env: { SIGN_INS_PER_ACCOUNT: '3' } });
});

afterAll(() => service?.end());

describe('a relying party on openid-client, unmodified', () => {
  test('signs a person in, reads who it is, and signs the person out', async () => {
    const { account, party, back, person } = await aCode(service);
    const tokens = await oidc.authorizationCodeGrant(party.config, back, {
      pkceCodeVerifier: party.verifier,
      expectedState: 'a-state',
      idTokenExpected: true,
    });
    expect(tokens.claims()).toMatchObject({ iss: service.issuer, sub: account.id });
    const claims = await oidc.fetchUserInfo(party.config, tokens.access_token, account.id);
    expect(claims).toEqual({ sub: account.id, email: account.email, email_verified: true });

    const logout = oidc.buildEndSessionUrl(party.config, {
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: 'http://127.0.0.1:9/bye',
      state: 'bye',
    });
    const left = await person.submit(await person.open(logout.href), '#submit-logout', { logout: 'yes' });
    expect(left.url).toBe('http://127.0.0.1:9/bye?state=bye');
    const again = await person.open(party.start);
    expect(again.document.querySelector('#submit-password')).not.toBeNull();
  });

  test('may listen on any port of the person’s machine', async () => {
    const [client, account] = await Promise.all([aClient(service), anAccount(service)]);
    const elsewhere = redirectUri.replace(':9/', ':54321/');
    const { start } = await beginSignIn(service, client, { redirect_uri: elsewhere });
    const { back } = await signInByForms(service, start, account.email);
    expect(back.origin).toBe('http://127.0.0.1:54321');
    expect(back.searchParams.get('code')).toMatch(/.{20}/);
  });

  test('gets no code without PKCE, and no redirect to an address that is not its own', async () => {
    const client = await aClient(service);
    const { start } = await beginSignIn(service, client);
    const bare = new URL(start);
    bare.searchParams.delete('code_challenge');
    bare.searchParams.delete('code_challenge_method');
    const refused = new URL((await visitor(service.issuer).open(bare.href)).url);
    expect(refused.searchParams.get('error')).toBe('invalid_request');
    const foreign = new URL(start);
    foreign.searchParams.set('redirect_uri', 'https://attacker.example/');
    const page = await visitor(service.issuer).open(foreign.href);
    expect(page.status).toBe(400);
    expect(page.document.querySelector('h1')?.text).toContain('mistake');
  });

  test('hears when the person proved who it is, not when the browser came back from it', async () => {
    const [client, { email }] = await Promise.all([aClient(service), anAccount(service)]);
    const party = await beginSignIn(service, client, { max_age: '600' });
    const person = visitor(service.issuer);
    const asked = await person.open(party.start);
    const proven = await person.post(asked, '#submit-password', { email, password });
    const at = Math.floor(Date.now() / 1000);
    await until(() => Math.floor(Date.now() / 1000) > at, { what: 'the clock to go on' });
    const consent = await person.open(new URL(proven.headers.get('location') ?? '', asked.url).href);
    const { url } = await person.submit(consent, '#submit-consent');
    const tokens = await oidc.authorizationCodeGrant(party.config, new URL(url), {
      pkceCodeVerifier: party.verifier,
      expectedState: 'a-state',
      maxAge: 600,
    });
    expect(tokens.claims()?.auth_time).toBeLessThanOrEqual(at);
  });
});

describe('an authorization code', () => {
  test('has one winner among many at once', async () => {
    const { form } = await aCode(service);
    const redeem = () => service.call('POST', '/token', { form });
    const answers = await Promise.all(Array.from({ length: 20 }, redeem));
    const [won, ...others] = answers.sort((one, other) => one.status - other.status);
    expect(won?.status).toBe(200);
    for (const { status, json } of others) expect([status, json.error]).toEqual([400, 'invalid_grant']);
    // Whoever was not the first may have stolen it: the tokens of the first end too.
    const token = String(won?.json.access_token);
    expect((await service.call('GET', '/userinfo', { token })).status).toBe(401);
  });

  test('that is used again ends the tokens of the first use', async () => {
    const { form } = await aCode(service);
    const first = await service.call('POST', '/token', { form });
    const token = String(first.json.access_token);
    expect((await service.call('GET', '/userinfo', { token })).status).toBe(200);
    expect((await service.call('POST', '/token', { form })).json.error).toBe('invalid_grant');
    expect((await service.call('GET', '/userinfo', { token })).status).toBe(401);
  });

  test('is worth nothing with another verifier', async () => {
    const { form } = await aCode(service);
    const code_verifier = oidc.randomPKCECodeVerifier();
    const answer = await service.call('POST', '/token', { form: { ...form, code_verifier } });
    expect([answer.status, answer.json.error]).toEqual([400, 'invalid_grant']);
  });
});

describe('the sign-in page', () => {
  test('says the same of an unknown address and a wrong password, and lets nobody in', async () => {
    const [client, account] = await Promise.all([aClient(service), anAccount(service)]);
    const { start } = await beginSignIn(service, client);
    const texts = [];
    for (const email of [account.email, 'nobody@service.example']) {
      const person = visitor(service.issuer);
      const page = await person.open(start);
      const answer = await person.post(page, '#submit-password', { email, password: 'not the password' });
      expect(answer.status).toBe(400);
      texts.push(answer.text.replaceAll(email, '').replaceAll(/\/sign-in\/[\w-]+|value="[\w-]*"/g, ''));
    }
    expect(texts[0]).toBe(texts[1]);
  });

  test('stops after some failures of an account, even with the right password', async () => {
    const [client, account] = await Promise.all([aClient(service), anAccount(service)]);
    const { start } = await beginSignIn(service, client);
    const person = visitor(service.issuer);
    const page = await person.open(start);
    const tries = [1, 2, 3].map(() =>
      person.post(page, '#submit-password', { email: account.email, password: 'x' }),
    );
    expect((await Promise.all(tries)).map(({ status }) => status)).toEqual([400, 400, 400]);
    const right = await person.post(page, '#submit-password', { email: account.email, password });
    expect(right.status).toBe(429);
  });

  test('takes no form from elsewhere, and none of another browser', async () => {
    const [client, account] = await Promise.all([aClient(service), anAccount(service)]);
    const { start } = await beginSignIn(service, client);
    const person = visitor(service.issuer);
    const page = await person.open(start);
    const fields = { email: account.email, password };
    const forged = await person.post(page, '#submit-password', { ...fields, csrfToken: 'forged' });
    expect(forged.status).toBe(403);
    const stranger = await visitor(service.issuer).post(page, '#submit-password', fields);
    expect(stranger.status).toBe(403);
    expect(stranger.text).toContain('This sign-in is over');
  });

  test('leads back with access_denied when the person goes back', async () => {
    const { start } = await beginSignIn(service, await aClient(service));
    const person = visitor(service.issuer);
    const back = new URL((await person.submit(await person.open(start), '#cancel')).url);
    expect(back.searchParams.get('error')).toBe('access_denied');
  });
});
