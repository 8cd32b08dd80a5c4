import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import * as oidc from 'openid-client';
import { anAccount, password, redirectUri } from '../fixtures.ts';
import {
  aParty,
  begin,
  beginByObject,
  coreIdentity,
  finish,
  signIn,
  startTwoIssuers,
  type TwoIssuers,
  userinfo,
  vocabulary,
} from './fixtures.ts';

let service: TwoIssuers;

beforeAll(async () => {
  service = await startTwoIssuers({ CLIENT_INSECURE_TARGETS: 'true' });
});

afterAll(() => service?.end());

describe('a relying party of the official example’s shape', () => {
  test('signs a person in, without a question of consent', async () => {
    const [party, account] = [await aParty(service), await anAccount(service)];
    const begun = await begin(party, 'Cl.Cm');
    const { page } = await signIn(service, begun.start, account.email);
    const { tokens, claims, accessToken, told } = await finish(party, begun, new URL(page.url));
    expect(tokens.token_type).toBe('bearer');
    expect(tokens.expires_in).toBe(180);
    expect(Object.keys(tokens).sort()).toEqual(['access_token', 'expires_in', 'id_token', 'token_type']);
    const sub = expect.stringMatching(/^urn:fdc:gov\.uk:2022:[\w-]{43}=$/);
    const hash = createHash('sha256').update(tokens.access_token).digest().subarray(0, 16);
    expect(claims).toEqual({
      iss: service.oneLogin,
      sub,
      aud: party.clientId,
      exp: claims.iat + 120,
      iat: expect.any(Number),
      at_hash: hash.toString('base64url'),
      sid: expect.stringMatching(/.{10}/),
      auth_time: expect.any(Number),
      nonce: begun.nonce,
      vot: 'Cl.Cm',
      vtm: `${service.oneLogin}trustmark`,
    });
    expect(accessToken).toMatchObject({ iss: service.oneLogin, sub: claims.sub, client_id: party.clientId });
    expect(told).toEqual({ sub: claims.sub, email: account.email, email_verified: true });
  });

  test('learns who a person is, and checks it by the DID document', async () => {
    const [party, account] = [await aParty(service), await anAccount(service)];
    const begun = await begin(party, 'Cl.Cm.P2');
    const { person, page } = await signIn(service, begun.start, account.email);
    expect(page.document.querySelector('h1')?.text).toContain('Prove a made-up identity');
    const proven = await person.submit(page, '#submit-identity', { outcome: 'P2' });
    const { claims, told } = await finish(party, begun, new URL(proven.url));
    expect(claims.vot).toBe('Cl.Cm');
    const jwt = told[vocabulary.coreIdentity];
    const { payload, protectedHeader } = await coreIdentity(service, jwt, party.clientId);
    expect(protectedHeader.alg).toBe('ES256');
    expect(decodeProtectedHeader(String(jwt)).kid).toMatch(/^did:web:localhost%3A\d+#/);
    expect(payload).toMatchObject({
      sub: claims.sub,
      aud: party.clientId,
      vot: 'P2',
      vtm: `${service.oneLogin}trustmark`,
      vc: { credentialSubject: { birthDate: [{ value: '1984-06-15' }] } },
    });
    expect(Number(payload.exp) - Number(payload.iat)).toBe(1800);
    expect(told[vocabulary.address]).toHaveLength(1);
    expect(told[vocabulary.passport]).toHaveLength(1);
    expect(told).not.toHaveProperty([vocabulary.returnCode]);
  });

  test('asks for an identity in a session that goes on, and no page is shown for what is proven already', async () => {
    const [party, account] = [await aParty(service), await anAccount(service)];
    const first = await begin(party, 'Cl.Cm');
    const { person, page } = await signIn(service, first.start, account.email);
    await finish(party, first, new URL(page.url));
    const second = await begin(party, 'Cl.Cm.P2');
    const asked = await person.open(second.start);
    const proven = await person.submit(asked, '#submit-identity', { outcome: 'P2' });
    await finish(party, second, new URL(proven.url));
    const third = await begin(party, 'Cl.Cm.P1', { claims: userinfo([vocabulary.coreIdentity]) });
    const { told } = await finish(party, third, new URL((await person.open(third.start)).url));
    expect(Object.keys(told).sort()).toEqual(
      ['email', 'email_verified', vocabulary.coreIdentity, 'sub'].sort(),
    );
  });

  test('asks by a signed request object', async () => {
    const [party, account] = [await aParty(service), await anAccount(service)];
    const begun = await beginByObject(service, party, 'Cl.Cm.P2');
    const { person, page } = await signIn(service, begun.start, account.email);
    const proven = await person.submit(page, '#submit-identity', { outcome: 'P2' });
    const { tokens, told } = await finish(party, begun, new URL(proven.url));
    expect(told).toHaveProperty([vocabulary.coreIdentity]);
    const again = { prompt: 'login', id_token_hint: tokens.id_token ?? '' };
    const second = await beginByObject(service, party, 'Cl.Cm', again);
    const form = await person.open(second.start);
    const back = await person.submit(form, '#submit-password', { email: account.email, password });
    expect((await finish(party, second, new URL(back.url))).claims.sub).toBe(tokens.claims()?.sub);
  });

  test('has its keys at an address of its own, and then says which one it signed with', async () => {
    let keys: object = {};
    const server = createServer((_request, reply) =>
      reply.setHeader('content-type', 'application/json').end(JSON.stringify(keys)),
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      const party = await aParty(service, {}, async (published) => {
        keys = published;
        return `http://127.0.0.1:${port}/keys`;
      });
      const begun = await beginByObject(service, party, 'Cl.Cm');
      const { page } = await signIn(service, begun.start, (await anAccount(service)).email);
      expect((await finish(party, begun, new URL(page.url))).claims.vot).toBe('Cl.Cm');
      const now = Math.floor(Date.now() / 1000);
      const nameless = await new SignJWT({ jti: begun.state, exp: now + 60 })
        .setProtectedHeader({ alg: 'PS256' })
        .setIssuer(party.clientId)
        .setSubject(party.clientId)
        .setAudience(`${service.oneLogin}token`)
        .sign(party.privateKey);
      const form = new URLSearchParams({
        grant_type: 'authorization_code',
        code: 'none',
        redirect_uri: redirectUri,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: nameless,
      });
      const answer = await fetch(`${service.oneLogin}token`, { method: 'POST', body: form });
      expect([answer.status, await answer.json()]).toEqual([
        400,
        { error: 'invalid_client', error_description: 'Invalid signature in private_key_jwt' },
      ]);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  test('signs a person out with its ID token, without a question', async () => {
    const [party, account] = [await aParty(service), await anAccount(service)];
    const begun = await begin(party, 'Cl.Cm');
    const { person, page } = await signIn(service, begun.start, account.email);
    const { tokens } = await finish(party, begun, new URL(page.url));
    const logout = oidc.buildEndSessionUrl(party.config, {
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: 'http://127.0.0.1:9/bye',
      state: 'bye',
    });
    expect((await person.open(logout.href)).url).toBe('http://127.0.0.1:9/bye?state=bye');
    expect(
      (await person.open((await begin(party, 'Cl.Cm')).start)).document.querySelector('#submit-password'),
    ).not.toBeNull();
    await expect(
      oidc.fetchUserInfo(party.config, tokens.access_token, oidc.skipSubjectCheck),
    ).rejects.toThrow();
  });

  test('hears of a sign-out at its own address, by the person’s name there and without the session', async () => {
    const heard: string[] = [];
    const server = createServer(async (request, reply) => {
      let body = '';
      for await (const part of request) body += part;
      heard.push(new URLSearchParams(body).get('logout_token') ?? '');
      reply.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      const party = await aParty(service, { backchannel_logout_uri: `http://127.0.0.1:${port}/signed-out` });
      const begun = await begin(party, 'Cl.Cm');
      const { person, page } = await signIn(service, begun.start, (await anAccount(service)).email);
      const { tokens, claims } = await finish(party, begun, new URL(page.url));
      await person.open(`${service.oneLogin}logout?id_token_hint=${tokens.id_token}`);
      await until(async () => heard.length > 0);
      const keys = createRemoteJWKSet(new URL(`${service.oneLogin}.well-known/jwks.json`));
      const { payload } = await jwtVerify(heard[0] ?? '', keys, { issuer: service.oneLogin });
      expect(payload).toEqual({
        iss: service.oneLogin,
        sub: claims.sub,
        aud: party.clientId,
        iat: expect.any(Number),
        exp: Number(payload.iat) + 120,
        jti: expect.any(String),
        events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      });
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});
