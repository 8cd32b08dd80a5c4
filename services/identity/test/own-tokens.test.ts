import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { aClient, type MadeClient, type Service, startService } from './fixtures.ts';

let service: Service;
let client: MadeClient;

beforeAll(async () => {
  service = await startService();
  client = await aClient(service, { scopes: ['payments:admin', 'payments:changes'] });
});

afterAll(() => service?.end());

const basic = ({ id, secret }: MadeClient) =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;

/** What the token endpoint answers. The engine does not know the parameter `strange`, so it is what answers a request that has it. */
async function ask(form: Record<string, string>, headers: Record<string, string> = {}) {
  const answer = await fetch(`${service.issuer}/token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(form),
  });
  const json = (await answer.json()) as Record<string, unknown>;
  return { status: answer.status, headers: answer.headers, json };
}

const grant = { grant_type: 'client_credentials', scope: 'payments:admin' };
const byForm = () => ({ client_id: client.id, client_secret: client.secret });

// Of each request its own, or for browsers alone, which say where they come from.
const aside = /^(date|x-request-id|traceparent|content-length|access-control-.*|vary)$/;

const shapeOf = ({ status, headers, json }: Awaited<ReturnType<typeof ask>>) => {
  const token = String(json.access_token);
  const { jti, iat = 0, exp = 0, ...claims } = decodeJwt(token);
  return {
    status,
    headers: [...headers].filter(([name]) => !aside.test(name)),
    json: Object.entries(json).map(([name, value]) => [name, name === 'access_token' ? 'a token' : value]),
    header: decodeProtectedHeader(token),
    claims: { ...claims, jti: String(jti).length },
    members: Object.keys(decodeJwt(token)),
    lifetime: exp - iat,
  };
};

describe('a token of a client’s own', () => {
  test.each<[string, () => [Record<string, string>, Record<string, string>?]]>([
    ['by its secret in the form', () => [{ ...grant, ...byForm() }]],
    ['by its secret in the header', () => [grant, { authorization: basic(client) }]],
    ['for a resource', () => [{ ...grant, ...byForm(), resource: 'urn:ashlar:payments' }]],
    ['for two scopes', () => [{ ...grant, ...byForm(), scope: 'payments:changes payments:admin' }]],
  ])('is the same as the engine’s, %s', async (_how, request) => {
    const [form, headers] = request();
    const plain = shapeOf(await ask(form, headers));
    expect(plain.status).toBe(200);
    expect(plain).toEqual(shapeOf(await ask({ ...form, strange: 'yes' }, headers)));
  });

  test('is signed so that it verifies, whatever its signature’s numbers are', async () => {
    const keys = createRemoteJWKSet(new URL(`${service.issuer}/.well-known/jwks.json`));
    for (let round = 0; round < 8; round += 1) {
      // One number in 128 begins with a byte of zeros, and every other one has a sign to be got rid of.
      const answers = await Promise.all(Array.from({ length: 50 }, () => ask({ ...grant, ...byForm() })));
      for (const { json } of answers)
        await jwtVerify(String(json.access_token), keys, {
          issuer: service.issuer,
          audience: 'payments',
          typ: 'at+jwt',
        });
    }
  });

  test('costs no row', async () => {
    const rows = async () =>
      (await service.pool.query({ text: 'select count(*)::integer as rows from engine_record' })).rows[0];
    const before = await rows();
    await ask({ ...grant, ...byForm() });
    expect(await rows()).toEqual(before);
  });

  test.each([
    ['a wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client'],
    ['a client that there is not', { client_id: 'nobody' }, 401, 'invalid_client'],
    ['a scope that it was not given', { scope: 'payments:admin messaging:admin' }, 400, 'invalid_scope'],
    ['a resource that is none', { resource: 'urn:other:payments' }, 400, 'invalid_target'],
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ])('is refused by the engine to %s', async (_what, changes, status, error) => {
    const { json, ...answer } = await ask({ ...grant, ...byForm(), ...changes });
    expect([answer.status, json.error]).toEqual([status, error]);
  });

  test('is refused without a proof to a client whose tokens are bound to a key', async () => {
    const bound = await aClient(service, { scopes: ['payments:admin'], dpop_bound_access_tokens: true });
    const { status, json } = await ask({ ...grant, client_id: bound.id, client_secret: bound.secret });
    expect([status, json.error]).toEqual([400, 'invalid_grant']);
  });

  test('is given where the request comes in pieces, and two requests on one connection each get theirs', async () => {
    const body = new URLSearchParams({ ...grant, ...byForm() }).toString();
    const { hostname, port, host } = new URL(service.issuer);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    let received = '';
    socket.on('data', (piece) => {
      received += piece;
    });
    const head = `POST /token HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: ${body.length}\r\n`;
    const answers = () => received.match(/"access_token"/g)?.length ?? 0;
    for (const [extra, count] of [
      ['', 1],
      ['dpop: none\r\n', 1],
      ['', 2],
    ] as const) {
      socket.write(`${head}${extra}\r\n${body.slice(0, 20)}`);
      await fetch(`${service.issuer}/health/live`);
      socket.write(body.slice(20));
      while (answers() < count || (received.match(/HTTP\/1.1/g)?.length ?? 0) < count)
        await once(socket, 'data');
    }
    expect(received.match(/HTTP\/1.1 200/g)).toHaveLength(2);
    socket.destroy();
  });
});
