import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import type { InjectOptions } from 'fastify';
import { type ErrorShape, Failure, Problem } from '../src/index.ts';
import { fixtureHandlers, fixtureService, portOf } from './fixtures/service.ts';

const json = { 'content-type': 'application/json' };
const good = { authorization: 'Bearer good', ...json };
const stones = '/ashlar/v1/stones';

/** Speaks like GOV.UK Pay: a code and a description. */
const compatErrors: ErrorShape = (fault) => ({
  body: { code: fault.kind, description: `compat ${fault.status}` },
});
const pageErrors: ErrorShape = (fault, request) => ({
  body: `<h1>${fault.kind}</h1>`,
  contentType: 'text/html',
  headers: { 'x-page': new URL(request.publicUrl).origin },
});

describe('common faults', () => {
  test.each<[string, InjectOptions, number, string]>([
    ['malformed JSON', { method: 'POST', url: stones, headers: good, payload: '{' }, 400, 'malformed'],
    ['an empty body', { method: 'POST', url: stones, headers: good, payload: '' }, 400, 'malformed'],
    [
      'a form',
      {
        method: 'POST',
        url: stones,
        headers: { ...good, 'content-type': 'application/x-www-form-urlencoded' },
        payload: 'a=1',
      },
      415,
      'unsupported_media_type',
    ],
    [
      'a body of no type',
      { method: 'POST', url: stones, headers: { authorization: 'Bearer good' }, payload: Buffer.from('{}') },
      415,
      'unsupported_media_type',
    ],
    [
      'a body over the limit',
      { method: 'POST', url: stones, headers: good, payload: `"${'x'.repeat(3000)}"` },
      413,
      'too_large',
    ],
    [
      'JSON that is not UTF-8',
      { method: 'POST', url: stones, headers: good, payload: Buffer.from('{"note":"caf\u00e9"}', 'latin1') },
      400,
      'malformed',
    ],
    [
      'JSON that is nested too deeply',
      { method: 'POST', url: stones, headers: good, payload: `${'['.repeat(1001)}${']'.repeat(1001)}` },
      400,
      'malformed',
    ],
    [
      'a poisoned prototype',
      { method: 'POST', url: stones, headers: good, payload: '{"__proto__":{"a":1}}' },
      400,
      'malformed',
    ],
    ['no key', { method: 'POST', url: stones, headers: json, payload: '{}' }, 401, 'unauthorised'],
    [
      'a wrong key with a wrong body',
      { method: 'POST', url: stones, headers: { ...json, authorization: 'Bearer bad' }, payload: '{' },
      401,
      'unauthorised',
    ],
    [
      'an unknown path with an unreadable body',
      { method: 'POST', url: '/nowhere', headers: { 'content-type': 'text/xml' }, payload: '<' },
      404,
      'not_found',
    ],
    ['an undecodable path', { url: '/%zz' }, 400, 'malformed'],
    ['an id as long as may be', { url: `${stones}/${'9'.repeat(9000)}` }, 400, 'invalid'],
  ])('%s', async (_what, request, status, code) => {
    const { app } = await fixtureService();
    const reply = await app.inject(request);
    expect(reply.statusCode).toBe(status);
    expect(reply.headers['content-type']).toContain('application/problem+json');
    expect(reply.json()).toMatchObject({ type: 'about:blank', status, code });
    expect(reply.headers['x-request-id']).toEqual(expect.any(String));
    expect(reply.headers['x-content-type-options']).toBe('nosniff');
  });

  test('another method on a known path is 405 with what is allowed, whatever the body', async () => {
    const { app } = await fixtureService();
    const reply = await app.inject({ method: 'PUT', url: stones, headers: json, payload: '{' });
    expect(reply.statusCode).toBe(405);
    expect(reply.headers.allow).toBe('POST, GET, HEAD');
    expect((await app.inject({ method: 'HEAD', url: '/ashlar/v1/watch' })).statusCode).toBe(405);
  });

  test('an operation without a body ignores an empty JSON body', async () => {
    const { app } = await fixtureService();
    const reply = await app.inject({ method: 'POST', url: `${stones}/a/carve`, headers: good, payload: '' });
    expect(reply.json()).toMatchObject({ body: null });
  });

  test('brackets within a text are no depth', async () => {
    const { app } = await fixtureService();
    const payload = JSON.stringify({ weight: 1, finish: 'rough', note: '\\"[', rest: '[{'.repeat(900) });
    const reply = await app.inject({ method: 'POST', url: stones, headers: good, payload });
    expect(reply.json().errors).toEqual([expect.objectContaining({ pointer: '#/rest' })]);
  });

  test('a client that is still sending too large a body gets to read why it is refused', async () => {
    const { app } = await fixtureService();
    await app.listen({ port: 0, host: '127.0.0.1' });
    const length = 8_000_000;
    const request = httpRequest({
      host: '127.0.0.1',
      port: portOf(app),
      path: stones,
      method: 'POST',
      headers: { ...good, 'content-length': length },
    });
    request.flushHeaders();
    const [response]: IncomingMessage[] = await once(request, 'response');
    expect(response?.statusCode).toBe(413);
    response?.resume();
    // Rejects when the connection breaks first.
    const sent = Promise.all([once(request, 'close'), once(request.end('x'.repeat(length)), 'finish')]);
    await sent.finally(() => app.close());
  });

  test('each standard speaks in its own words', async () => {
    const { app } = await fixtureService({ compatErrors, pageErrors });
    const compat = await app.inject({ method: 'POST', url: '/v1/payments', headers: good, payload: '{' });
    expect(compat.json()).toEqual({ code: 'malformed', description: 'compat 400' });
    expect((await app.inject('/v1/nothing')).json()).toEqual({
      code: 'not_found',
      description: 'compat 404',
    });
    const page = await app.inject({ method: 'POST', url: '/secure/x', headers: json, payload: '{}' });
    expect(page.statusCode).toBe(415);
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.body).toBe('<h1>unsupported_media_type</h1>');
    expect(page.headers['x-page']).toBe('http://localhost');
    const undecodable = await app.inject('/secure/%zz');
    expect([undecodable.statusCode, undecodable.body]).toEqual([400, '<h1>malformed</h1>']);
    expect((await app.inject('/ashlar/v1/nothing')).json()).toMatchObject({ code: 'not_found', status: 404 });
  });
});

describe('errors of handlers', () => {
  const withHandler = (listStones: () => unknown, extra = {}) =>
    fixtureService({ handlers: { ...fixtureHandlers, listStones }, ...extra });
  const thrower = (error: unknown) => async () => {
    throw error;
  };

  test('a Failure answers exactly what it says', async () => {
    const body = { code: 'P0501', description: 'Cancellation of payment failed' };
    const { app } = await withHandler(thrower(new Failure(409, body, { headers: { 'x-why': 'late' } })));
    const reply = await app.inject(stones);
    expect([reply.statusCode, reply.json(), reply.headers['x-why']]).toEqual([409, body, 'late']);
    expect(reply.headers['content-type']).toContain('application/json');
  });

  test('a Problem answers problem details', async () => {
    const { app } = await withHandler(
      thrower(new Problem(422, 'key_reused', 'The key was used', 'For another body')),
    );
    const reply = await app.inject(stones);
    expect(reply.headers['content-type']).toContain('application/problem+json');
    expect(reply.json()).toEqual({
      type: 'about:blank',
      title: 'The key was used',
      status: 422,
      code: 'key_reused',
      detail: 'For another body',
    });
  });

  test('an unexpected error tells the caller nothing and the log its cause under the request id', async () => {
    const { app, records } = await withHandler(thrower(new Error('password of ann')));
    const reply = await app.inject({ url: stones, headers: { 'x-request-id': 'request-77' } });
    expect(reply.statusCode).toBe(500);
    expect(reply.body).not.toContain('ann');
    expect(records()).toContainEqual(
      expect.objectContaining({
        level: 'error',
        requestId: 'request-77',
        err: expect.objectContaining({ message: 'password of ann' }),
      }),
    );
  });

  test('an outage of a backing service is 503 with Retry-After', async () => {
    const gone = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const { app } = await withHandler(thrower(gone), { isUnavailable: (error: unknown) => error === gone });
    const reply = await app.inject(stones);
    expect([reply.statusCode, reply.headers['retry-after'], reply.json().code]).toEqual([
      503,
      '1',
      'unavailable',
    ]);
  });
});
