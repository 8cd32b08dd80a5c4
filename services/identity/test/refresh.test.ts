import { freePort, spawnService } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import { aClient, aCode, askToken, operator, type Service, startService } from './fixtures.ts';

let service: Service;

beforeAll(async () => {
  service = await startService();
});

afterAll(() => service?.end());

const lasting = { grant_types: ['authorization_code', 'refresh_token'] };
const always = { scope: 'openid email offline_access', prompt: 'consent', max_age: '600' };

/** A party whose person agreed that it may come back later, with its first tokens. */
async function aLastingSignIn() {
  const { party, back, account, client } = await aCode(service, lasting, always);
  const tokens = await oidc.authorizationCodeGrant(party.config, back, {
    pkceCodeVerifier: party.verifier,
    expectedState: 'a-state',
    maxAge: 600,
  });
  return { client, account, config: party.config, tokens, refreshToken: tokens.refresh_token ?? '' };
}

describe('a refresh token', () => {
  test('brings new tokens of the same sign-in, and the next refresh token', async () => {
    const { account, config, tokens, refreshToken } = await aLastingSignIn();
    const next = await oidc.refreshTokenGrant(config, refreshToken);
    expect(next.claims()?.auth_time).toBe(tokens.claims()?.auth_time);
    expect(next.claims()).toMatchObject({ sub: account.id, auth_time: expect.any(Number) });
    expect(next.refresh_token).toMatch(/.{20}/);
    expect(next.refresh_token).not.toBe(refreshToken);
    const told = await oidc.fetchUserInfo(config, next.access_token, account.id);
    expect(told.email).toBe(account.email);
    const narrower = await oidc.refreshTokenGrant(config, next.refresh_token ?? '', { scope: 'openid' });
    expect(await oidc.fetchUserInfo(config, narrower.access_token, account.id)).toEqual({ sub: account.id });
  });

  test('that comes again ends all that the person agreed to', async () => {
    const { config, client, refreshToken } = await aLastingSignIn();
    const next = await oidc.refreshTokenGrant(config, refreshToken);
    for (const token of [refreshToken, next.refresh_token ?? '']) {
      await expect(oidc.refreshTokenGrant(config, token)).rejects.toMatchObject({ error: 'invalid_grant' });
    }
    expect((await service.call('GET', '/userinfo', { token: next.access_token })).status).toBe(401);
    expect(await introspected(client, next.access_token)).toEqual({ active: false });
  });

  test('has one winner among fifty at once at two processes, and its tokens end too', async () => {
    const port = await freePort();
    const other = `http://127.0.0.1:${port}`;
    const process = await spawnService({
      folder: 'services/identity',
      env: { ...service.env, PORT: String(port) },
      readyUrl: `${other}/health/ready`,
    });
    try {
      const { client, refreshToken } = await aLastingSignIn();
      const body = new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
        client_id: client.id,
        client_secret: client.secret,
      });
      const tries = Array.from({ length: 50 }, async (_one, at) => {
        const answer = await fetch(`${at % 2 ? other : service.issuer}/token`, { method: 'POST', body });
        return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
      });
      const answers = await Promise.all(tries);
      const won = answers.filter(({ status }) => status === 200);
      expect(won).toHaveLength(1);
      const lost = answers.filter(({ status }) => status !== 200).map(({ json }) => json.error);
      expect(new Set(lost)).toEqual(new Set(['invalid_grant']));
      const token = String(won[0]?.json.access_token);
      expect((await service.call('GET', '/userinfo', { token })).status).toBe(401);
    } finally {
      await process.kill('SIGTERM');
    }
  });

  test('is for clients that may have one, and for people who were asked', async () => {
    const without = await aCode(service, {}, always);
    expect((await service.call('POST', '/token', { form: without.form })).json).not.toHaveProperty(
      'refresh_token',
    );
    const unasked = await aCode(service, lasting, { scope: always.scope });
    expect((await service.call('POST', '/token', { form: unasked.form })).json).not.toHaveProperty(
      'refresh_token',
    );
  });

  test('is worth nothing to another client', async () => {
    const { refreshToken } = await aLastingSignIn();
    const { id, secret } = await aClient(service, lasting);
    const form = {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: id,
      client_secret: secret,
    };
    expect((await service.call('POST', '/token', { form })).json.error).toBe('invalid_grant');
  });
});

describe('a token', () => {
  test('is told of to its own client only, as long as it lasts', async () => {
    const { account, client, config, tokens, refreshToken } = await aLastingSignIn();
    expect(await oidc.tokenIntrospection(config, refreshToken)).toMatchObject({
      active: true,
      client_id: client.id,
      sub: account.id,
    });
    expect(await introspected(await aClient(service), tokens.access_token)).toEqual({ active: false });
    expect(await introspected(client, 'unknown')).toEqual({ active: false });
    const wrong = await service.call('POST', '/introspect', {
      form: { token: refreshToken, client_id: client.id, client_secret: 'wrong' },
    });
    expect([wrong.status, wrong.json.error]).toEqual([401, 'invalid_client']);
  });

  test('ends when its client says so, with the other tokens of the sign-in, and for no other client', async () => {
    const { client, config, tokens, refreshToken } = await aLastingSignIn();
    const { id, secret } = await aClient(service);
    const stranger = await service.call('POST', '/revoke', {
      form: { token: refreshToken, client_id: id, client_secret: secret },
    });
    expect(stranger.status).toBe(400);
    expect(await introspected(client, refreshToken)).toMatchObject({ active: true });
    await oidc.tokenRevocation(config, refreshToken);
    expect(await introspected(client, refreshToken)).toEqual({ active: false });
    expect((await service.call('GET', '/userinfo', { token: tokens.access_token })).status).toBe(401);
    await expect(oidc.refreshTokenGrant(config, refreshToken)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  test('of a component is a JWT, which cannot be ended and is not told of', async () => {
    const token = String((await askToken(service, operator, 'payments:admin')).json.access_token);
    const form = { token, client_id: operator.id, client_secret: operator.secret };
    for (const path of ['/introspect', '/revoke']) {
      const answer = await service.call('POST', path, { form });
      expect([answer.status, answer.json.error]).toEqual([400, 'unsupported_token_type']);
    }
  });
});

async function introspected(client: { id: string; secret: string }, token: string) {
  const form = { token, client_id: client.id, client_secret: client.secret };
  return (await service.call('POST', '/introspect', { form })).json;
}
