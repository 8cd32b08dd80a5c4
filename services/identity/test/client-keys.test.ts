import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGuardedFetch } from '@ashlar/component';
import { freePort, spawnService } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import * as oidc from 'openid-client';
import { aClient, operatorToken, type Service, startService } from './fixtures.ts';

let service: Service;
let token: string;

beforeAll(async () => {
  service = await startService({ env: { CLIENT_INSECURE_TARGETS: 'true' } });
  token = await operatorToken(service);
});

afterAll(() => service?.end());

/** A pair of keys, and the public one as a client registers it. */
async function aKey(kid: string, alg = 'ES256') {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

/** A server of a client's own. */
async function serving(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

type Key = Awaited<ReturnType<typeof aKey>>;

const program = {
  redirect_uris: [],
  scopes: ['payments:admin'],
  token_endpoint_auth_method: 'private_key_jwt',
};

interface Claims {
  readonly [claim: string]: unknown;
}

/** An assertion of a client (RFC 7523 section 3). */
function assertion(id: string, { privateKey, jwk }: Key, claims: Claims = {}, header: { alg?: string } = {}) {
  const now = Math.floor(Date.now() / 1000);
  const all = {
    iss: id,
    sub: id,
    aud: service.issuer,
    jti: crypto.randomUUID(),
    iat: now,
    exp: now + 60,
    ...claims,
  };
  return new SignJWT(all).setProtectedHeader({ alg: jwk.alg, kid: jwk.kid, ...header }).sign(privateKey);
}

const formOf = (client_assertion: string) => ({
  grant_type: 'client_credentials',
  scope: 'payments:admin',
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion,
});

const ask = (client_assertion: string) => service.call('POST', '/token', { form: formOf(client_assertion) });

describe('a client with keys', () => {
  test.each(['ES256', 'PS256', 'Ed25519'])(
    'proves itself by a signature (%s) and has no secret',
    async (alg) => {
      const key = await aKey('one', alg);
      const client = await aClient(service, { ...program, jwks: { keys: [key.jwk] } });
      expect(client.secret).toBe('undefined');
      const config = await oidc.discovery(
        new URL(service.issuer),
        client.id,
        undefined,
        oidc.PrivateKeyJwt({ key: key.privateKey, kid: 'one' }),
        { execute: [oidc.allowInsecureRequests] },
      );
      const tokens = await oidc.clientCredentialsGrant(config, { scope: 'payments:admin' });
      expect(tokens.scope).toBe('payments:admin');
    },
  );

  test('is not taken for another: foreign key, audience, subject, age and algorithm', async () => {
    const [key, other] = await Promise.all([aKey('one'), aKey('one')]);
    const { id } = await aClient(service, { ...program, jwks: { keys: [key.jwk] } });
    const neighbour = await aClient(service, { ...program, jwks: { keys: [other.jwk] } });
    const [head, body] = (await assertion(id, key)).split('.');
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;
    const bad = {
      'another’s key': await assertion(id, other),
      'another’s key under its id': await assertion(neighbour.id, key),
      'another audience': await assertion(id, key, { aud: 'https://elsewhere.example' }),
      'another issuer': await assertion(id, key, { iss: neighbour.id }),
      'an old one': await assertion(id, key, { exp: Math.floor(Date.now() / 1000) - 60 }),
      'no end': await assertion(id, key, { exp: undefined }),
      'no identifier': await assertion(id, key, { jti: undefined }),
      'no signature': none,
      'a signature cut off': `${head}.${body}.AAAA`,
      'the public key as a secret': await new SignJWT({
        iss: id,
        sub: id,
        aud: service.issuer,
        jti: 'x',
        exp: 2e9,
      })
        .setProtectedHeader({ alg: 'HS256' })
        .sign(Buffer.from(JSON.stringify(key.jwk))),
    };
    for (const [what, sent] of Object.entries(bad)) {
      const { status, json } = await ask(sent);
      expect([what, status, json.error]).toEqual([what, 401, 'invalid_client']);
    }
    const secret = {
      grant_type: 'client_credentials',
      scope: 'payments:admin',
      client_id: id,
      client_secret: 'none',
    };
    expect((await service.call('POST', '/token', { form: secret })).status).toBe(401);
    expect((await ask(await assertion(id, key))).status).toBe(200);
  });

  test('uses an assertion once, of fifty at once at two processes', async () => {
    const port = await freePort();
    const other = `http://127.0.0.1:${port}`;
    const process = await spawnService({
      folder: 'services/identity',
      env: { ...service.env, PORT: String(port) },
      readyUrl: `${other}/health/ready`,
    });
    try {
      const key = await aKey('one');
      const { id } = await aClient(service, { ...program, jwks: { keys: [key.jwk] } });
      const body = new URLSearchParams(formOf(await assertion(id, key)));
      const tries = Array.from({ length: 50 }, async (_one, at) => {
        const answer = await fetch(`${at % 2 ? other : service.issuer}/token`, { method: 'POST', body });
        await answer.body?.cancel();
        return answer.status;
      });
      const statuses = await Promise.all(tries);
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      expect(statuses.filter((status) => status === 401)).toHaveLength(49);
    } finally {
      await process.kill('SIGTERM');
    }
  });

  test('changes them: the new ones work, the old ones no longer, wherever they are', async () => {
    const [first, second, third] = await Promise.all([aKey('1'), aKey('2'), aKey('3')]);
    const published = { keys: [third.jwk] };
    const server = await serving((_request, reply) => reply.end(JSON.stringify(published)));
    try {
      const { id } = await aClient(service, { ...program, jwks: { keys: [first.jwk] } });
      const path = `/ashlar/v1/clients/${id}`;
      const patch = (json: object) => service.call('PATCH', path, { token, json });
      expect((await ask(await assertion(id, first))).status).toBe(200);
      expect((await patch({ jwks: { keys: [second.jwk] } })).status).toBe(200);
      expect((await ask(await assertion(id, first))).status).toBe(401);
      expect((await ask(await assertion(id, second))).status).toBe(200);
      const { port } = server.address() as AddressInfo;
      const moved = await patch({ jwks: null, jwks_uri: `http://127.0.0.1:${port}/jwks` });
      expect(moved.json).toMatchObject({ jwks_uri: `http://127.0.0.1:${port}/jwks` });
      expect(moved.json).not.toHaveProperty('jwks');
      expect((await ask(await assertion(id, second))).status).toBe(401);
      expect((await ask(await assertion(id, third))).status).toBe(200);
    } finally {
      server.close();
    }
  });

  test.each([
    ['no keys', {}, '#/jwks'],
    ['keys in two places', { jwks: 'own', jwks_uri: 'https://keys.example/jwks' }, '#/jwks_uri'],
    ['keys in a network of ours', { jwks_uri: 'https://10.0.0.1/jwks' }, '#/jwks_uri'],
    ['keys at a name of ours', { jwks_uri: 'https://registry.internal/jwks' }, '#/jwks_uri'],
    ['keys without TLS', { jwks_uri: 'http://keys.example/jwks' }, '#/jwks_uri'],
    [
      'a private key',
      { jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', d: 'AA' }] } },
      '#/jwks/keys/0',
    ],
    ['a short key', { jwks: { keys: [{ kty: 'RSA', n: 'AAAA', e: 'AQAB' }] } }, '#/jwks/keys/0'],
  ])('cannot have %s', async (_what, more, pointer) => {
    const own = { keys: [(await aKey('own')).jwk] };
    const json = {
      department: 'demo',
      service: 'licensing',
      name: 'Keys',
      ...program,
      ...more,
      ...('jwks' in more && more.jwks === 'own' && { jwks: own }),
    };
    const { status, json: told } = await service.call('POST', '/ashlar/v1/clients', { token, json });
    expect([status, told.errors]).toMatchObject([422, [{ pointer }]]);
  });
});

describe('where a client’s keys are', () => {
  test('is not called when the name leads into a network of ours, or on to elsewhere', async () => {
    let called = 0;
    const server = await serving((_request, reply) => {
      called += 1;
      reply.writeHead(302, { location: 'https://elsewhere.example/' }).end();
    });
    const { port } = server.address() as AddressInfo;
    const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
    const strict = createGuardedFetch({ timeoutMs: 1000, ownMachine: false, resolve });
    const local = createGuardedFetch({ timeoutMs: 1000, ownMachine: true });
    try {
      await expect(strict.fetch(`http://keys.example:${port}/`)).rejects.toThrow();
      for (const host of ['127.0.0.1', '[::1]', '169.254.169.254'])
        await expect(strict.fetch(`http://${host}:${port}/`)).rejects.toThrow(/not public/);
      expect(called).toBe(0);
      await expect(local.fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
      expect(called).toBe(1);
    } finally {
      server.close();
      await Promise.all([strict.close(), local.close()]);
    }
  });

  test('is not read for ever', async () => {
    const server = await serving((_request, response) => {
      const pour = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, ' ')));
      };
      response.on('drain', pour).on('error', () => {});
      pour();
    });
    const { port } = server.address() as AddressInfo;
    const local = createGuardedFetch({ timeoutMs: 20_000, ownMachine: true });
    try {
      const answer = await local.fetch(`http://127.0.0.1:${port}/`);
      await expect(answer.text()).rejects.toMatchObject({
        cause: { code: 'UND_ERR_RES_EXCEEDED_MAX_SIZE' },
      });
    } finally {
      server.close();
      server.closeAllConnections();
      await local.close();
    }
  });
});

test('a change of a client is told, and another department makes none', async () => {
  const client = await aClient(service, { scopes: ['payments:admin'] });
  const admin = await aClient(service, {
    department: 'elsewhere',
    redirect_uris: [],
    scopes: ['identity:admin'],
  });
  const form = {
    grant_type: 'client_credentials',
    scope: 'identity:admin',
    client_id: admin.id,
    client_secret: admin.secret,
  };
  const stranger = String((await service.call('POST', '/token', { form })).json.access_token);
  const path = `/ashlar/v1/clients/${client.id}`;
  const json = { name: 'Other', redirect_uris: ['https://other.example/'] };
  expect((await service.call('PATCH', path, { token: stranger, json })).status).toBe(404);
  const changed = await service.call('PATCH', path, { token, json });
  expect(changed.json).toMatchObject({ ...json, scopes: ['payments:admin'], require_pkce: true });
  expect((await service.call('GET', path, { token })).json).toEqual(changed.json);
  const { rows } = await service.pool.query(
    `select data from change_log where aggregate = $1 and type = 'identity.client.changed.v1'`,
    [client.id],
  );
  expect(rows).toEqual([{ data: { client_id: client.id, scopes: ['payments:admin'], signs_in: true } }]);
});
