import { visitor } from '@ashlar/conformance';
import { oauth } from '@ashlar/service-kit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose';
import * as oidc from 'openid-client';
import {
  aClient,
  anAccount,
  beginSignIn,
  type MadeClient,
  operator,
  type Service,
  signInByForms,
  startService,
  webRedirectUri,
} from './fixtures.ts';

let service: Service;

beforeAll(async () => {
  service = await startService();
});

afterAll(() => service?.end());

const web = { redirect_uris: [webRedirectUri] };
const answered = (page: { url: string }) => new URL(page.url).searchParams;

/** The parameters of a sign-in, which are pushed or signed in place of being sent. */
async function parametersOf(client: MadeClient, extra: Record<string, string> = {}) {
  const party = await beginSignIn(service, client, { redirect_uri: webRedirectUri, ...extra });
  return { ...party, parameters: Object.fromEntries(new URL(party.start).searchParams) };
}

const tokensFor = (
  party: { config: oidc.Configuration; verifier: string },
  back: URL,
  options?: oidc.DPoPOptions,
) =>
  oidc.authorizationCodeGrant(
    party.config,
    back,
    { pkceCodeVerifier: party.verifier, expectedState: 'a-state' },
    undefined,
    options,
  );

describe('a pushed request', () => {
  test('leads to a sign-in, once', async () => {
    const [client, account] = await Promise.all([
      aClient(service, { ...web, require_pushed_authorization_requests: true }),
      anAccount(service),
    ]);
    const party = await parametersOf(client);
    expect(answered(await visitor(service.issuer).open(party.start)).get('error')).toBe('invalid_request');
    const { client_id: _id, ...parameters } = party.parameters;
    const pushed = await oidc.buildAuthorizationUrlWithPAR(party.config, parameters);
    expect([...pushed.searchParams.keys()].sort()).toEqual(['client_id', 'request_uri']);
    const { back, person } = await signInByForms(service, pushed.href, account.email);
    expect((await tokensFor(party, back)).claims()?.sub).toBe(account.id);
    expect(answered(await person.open(pushed.href)).get('code')).toBeNull();
  });

  test('is of the client that pushed it, and refused where the request itself would be', async () => {
    const [client, other] = await Promise.all([aClient(service, web), aClient(service, web)]);
    const { parameters } = await parametersOf(client);
    const push = (form: Record<string, string>) =>
      service.call('POST', '/par', { form: { ...parameters, client_secret: client.secret, ...form } });
    expect((await push({ client_secret: 'wrong' })).status).toBe(401);
    expect((await push({ redirect_uri: 'https://attacker.example/' })).status).toBe(400);
    const pushed = await push({});
    expect([pushed.status, pushed.json.expires_in]).toEqual([201, 60]);
    const stolen = new URLSearchParams({ client_id: other.id, request_uri: String(pushed.json.request_uri) });
    const page = await visitor(service.issuer).open(`${service.issuer}/authorize?${stolen}`);
    expect([answered(page).get('error'), answered(page).get('code')]).toEqual([
      'invalid_request_object',
      null,
    ]);
  });
});

describe('a signed request', () => {
  const signed = async (client: { id: string }, key: Parameters<SignJWT['sign']>[0], claims: object) =>
    new SignJWT({ ...claims, iss: client.id, aud: service.issuer })
      .setProtectedHeader({ alg: 'ES256' })
      .setIssuedAt()
      .setExpirationTime('1m')
      .sign(key);

  test('leads to a sign-in; one that is changed, unsigned, or sent bare where it must be signed, does not', async () => {
    const [{ privateKey, publicKey }, foreign] = await Promise.all([
      generateKeyPair('ES256', { extractable: true }),
      generateKeyPair('ES256'),
    ]);
    const jwks = { keys: [await exportJWK(publicKey)] };
    const [client, account] = await Promise.all([
      aClient(service, { ...web, jwks, require_signed_request_object: true }),
      anAccount(service),
    ]);
    const { parameters, ...party } = await parametersOf(client);
    const start = (request: string) =>
      `${service.issuer}/authorize?${new URLSearchParams({ client_id: client.id, request })}`;
    const request = await signed(client, privateKey, parameters);
    const [, body] = request.split('.');
    const bare = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;
    // A secret is kept as its hash, which must be no key to sign requests with.
    const { rows } = await service.pool.query<{ hash: string }>(
      'select secret_hash as hash from client where id = $1',
      [client.id],
    );
    const byHash = await new SignJWT({ ...parameters, iss: client.id, aud: service.issuer })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(Buffer.from(rows[0]?.hash ?? ''));
    for (const bad of [await signed(client, foreign.privateKey, parameters), bare, byHash]) {
      const page = await visitor(service.issuer).open(start(bad));
      expect(answered(page).get('error')).toBe('invalid_request_object');
    }
    const unsigned = await visitor(service.issuer).open(party.start);
    expect(answered(unsigned).get('error')).toBe('invalid_request');
    const { back } = await signInByForms(service, start(request), account.email);
    expect((await tokensFor(party, back)).claims()?.sub).toBe(account.id);
  });
});

describe('a token that is bound to a key', () => {
  test('reads who signed in with a proof of the key only, and is refreshed with it only', async () => {
    const [client, account] = await Promise.all([
      aClient(service, {
        ...web,
        dpop_bound_access_tokens: true,
        grant_types: ['authorization_code', 'refresh_token'],
      }),
      anAccount(service),
    ]);
    const party = await parametersOf(client, { scope: 'openid email offline_access', prompt: 'consent' });
    const [key, other] = [await oidc.randomDPoPKeyPair(), await oidc.randomDPoPKeyPair()];
    const DPoP = oidc.getDPoPHandle(party.config, key);
    const { back } = await signInByForms(service, party.start, account.email);
    const tokens = await tokensFor(party, back, { DPoP });
    expect(tokens.token_type).toBe('dpop');
    const claims = await oidc.fetchUserInfo(party.config, tokens.access_token, account.id, { DPoP });
    expect(claims.email).toBe(account.email);
    expect((await service.call('GET', '/userinfo', { token: tokens.access_token })).status).toBe(401);
    const stolen = oidc.fetchUserInfo(party.config, tokens.access_token, account.id, {
      DPoP: oidc.getDPoPHandle(party.config, other),
    });
    await expect(stolen).rejects.toThrow();
    const next = await oidc.refreshTokenGrant(party.config, tokens.refresh_token ?? '', undefined, { DPoP });
    expect(next.token_type).toBe('dpop');
  });

  test('opens an API by openid-client, which proves each request', async () => {
    const client = await aClient(service, {
      redirect_uris: [],
      scopes: ['identity:admin'],
      dpop_bound_access_tokens: true,
    });
    const { config } = await beginSignIn(service, client);
    const DPoP = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair());
    const tokens = await oidc.clientCredentialsGrant(config, { scope: 'identity:admin' }, { DPoP });
    const url = new URL(`${service.issuer}/ashlar/v1/clients`);
    const ask = () =>
      oidc.fetchProtectedResource(config, tokens.access_token, url, 'GET', undefined, undefined, { DPoP });
    for (const _again of [1, 2]) expect((await ask()).status).toBe(200);
    expect((await service.call('GET', url.pathname, { token: tokens.access_token })).status).toBe(401);
  });

  test('is not given without a proof, and each proof is used once', async () => {
    const client = await aClient(service, {
      redirect_uris: [],
      scopes: ['payments:admin'],
      dpop_bound_access_tokens: true,
    });
    const form = {
      grant_type: 'client_credentials',
      scope: 'payments:admin',
      client_id: client.id,
      client_secret: client.secret,
    };
    expect((await service.call('POST', '/token', { form })).status).toBe(400);
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const proof = await new SignJWT({ htm: 'POST', htu: `${service.issuer}/token`, jti: 'once' })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: await exportJWK(publicKey) })
      .setIssuedAt()
      .sign(privateKey);
    const tries = Array.from({ length: 20 }, () =>
      service.call('POST', '/token', { form, headers: { dpop: proof } }),
    );
    const answers = await Promise.all(tries);
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    const token = String(won[0]?.json.access_token);
    expect(decodeJwt(token)).toMatchObject({ aud: 'payments', cnf: { jkt: expect.any(String) } });
    // No component takes it without a proof.
    const component = oauth({
      issuer: service.issuer,
      audience: 'payments',
      jwks: `${service.issuer}/.well-known/jwks.json`,
    });
    const request = { headers: { authorization: `Bearer ${token}` } } as FastifyRequest;
    expect(await component(request)).toBeUndefined();
  });
});

describe('a person’s token for a component', () => {
  const resource = 'urn:ashlar:payments';

  test('is given where the client has the scope and the person agrees, and says who the person is', async () => {
    const [client, account] = await Promise.all([
      aClient(service, { ...web, scopes: ['payments:admin', 'payments:changes'] }),
      anAccount(service),
    ]);
    const party = await parametersOf(client, { scope: 'openid payments:admin', resource });
    const { back } = await signInByForms(service, party.start, account.email);
    const tokens = await oidc.authorizationCodeGrant(
      party.config,
      back,
      { pkceCodeVerifier: party.verifier, expectedState: 'a-state' },
      { resource },
    );
    expect(decodeJwt(tokens.access_token)).toMatchObject({
      aud: 'payments',
      sub: account.id,
      client_id: client.id,
      scope: 'payments:admin',
      department: 'demo',
    });
    expect(tokens.expires_in).toBeLessThanOrEqual(600);
  });

  test('is not given for a component or scope that the client does not have, nor to a public client', async () => {
    const client = await aClient(service, { ...web, scopes: ['payments:changes'] });
    for (const [extra, error] of [
      [{ scope: 'openid payments:admin', resource }, 'invalid_scope'],
      [{ scope: 'openid messaging:admin', resource: 'urn:ashlar:messaging' }, 'invalid_scope'],
      [{ scope: 'openid', resource: 'urn:ashlar:messaging' }, 'invalid_target'],
      [{ scope: 'openid', resource: 'https://payments.example/' }, 'invalid_target'],
    ] as const) {
      const { start } = await parametersOf(client, extra);
      expect(answered(await visitor(service.issuer).open(start)).get('error')).toBe(error);
    }
    const open = await aClient(service, { ...web, token_endpoint_auth_method: 'none' });
    const { start } = await parametersOf(
      { id: open.id, secret: '' },
      { scope: 'openid payments:admin', resource },
    );
    expect(answered(await visitor(service.issuer).open(start)).get('error')).toBe('invalid_scope');
  });
});

test('lifetimes are configuration, within what keeps keys published long enough', async () => {
  const short = await startService({ env: { ACCESS_TOKEN_S: '300', ID_TOKEN_S: '120' } });
  try {
    const form = {
      grant_type: 'client_credentials',
      scope: 'payments:admin',
      client_id: operator.id,
      client_secret: operator.secret,
    };
    expect((await short.call('POST', '/token', { form })).json.expires_in).toBe(300);
  } finally {
    await short.end();
  }
  await expect(startService({ env: { ACCESS_TOKEN_S: '3600' } })).rejects.toThrow(/ACCESS_TOKEN_S/);
});
