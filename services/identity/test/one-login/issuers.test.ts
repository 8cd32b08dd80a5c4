import { visitor } from '@ashlar/conformance';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeProtectedHeader, SignJWT } from 'jose';
import * as oidc from 'openid-client';
import { Secret, TOTP } from 'otpauth';
import { readIdentityConfig } from '../../src/config.ts';
import {
  aClient,
  anAccount,
  beginSignIn,
  operatorToken,
  password,
  redirectUri,
  signInByForms,
} from '../fixtures.ts';
import {
  aParty,
  begin,
  coreIdentity,
  finish,
  signIn,
  startTwoIssuers,
  type TwoIssuers,
  vocabulary,
} from './fixtures.ts';

let service: TwoIssuers;

beforeAll(async () => {
  service = await startTwoIssuers();
});

afterAll(() => service?.end());

const keysAt = async (issuer: string) => {
  const answer = await fetch(new URL('/.well-known/jwks.json', issuer));
  return ((await answer.json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
};

describe('two issuers of one process', () => {
  test('sign with keys of their own', async () => {
    const [standard, oneLogin] = await Promise.all([keysAt(service.issuer), keysAt(service.oneLogin)]);
    // Two for each algorithm.
    expect(standard).toHaveLength(4);
    expect(oneLogin).toHaveLength(2);
    expect(standard.filter((kid) => oneLogin.includes(kid))).toEqual([]);
  });

  test('know each their own clients', async () => {
    const [party, client] = await Promise.all([aParty(service), aClient(service)]);
    const at = (issuer: string, id: string) =>
      fetch(
        `${issuer}/authorize?client_id=${id}&redirect_uri=${redirectUri}&response_type=code&scope=openid`,
        {
          redirect: 'manual',
        },
      );
    expect((await at(service.issuer, party.clientId)).status).toBe(400);
    expect((await at(new URL(service.oneLogin).origin, client.id)).status).toBe(400);
    expect((await at(service.issuer, client.id)).status).toBe(303);
  });

  test('take no code of each other', async () => {
    const [party, client, account] = await Promise.all([
      aParty(service),
      aClient(service),
      anAccount(service),
    ]);
    const standard = await beginSignIn(service, client);
    const { back } = await signInByForms(service, standard.start, account.email);
    const code = back.searchParams.get('code') ?? '';
    const redeemed = oidc.authorizationCodeGrant(party.config, new URL(`${redirectUri}?code=${code}`), {
      pkceCodeVerifier: standard.verifier,
    });
    await expect(redeemed).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  test('hold sessions of their own', async () => {
    const [party, client, account] = await Promise.all([
      aParty(service),
      aClient(service),
      anAccount(service),
    ]);
    const begun = await begin(party, 'Cl.Cm');
    const { person } = await signIn(service, begun.start, account.email);
    const { start } = await beginSignIn(service, client);
    const elsewhere = start.replace('127.0.0.1', 'localhost');
    const page = await person.open(elsewhere.replace(client.id, party.clientId));
    expect(page.document.querySelector('#submit-password')).toBeNull();
    expect(
      (await visitor(service.issuer).open(start)).document.querySelector('#submit-password'),
    ).not.toBeNull();
  });

  test('show all their sessions in the account area, where one ends with its tokens', async () => {
    const [party, { email }] = [await aParty(service), await anAccount(service)];
    const begun = await begin(party, 'Cl.Cm');
    const { person, page } = await signIn(service, begun.start, email);
    const { tokens } = await finish(party, begun, new URL(page.url));
    const owner = visitor(service.issuer);
    const form = await owner.open(`${service.issuer}/account`);
    const area = await owner.submit(form, '#submit-password', { email, password });
    await owner.submit(area, '.end-session');
    const told = oidc.fetchUserInfo(party.config, tokens.access_token, oidc.skipSubjectCheck);
    await expect(told).rejects.toMatchObject({ status: 401 });
    const again = await person.open((await begin(party, 'Cl.Cm')).start);
    expect(again.document.querySelector('#submit-password')).not.toBeNull();
  });

  test('keep the standard one as it was: 303 with iss, and no trustmark', async () => {
    const client = await aClient(service);
    const { start } = await beginSignIn(service, client, { prompt: 'none' });
    const answer = await fetch(start, { redirect: 'manual' });
    expect(answer.status).toBe(303);
    expect(new URL(answer.headers.get('location') ?? '').searchParams.get('iss')).toBe(service.issuer);
    for (const path of ['/trustmark', '/.well-known/did.json']) {
      expect((await service.call('GET', path)).status).toBe(404);
    }
  });
});

describe('the name of a person', () => {
  const subOf = async (changes: Record<string, unknown>, email: string) => {
    const party = await aParty(service, changes);
    const begun = await begin(party, 'Cl.Cm', {
      redirect_uri: String((changes.redirect_uris as string[])[0]),
    });
    const { page } = await signIn(service, begun.start, email);
    return (await finish(party, begun, new URL(page.url))).claims.sub;
  };

  test('is the same within a sector, another in the next, and never the account’s id', async () => {
    const { id, email } = await anAccount(service);
    const [a, b, c, d] = [
      await subOf({ redirect_uris: ['https://one.example/callback'] }, email),
      await subOf({ redirect_uris: ['https://one.example/other'] }, email),
      await subOf({ redirect_uris: ['https://two.example/callback'] }, email),
      await subOf(
        {
          redirect_uris: ['https://two.example/callback'],
          one_login: { sector_identifier: 'one.example' },
        },
        email,
      ),
    ];
    expect(b).toBe(a);
    expect(c).not.toBe(a);
    expect(d).toBe(a);
    expect(a).not.toContain(id);
  });
});

describe('a second factor', () => {
  test('that is asked for is set up on the way; a password alone is Cl', async () => {
    const strict = await startTwoIssuers({ PRETEND_SECOND_FACTOR: 'false' });
    try {
      const [party, { email }] = [await aParty(strict), await anAccount(strict)];
      const weak = await begin(party, 'Cl');
      const alone = await signIn(strict, weak.start, email);
      expect((await finish(party, weak, new URL(alone.page.url))).claims.vot).toBe('Cl');

      const strong = await begin(party, 'Cl.Cm');
      const { person, page } = await signIn(strict, strong.start, email);
      const secret = page.document.querySelector('#secret')?.text.replaceAll(' ', '') ?? '';
      const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
      const codes = await person.submit(page, '#submit-authenticator', { code });
      const onward = codes.document.querySelector('#continue')?.getAttribute('href') ?? '';
      const back = await person.open(new URL(onward, codes.url).href);
      expect((await finish(party, strong, new URL(back.url))).claims.vot).toBe('Cl.Cm');
    } finally {
      await strict.end();
    }
  });
});

describe('a request to sign in again, by a signed object', () => {
  const again = async (hint: string, party: Awaited<ReturnType<typeof aParty>>) => {
    const begun = await begin(party, 'Cl.Cm');
    const inside = Object.fromEntries(new URL(begun.start).searchParams);
    const claims = { ...inside, aud: `${service.oneLogin}authorize`, iss: party.clientId };
    const request = await new SignJWT({ ...claims, prompt: 'login', id_token_hint: hint })
      .setProtectedHeader({ alg: 'PS256', kid: 'a-key' })
      .sign(party.privateKey);
    const query = new URLSearchParams({
      client_id: party.clientId,
      response_type: 'code',
      scope: 'openid email',
      request,
    });
    return { begun, start: `${service.oneLogin}authorize?${query}` };
  };

  test('goes on with the person who is meant, and is login_required with another', async () => {
    const [party, one, other] = [await aParty(service), await anAccount(service), await anAccount(service)];
    const first = await begin(party, 'Cl.Cm');
    const { person, page } = await signIn(service, first.start, one.email);
    const { tokens } = await finish(party, first, new URL(page.url));
    const second = await again(tokens.id_token ?? '', party);
    const form = await person.open(second.start);
    const back = await person.submit(form, '#submit-password', { email: one.email, password });
    expect((await finish(party, second.begun, new URL(back.url))).claims.sub).toBe(tokens.claims()?.sub);
    const third = await again(tokens.id_token ?? '', party);
    const stranger = await signIn(service, third.start, other.email);
    expect(new URL(stranger.page.url).searchParams.get('error')).toBe('login_required');
  });
});

describe('signing keys', () => {
  test('of core identities are published before they sign, and rotate by themselves', async () => {
    const [party, { email }] = [await aParty(service), await anAccount(service)];
    const published = async () => {
      const answer = await fetch(`${service.oneLogin}.well-known/did.json`);
      const { assertionMethod } = (await answer.json()) as { assertionMethod: { id: string }[] };
      return assertionMethod.map(({ id }) => id);
    };
    const before = await published();
    const standard = await keysAt(service.issuer);
    const token = await operatorToken(service);
    const path = '/ashlar/v1/signing-keys/rotations?key_set=core_identity';
    expect((await service.call('POST', path, { token, json: {} })).json.code).toBe('too_early');
    expect((await service.call('POST', path, { token, json: { at_once: true } })).status).toBe(201);
    const begun = await begin(party, 'Cl.Cm.P2');
    const { person, page } = await signIn(service, begun.start, email);
    const proven = await person.submit(page, '#submit-identity', { outcome: 'P2' });
    const { told } = await finish(party, begun, new URL(proven.url));
    const jwt = String(told[vocabulary.coreIdentity]);
    expect(decodeProtectedHeader(jwt).kid).toBe(before[1]);
    await coreIdentity(service, jwt, party.clientId);
    expect(await published()).toEqual(expect.arrayContaining(before));
    expect(await keysAt(service.issuer)).toEqual(standard);
  });
});

describe('administration', () => {
  const create = async (changes: Record<string, unknown>) =>
    service.call('POST', '/ashlar/v1/clients', {
      token: await operatorToken(service),
      json: { department: 'demo', service: 'licensing', name: 'A', redirect_uris: [redirectUri], ...changes },
    });

  test.each<[string, Record<string, unknown>, string]>([
    ['without keys', { one_login: {} }, '#/jwks'],
    [
      'that may ask for identities with a secret',
      { token_endpoint_auth_method: 'client_secret_post', one_login: { identity_verification: true } },
      '#/one_login/identity_verification',
    ],
    [
      'that never says openid',
      { token_endpoint_auth_method: 'client_secret_post', one_login: { sign_in_scopes: ['email'] } },
      '#/one_login/sign_in_scopes',
    ],
    [
      'of two sectors at once',
      {
        redirect_uris: ['https://one.example/callback', 'https://two.example/callback'],
        token_endpoint_auth_method: 'client_secret_post',
        one_login: {},
      },
      '#/one_login/sector_identifier',
    ],
    [
      'that signs nobody in',
      { redirect_uris: [], token_endpoint_auth_method: 'client_secret_post', one_login: {} },
      '#/redirect_uris',
    ],
    [
      'with keys of another kind',
      { jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }] }, one_login: {} },
      '#/jwks',
    ],
  ])('refuses a client %s', async (_name, changes, pointer) => {
    const { status, json } = await create(changes);
    expect(status).toBe(422);
    expect((json.errors as { pointer: string }[]).some((fault) => fault.pointer.startsWith(pointer))).toBe(
      true,
    );
  });

  test('a client with a secret signs people in, and asks for nobody’s identity', async () => {
    const made = await create({
      token_endpoint_auth_method: 'client_secret_post',
      one_login: { levels_of_confidence: ['P0', 'P2'] },
    });
    expect(made.status).toBe(201);
    const [clientId, secret] = [String(made.json.client_id), String(made.json.client_secret)];
    const config = await oidc.discovery(
      new URL(service.oneLogin),
      clientId,
      undefined,
      oidc.ClientSecretPost(secret),
      {
        execute: [oidc.allowInsecureRequests],
      },
    );
    const party = { config, clientId, privateKey: undefined as never };
    const begun = await begin(party, 'Cl');
    const { page } = await signIn(service, begun.start, (await anAccount(service)).email);
    expect((await finish(party, begun, new URL(page.url))).claims.vot).toBe('Cl');
    const refused = await fetch((await begin(party, 'Cl.Cm.P2', { claims: '{}' })).start, {
      redirect: 'manual',
    });
    const { searchParams } = new URL(refused.headers.get('location') ?? '');
    expect(searchParams.get('error_description')).toBe('Request vtr is not permitted');
  });

  test('identities and sectors are for operators to allow', async () => {
    const admin = await aClient(service, { redirect_uris: [], scopes: ['identity:admin'] });
    const form = {
      grant_type: 'client_credentials',
      scope: 'identity:admin',
      client_id: admin.id,
      client_secret: admin.secret,
    };
    const token = String((await service.call('POST', '/token', { form })).json.access_token);
    for (const oneLogin of [{ identity_verification: true }, { sector_identifier: 'another.example' }]) {
      const json = { service: 'a', name: 'A', redirect_uris: [redirectUri], one_login: oneLogin };
      expect((await service.call('POST', '/ashlar/v1/clients', { token, json })).status).toBe(403);
    }
  });
});

test('a sandbox is refused where the address says nothing of one', () => {
  const env = {
    DATABASE_URL: 'postgres:',
    BUS_URL: 'postgres:',
    DATA_KEY: 'x'.repeat(44),
    ISSUER: 'https://id.test',
  };
  const read =
    (ONE_LOGIN_ISSUER: string, more = {}) =>
    () =>
      readIdentityConfig({ ...env, ONE_LOGIN_ISSUER, ...more });
  expect(read('https://one.test/')).not.toThrow();
  expect(read('https://one.test/path')).toThrow(/ONE_LOGIN_ISSUER must be a root/);
  expect(read('https://one.test/', { PROOFING_PROVIDER: 'sandbox' })).toThrow(/PROOFING_PROVIDER/);
  expect(read('https://one.test/', { PRETEND_SECOND_FACTOR: 'true' })).toThrow(/PRETEND_SECOND_FACTOR/);
  for (const address of [
    'http://localhost:3000/',
    'http://127.0.0.1:3000',
    'https://oidc.sandbox.one.test/',
  ]) {
    expect(read(address, { PROOFING_PROVIDER: 'sandbox', PRETEND_SECOND_FACTOR: 'true' })).not.toThrow();
  }
});
