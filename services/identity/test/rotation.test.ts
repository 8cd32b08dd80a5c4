import { oauth } from '@ashlar/service-kit';
import { freePort, spawnService, until } from '@ashlar/testkit';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import {
  aClient,
  aCode,
  anAccount,
  askToken,
  beginSignIn,
  operator,
  operatorToken,
  reach,
  type Service,
  signInByForms,
  startService,
} from './fixtures.ts';

let service: Service;
let token: string;

beforeEach(async () => {
  await service?.end();
  service = await startService();
  token = await operatorToken(service);
});

afterAll(() => service?.end());

interface Key {
  readonly kid: string;
  readonly state: 'current' | 'next' | 'retired';
  readonly ends_at?: string;
}

const path = '/ashlar/v1/signing-keys';
const list = async () => (await service.call('GET', path, { token })).json.signing_keys as Key[];
const kidIn = (keys: readonly Key[], state: Key['state']) => keys.find((key) => key.state === state)?.kid;
const kidOf = (signed: unknown) => decodeProtectedHeader(String(signed)).kid;
const published = async () =>
  ((await service.call('GET', '/.well-known/jwks.json')).json.keys as { kid: string; alg: string }[])
    .filter(({ alg }) => alg === 'ES256')
    .map(({ kid }) => kid);

function rotate(json: object = {}, headers: Record<string, string> = {}) {
  return service.call('POST', `${path}/rotations`, { token, json, headers });
}

/** As though the keys had come into their states so long ago. */
async function age(seconds: number): Promise<void> {
  await service.pool.query('update signing_key set since = since - make_interval(secs => $1)', [seconds]);
  await service.deps.keyrings.standard.refresh();
}

describe('a rotation', () => {
  test('lets the key sign that was published before, and keeps the old one published until its tokens have ended', async () => {
    const before = await list();
    expect(before.map(({ state }) => state)).toEqual(['current', 'next']);
    await age(601);
    const answer = await rotate();
    expect(answer.status).toBe(201);
    const after = answer.json.signing_keys as Key[];
    expect(kidIn(after, 'current')).toBe(kidIn(before, 'next'));
    expect(kidIn(after, 'retired')).toBe(kidIn(before, 'current'));
    expect(await published()).toEqual(after.map(({ kid }) => kid));
    const fresh = await operatorToken(service);
    expect([kidOf(token), kidOf(fresh)]).toEqual([kidIn(before, 'current'), kidIn(before, 'next')]);
    expect((await service.call('GET', path, { token: fresh })).status).toBe(200);

    await age(7000);
    expect(await published()).toHaveLength(3);
    await age(300);
    expect(await published()).not.toContain(kidOf(token));
    expect((await service.call('GET', path, { token })).status).toBe(401);
  });

  test('is not done before everybody has seen the next key, unless a key was stolen and is withdrawn', async () => {
    const early = await rotate();
    expect([early.status, early.json.code]).toEqual([409, 'too_early']);
    const [stolen] = await list();
    expect((await rotate({ at_once: true })).status).toBe(201);
    const fresh = await operatorToken(service);
    const withdraw = (kid: string | undefined) => service.call('DELETE', `${path}/${kid}`, { token: fresh });
    const keys = (await service.call('GET', path, { token: fresh })).json.signing_keys as Key[];
    for (const state of ['current', 'next'] as const)
      expect((await withdraw(kidIn(keys, state))).json.code).toBe('in_use');
    expect((await withdraw(stolen?.kid)).status).toBe(204);
    expect((await withdraw(stolen?.kid)).status).toBe(404);
    expect(await published()).not.toContain(stolen?.kid);
    expect((await service.call('GET', path, { token })).status).toBe(401);
  });

  test('happens once for one key, and once for many at once', async () => {
    const once = { 'idempotency-key': 'spring' };
    await age(601);
    const first = await rotate({}, once);
    const again = await rotate({}, once);
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
    expect(again.json).toEqual(first.json);
    expect((await rotate({ at_once: true }, once)).status).toBe(422);
    const storm = await Promise.all(Array.from({ length: 6 }, () => rotate({ at_once: true })));
    const done = storm.filter(({ status }) => status === 201).length;
    const states = (await list()).map(({ state }) => state);
    expect(states).toEqual(['current', 'next', ...Array.from({ length: done + 1 }, () => 'retired')]);
    for (const { status } of storm) expect([201, 409]).toContain(status);
  });

  test('is for operators of the platform', async () => {
    const client = await aClient(service, { scopes: ['identity:admin'] });
    const department = String((await askToken(service, client, 'identity:admin')).json.access_token);
    for (const [method, where] of [
      ['GET', ''],
      ['POST', '/rotations'],
      ['DELETE', '/any'],
    ] as const) {
      const ask = { token: department, ...(method === 'POST' && { json: {} }) };
      expect((await service.call(method, `${path}${where}`, ask)).status).toBe(403);
    }
  });
});

describe('while keys rotate', () => {
  test('a relying party on openid-client signs people in before, across and after, with the keys it read first', async () => {
    const [client, account] = await Promise.all([aClient(service), anAccount(service)]);
    const party = await beginSignIn(service, client);
    oidc.enableNonRepudiationChecks(party.config);
    const kids = [];
    for (const then of [async () => {}, () => age(601), () => rotate(), async () => {}]) {
      const { start, verifier } = await beginSignIn(service, client);
      const { back } = await signInByForms(service, start, account.email);
      // The code is given under one key and redeemed under the next.
      await then();
      const tokens = await oidc.authorizationCodeGrant(party.config, back, {
        pkceCodeVerifier: verifier,
        expectedState: 'a-state',
        idTokenExpected: true,
      });
      kids.push(kidOf(tokens.id_token));
      const claims = await oidc.fetchUserInfo(party.config, tokens.access_token, account.id);
      expect(claims.email).toBe(account.email);
    }
    expect(new Set(kids).size).toBe(2);
  });

  test('two processes that are asked all the while give no token that the published keys do not verify', async () => {
    const port = await freePort();
    const second = `http://127.0.0.1:${port}`;
    const process = await spawnService({
      folder: 'services/identity',
      env: { ...service.env, PORT: String(port) },
      readyUrl: `${second}/health/ready`,
    });
    try {
      // Read once, before: whoever verifies tokens keeps the keys for a while.
      const keys = createLocalJWKSet((await service.call('GET', '/.well-known/jwks.json')).json as never);
      const { kid: before } = (await list()).find(({ state }) => state === 'current') ?? {};
      const kids = new Map<string, Set<string | undefined>>([
        [service.issuer, new Set()],
        [second, new Set()],
      ]);
      let rotated = false;
      const isDone = () => rotated && [...kids.values()].every((seen) => seen.size === 2);
      const work = async (root: string) => {
        for (const deadline = Date.now() + 30_000; !isDone() && Date.now() < deadline; ) {
          const signed = await askToken(reach(root), operator, 'payments:admin');
          const { protectedHeader } = await jwtVerify(String(signed.json.access_token), keys);
          kids.get(root)?.add(protectedHeader.kid);
        }
      };
      const traffic = [service.issuer, service.issuer, second, second].map(work);
      await until(async () => [...kids.values()].every((seen) => seen.has(before)));
      await age(601);
      expect((await rotate()).status).toBe(201);
      rotated = true;
      await Promise.all(traffic);
      expect([...kids.values()].map((seen) => seen.size)).toEqual([2, 2]);
    } finally {
      await process.kill('SIGTERM');
    }
  });

  test('a component takes tokens of both keys without reading the keys again', async () => {
    const jwks = `${service.issuer}/.well-known/jwks.json`;
    let clock = 0;
    const accept = oauth({ issuer: service.issuer, audience: 'payments', jwks, now: () => clock });
    const asked = async () => {
      const ask = String(await operatorToken(service, 'payments:admin'));
      return { ask, caller: await accept({ headers: { authorization: `Bearer ${ask}` } } as FastifyRequest) };
    };
    const before = await asked();
    await age(601);
    expect((await rotate()).status).toBe(201);
    // Within the minute in which a component reads no keys for a name that it does not know.
    clock = 1000;
    const after = await asked();
    expect(kidOf(after.ask)).not.toBe(kidOf(before.ask));
    expect([before.caller?.department, after.caller?.department]).toEqual(['*', '*']);
  });

  test('a person signs out with an ID token of the key before', async () => {
    const { form, person } = await aCode(service);
    const hint = String((await service.call('POST', '/token', { form })).json.id_token);
    await rotate({ at_once: true });
    const page = await person.open(`${service.issuer}/logout?id_token_hint=${hint}`);
    expect([page.status, page.document.querySelector('#submit-logout') !== null]).toEqual([200, true]);
  });
});
