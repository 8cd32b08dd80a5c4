import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { freePort } from '@ashlar/testkit';
import { describe, expect, test } from '@jest/globals';
import { behindGateway, exchangeRaw, startGateway } from '../fixtures.ts';

describe('the gateway answers for itself', () => {
  test('when nothing is plugged in', () =>
    behindGateway(
      (_, response) => response.end(),
      async ({ url }) => {
        const answer = await fetch(`${url}/nothing`, { headers: { 'x-request-id': 'request-7' } });
        expect(answer.status).toBe(404);
        expect(answer.headers.get('content-type')).toBe('application/problem+json');
        expect(await answer.json()).toMatchObject({
          code: 'no_entry_point',
          status: 404,
          instance: 'urn:ashlar:request:request-7',
        });
      },
    ));

  test('when the component is not running: 503, when to come back, and no address of it', async () => {
    const port = await freePort();
    const entryPoint = {
      component: 'stub',
      department: 'demo',
      upstream: `http://127.0.0.1:${port}`,
      prefix: '/stub',
    };
    const gateway = await startGateway([entryPoint]);
    try {
      const answer = await fetch(`${gateway.url}/stub`, { method: 'POST', body: 'x' });
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
      const text = await answer.text();
      expect(JSON.parse(text)).toMatchObject({ code: 'upstream_unavailable', component: 'stub' });
      expect(text).not.toContain(String(port));
    } finally {
      await gateway.close();
    }
  });

  test('when a component is bound to the gateway itself: 508 after a few rounds, and other gateways may lie between', async () => {
    const port = await freePort();
    const entryPoint = { component: 'stub', department: '*', upstream: `http://127.0.0.1:${port}`, port };
    const gateway = await startGateway([entryPoint]);
    try {
      const answer = await fetch(`${entryPoint.upstream}/x`, { signal: AbortSignal.timeout(5000) });
      expect(answer.status).toBe(508);
      expect(await answer.json()).toMatchObject({ code: 'loop', component: 'stub' });
    } finally {
      await gateway.close();
    }
    await behindGateway(
      (_, response) => response.end(),
      async ({ url }, { seen }) => {
        const via = '1.0 proxy, 1.1 ashlar, 1.1 ashlar';
        expect((await fetch(`${url}/stub`, { headers: { via } })).status).toBe(200);
        expect(seen[0]?.headers.via).toBe('1.1 ashlar, 1.1 ashlar, 1.1 ashlar');
      },
    );
  });

  test('when the component breaks off: 502, and a POST is sent once only', () =>
    behindGateway(
      (request) => request.socket.resetAndDestroy(),
      async ({ url }, { seen }) => {
        const answer = await fetch(`${url}/stub`, { method: 'POST', body: 'x' });
        expect(answer.status).toBe(502);
        expect(await answer.json()).toMatchObject({ code: 'upstream_broken' });
        expect(seen).toHaveLength(1);
      },
    ));

  test.each([
    ['breaks off within a body', 502],
    ['answers before it has all of a body', 413],
  ])('when the component %s, the client may send the rest and go on', (_, status) =>
    behindGateway(
      (request, response) => {
        if (request.method === 'GET') response.end();
        else if (status === 413) response.writeHead(413).end();
        else request.once('data', () => request.socket.resetAndDestroy());
      },
      async ({ port }) => {
        const length = 4_000_000;
        const post = `POST /stub HTTP/1.1\r\nHost: h\r\nContent-Length: ${length}\r\n\r\n${'x'.repeat(length)}`;
        const answers = await exchangeRaw(
          port,
          `${post}GET /stub HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`,
        );
        expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual([`HTTP/1.1 ${status}`, 'HTTP/1.1 200']);
      },
    ),
  );

  test('a GET whose connection was lost is sent once more', () => {
    let requests = 0;
    return behindGateway(
      (request, response) => {
        requests += 1;
        if (requests === 1) request.socket.resetAndDestroy();
        else response.end('second');
      },
      async ({ url }) => expect(await (await fetch(`${url}/stub`)).text()).toBe('second'),
    );
  });

  test('a GET that is lost twice is not sent a third time', () =>
    behindGateway(
      (request) => request.socket.resetAndDestroy(),
      async ({ url }, { seen }) => {
        expect((await fetch(`${url}/stub`)).status).toBe(502);
        expect(seen).toHaveLength(2);
      },
    ));

  test('when the answer does not begin in time: 504', () =>
    behindGateway(
      () => {},
      async ({ url }, { seen }) => {
        const answer = await fetch(`${url}/stub`);
        expect(answer.status).toBe(504);
        expect(await answer.json()).toMatchObject({ code: 'upstream_timeout' });
        expect(seen).toHaveLength(1);
      },
      { HEADERS_TIMEOUT_MS: '200' },
    ));

  test('when the exchange takes too long in all, an answer under way is cut and not ended', () =>
    behindGateway(
      (_, response) => {
        response.write('a');
        const timer = setInterval(() => response.write('a'), 20);
        response.on('close', () => clearInterval(timer));
      },
      async ({ url }) => {
        await expect(fetch(`${url}/stub`).then((answer) => answer.text())).rejects.toThrow();
      },
      { TOTAL_TIMEOUT_MS: '300' },
    ));

  test('but an event stream may go on beyond that', () =>
    behindGateway(
      (_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        let events = 0;
        const timer = setInterval(() => {
          events += 1;
          response.write(`data: ${events}\n\n`);
          if (events === 10) response.end();
        }, 50);
        response.on('close', () => clearInterval(timer));
      },
      async ({ url }) => expect(await (await fetch(`${url}/stub`)).text()).toMatch(/data: 10\n\n$/),
      { TOTAL_TIMEOUT_MS: '200' },
    ));

  test('with a page for a browser, in words for whoever sits before it', () =>
    behindGateway(
      (request) => request.socket.resetAndDestroy(),
      async ({ url }) => {
        const answer = await fetch(`${url}/stub`, {
          headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' },
        });
        expect(answer.status).toBe(502);
        expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
        expect(await answer.text()).toMatch(/<h1>Sorry, there is a problem[\s\S]*stub, status 502/);
      },
    ));

  test('to a WebSocket: it is not supported', () =>
    behindGateway(
      (_, response) => response.end(),
      async ({ port }, { seen }) => {
        const answer = await exchangeRaw(
          port,
          'GET /stub HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n',
        );
        expect(answer).toMatch(/^HTTP\/1\.1 501 /);
        expect(answer).toMatch(/upgrade_not_supported/);
        expect(seen).toHaveLength(0);
      },
    ));
});

describe('a body over the limit', () => {
  const limit = { BODY_LIMIT_BYTES: '2000' };

  test('is refused by its announced length, before the component hears of it', () =>
    behindGateway(
      (_, response) => response.end(),
      async ({ url }, { seen }) => {
        const answer = await fetch(`${url}/stub`, { method: 'POST', body: 'x'.repeat(2001) });
        expect(answer.status).toBe(413);
        expect(await answer.json()).toMatchObject({ code: 'body_too_large', component: 'stub' });
        expect(seen).toHaveLength(0);
      },
      limit,
    ));

  test('is refused by count when it announces none, and the component never sees it end', () => {
    let ended = 0;
    return behindGateway(
      (request) => request.resume().on('end', () => (ended += 1)),
      async ({ port }) => {
        const request = httpRequest({ port, host: '127.0.0.1', path: '/stub', method: 'POST' });
        const answered = once(request, 'response');
        request.write('x'.repeat(1500));
        request.write('x'.repeat(1500));
        const [response] = await answered;
        request.end();
        expect(response.statusCode).toBe(413);
        response.resume();
        await once(response, 'end');
        expect(ended).toBe(0);
      },
      limit,
    );
  });

  test('of exactly the limit is forwarded', () =>
    behindGateway(
      (request, response) => request.resume().on('end', () => response.end()),
      async ({ url }) => {
        expect((await fetch(`${url}/stub`, { method: 'POST', body: 'x'.repeat(2000) })).status).toBe(200);
      },
      limit,
    ));
});

test('headers over 16 KiB are refused', () =>
  behindGateway(
    (_, response) => response.end(),
    async ({ port }, { seen }) => {
      const answer = await exchangeRaw(
        port,
        `GET /stub HTTP/1.1\r\nHost: h\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 431 /);
      expect(seen).toHaveLength(0);
    },
  ));
