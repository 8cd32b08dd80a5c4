import { describe, expect, test } from '@jest/globals';
import type { Handler } from '../src/index.ts';
import { fixtureContract, operation } from './fixtures/contract.ts';
import { fixtureHandlers, fixtureService } from './fixtures/service.ts';

const good = { authorization: 'Bearer good', 'content-type': 'application/json' };

describe('a service and its contract', () => {
  test('refuses to start, naming every missing and extra handler and unknown scheme at once', async () => {
    const { getStone: _missing, ...rest } = fixtureHandlers;
    const handlers: Record<string, Handler> = { ...rest, polishStone: () => 'x' };
    const security = { apiKey: async () => undefined };
    await expect(fixtureService({ handlers, security })).rejects.toThrow(
      /no handler for operation getStone[\s\S]*no operation for handler polishStone[\s\S]*scheme oauth/,
    );
  });

  test('serves the contract with the address that the caller used', async () => {
    const { app } = await fixtureService();
    const reply = await app.inject({ url: '/openapi.json', headers: { host: 'localhost:8180' } });
    expect(reply.json()).toMatchObject({ openapi: '3.1.0', servers: [{ url: 'http://localhost:8180' }] });
    const page = await app.inject('/docs/');
    expect(page.body).toContain('swagger');
    expect(page.body).toContain('<title>Masonry: documentation</title>');
    const icon = /href="\.([^"]+\.svg)"/.exec(page.body)?.[1];
    expect((await app.inject(`/docs${icon}`)).headers['content-type']).toMatch(/^image\/svg\+xml/);
    expect((await app.inject({ url: '/docs', headers: { host: 'localhost:1' } })).headers.location).toBe(
      'http://localhost:1/docs/',
    );
  });

  test('keeps a colon in a path apart from a parameter', async () => {
    const extra = operation('sealStone', 'post /ashlar/v1/stones/{id}/marks:seal');
    const { app } = await fixtureService({
      contract: fixtureContract([extra]),
      handlers: { ...fixtureHandlers, sealStone: (request) => ({ params: request.params }) },
    });
    const reply = await app.inject({ method: 'POST', url: '/ashlar/v1/stones/7/marks:seal' });
    expect(reply.json()).toEqual({ params: { id: '7' } });
  });
});

describe('operations of an engine', () => {
  const polish = operation('polishStone', 'post /polish', {
    standard: 'compat',
    definition: { operationId: 'polishStone', responses: {}, 'x-engine': 'lathe' },
  });

  test('are answered by the raw handler, which reads the body itself', async () => {
    const { app } = await fixtureService({
      contract: fixtureContract([polish]),
      engines: {
        async lathe(request, reply) {
          const parts: Buffer[] = [];
          for await (const part of request) parts.push(part);
          reply.end(Buffer.concat(parts).toString().toUpperCase());
        },
      },
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const reply = await app.inject({ method: 'POST', url: '/polish', headers, payload: 'a=b' });
    expect(reply.body).toBe('A=B');
    expect(reply.headers).toMatchObject({ 'x-content-type-options': 'nosniff' });
    expect((await app.inject({ method: 'GET', url: '/polish' })).statusCode).toBe(405);
  });

  test('need their engine, and an engine needs operations', async () => {
    const lathe = async () => {};
    await expect(fixtureService({ contract: fixtureContract([polish]) })).rejects.toThrow(/no engine lathe/);
    await expect(fixtureService({ engines: { lathe } })).rejects.toThrow(/no operation for engine lathe/);
  });
});

describe('validation from the contract', () => {
  test('takes a body as it is and passes it on', async () => {
    const { app } = await fixtureService();
    const payload = { weight: 3, finish: 'rough' };
    const reply = await app.inject({ method: 'POST', url: '/ashlar/v1/stones', headers: good, payload });
    expect(reply.statusCode).toBe(201);
    expect(reply.json().body).toEqual(payload);
  });

  test('converts nothing and drops nothing in a body, and names every wrong part without its value', async () => {
    const { app } = await fixtureService();
    const payload = { weight: '3', finish: 'polished-by-ann', colour: 'grey' };
    const reply = await app.inject({ method: 'POST', url: '/ashlar/v1/stones', headers: good, payload });
    expect(reply.statusCode).toBe(400);
    expect(reply.headers['content-type']).toContain('application/problem+json');
    expect(reply.json()).toMatchObject({ code: 'invalid', status: 400 });
    const pointers = reply.json().errors.map((error: { pointer: string }) => error.pointer);
    expect(pointers.sort()).toEqual(['#/colour', '#/finish', '#/weight']);
    expect(reply.body).not.toContain('ann');
  });

  test('refuses a NUL anywhere, which the database could not keep', async () => {
    const { app } = await fixtureService();
    const payload = JSON.stringify({ weight: 3, finish: 'ro\0ugh' });
    const reply = await app.inject({ method: 'POST', url: '/ashlar/v1/stones', headers: good, payload });
    expect(reply.statusCode).toBe(400);
    expect(reply.json().errors).toContainEqual({
      pointer: '#/finish',
      detail: 'must not hold the character U+0000',
    });
  });

  test('converts parameters and fills in their defaults', async () => {
    const { app } = await fixtureService();
    expect((await app.inject('/ashlar/v1/stones?limit=5&finish=rough')).json()).toEqual({
      query: { limit: 5, finish: ['rough'] },
    });
    expect((await app.inject('/ashlar/v1/stones')).json()).toEqual({ query: { limit: 100 } });
  });

  test.each([
    ['/ashlar/v1/stones?limit=x', 'query:limit'],
    ['/ashlar/v1/stones?limit=501', 'query:limit'],
    ['/ashlar/v1/stones/A1', 'path:id'],
  ])('refuses %s', async (url, pointer) => {
    const { app } = await fixtureService();
    const reply = await app.inject(url);
    expect(reply.statusCode).toBe(400);
    expect(reply.json().errors[0].pointer).toBe(pointer);
  });

  test('checks a declared header', async () => {
    const { app } = await fixtureService();
    const headers = { ...good, 'idempotency-key': 'k'.repeat(41) };
    const payload = { weight: 3, finish: 'rough' };
    const reply = await app.inject({ method: 'POST', url: '/ashlar/v1/stones', headers, payload });
    expect(reply.json().errors).toEqual([expect.objectContaining({ pointer: 'header:idempotency-key' })]);
  });

  test('leaves an operation that validates by its own rules alone', async () => {
    const { app } = await fixtureService();
    const payload = { weight: 'much' };
    const reply = await app.inject({ method: 'POST', url: '/v1/payments', headers: good, payload });
    expect(reply.statusCode).toBe(201);
    expect(reply.json().body).toEqual(payload);
  });
});
