import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { freePort, until } from '@ashlar/testkit';
import { describe, expect, test } from '@jest/globals';
import {
  behindGateway,
  exchangeRaw,
  gatewayKey,
  readBody,
  startGateway,
  startUpstream,
} from '../fixtures.ts';

describe('a forwarded request', () => {
  test('arrives without its prefix, and with what the gateway vouches for', () =>
    behindGateway(
      (_, response) => response.end(),
      async ({ url, port }, { seen }) => {
        const answer = await fetch(`${url}/stub/v1/things?a=%2F`, {
          headers: { 'x-request-id': 'request-1', 'ashlar-department': 'other' },
        });
        expect(answer.headers.get('x-request-id')).toBe('request-1');
        expect(seen[0]?.url).toBe('/v1/things?a=%2F');
        expect(seen[0]?.headers).toMatchObject({
          'ashlar-gateway': gatewayKey,
          'ashlar-department': 'demo',
          'x-forwarded-host': `127.0.0.1:${port}`,
          'x-forwarded-proto': 'http',
          'x-forwarded-for': '127.0.0.1',
          'x-forwarded-prefix': '/stub',
          'x-request-id': 'request-1',
        });
      },
    ));

  test('continues the trace of its caller, or starts one', () =>
    behindGateway(
      (_, response) => response.end(),
      async ({ url }, { seen }) => {
        const traceId = 'a'.repeat(32);
        await fetch(`${url}/stub`, {
          headers: { traceparent: `00-${traceId}-${'b'.repeat(16)}-01`, tracestate: 'v=1' },
        });
        await fetch(`${url}/stub`, {
          headers: { traceparent: 'nonsense', tracestate: 'v=1', 'x-request-id': 'not sane' },
        });
        expect(seen[0]?.headers.traceparent).toMatch(new RegExp(`^00-${traceId}-(?!b{16})[0-9a-f]{16}-01$`));
        expect(seen[0]?.headers.tracestate).toBe('v=1');
        expect(seen[1]?.headers.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
        expect(seen[1]?.headers.tracestate).toBeUndefined();
        expect(seen[1]?.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
      },
    ));

  test('is believed about TLS only from a trusted proxy', () =>
    behindGateway(
      (request, response) => response.end(String(request.headers['x-forwarded-proto'])),
      async ({ url }) => {
        const answer = await fetch(`${url}/stub`, { headers: { 'x-forwarded-proto': 'https' } });
        expect(await answer.text()).toBe('https');
      },
      { TRUST_PROXY: '127.0.0.1' },
    ));

  test.each([
    'application/octet-stream',
    'application/json',
    'multipart/form-data; boundary=x',
    'text/nonsense',
  ])('carries a body of type %s byte for byte', (type) =>
    behindGateway(
      async (request, response) => response.end(await readBody(request)),
      async ({ url }) => {
        const body = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 256));
        const answer = await fetch(`${url}/stub`, {
          method: 'POST',
          body,
          headers: { 'content-type': type },
        });
        expect(Buffer.from(await answer.arrayBuffer()).equals(body)).toBe(true);
      },
    ),
  );

  test('streams both ways: each piece is seen on the other side before the next is sent', () =>
    behindGateway(
      (request, response) => {
        request.on('data', (chunk: Buffer) => response.write(`heard ${chunk.toString()}`));
        request.on('end', () => response.end());
      },
      async ({ port }) => {
        const request = httpRequest({ port, host: '127.0.0.1', path: '/stub', method: 'POST' });
        const answered = once(request, 'response');
        request.write('one');
        const [response]: IncomingMessage[] = await answered;
        expect(String(await nextChunk(response))).toBe('heard one');
        request.write('two');
        expect(String(await nextChunk(response))).toBe('heard two');
        request.end();
        await once(response ?? request, 'end');
      },
    ));

  test('sees an event stream at once, and its end ends it at the implementation', () =>
    behindGateway(
      (_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.flushHeaders();
        response.write('data: 1\n\n');
      },
      async ({ url }, { seen }) => {
        const leave = new AbortController();
        const answer = await fetch(`${url}/stub/events`, { signal: leave.signal });
        const first = await answer.body?.getReader().read();
        expect(Buffer.from(first?.value ?? []).toString()).toBe('data: 1\n\n');
        leave.abort();
        await until(() => seen[0]?.socket.destroyed, {
          what: 'the implementation to hear that the client left',
        });
      },
      { TOTAL_TIMEOUT_MS: '60000' },
    ));

  test('is ended at the implementation when the client leaves before the answer', () =>
    behindGateway(
      () => {},
      async ({ url }, { seen }) => {
        const leave = new AbortController();
        const answer = fetch(`${url}/stub`, { signal: leave.signal }).catch((error: Error) => error.name);
        await until(() => seen.length === 1);
        leave.abort();
        expect(await answer).toBe('AbortError');
        await until(() => seen[0]?.socket.destroyed, {
          what: 'the implementation to hear that the client left',
        });
      },
    ));

  test.each<[string, Record<string, string>]>([
    ['with a length', { 'content-length': '100' }],
    ['in chunks', {}],
  ])('never gets half an answer %s that looks like a whole one', (_, headers) =>
    behindGateway(
      (_request, response) => {
        response.writeHead(200, headers);
        response.write('half');
        setImmediate(() => response.socket?.resetAndDestroy());
      },
      async ({ url }) => {
        const answer = fetch(`${url}/stub`).then((response) => response.text());
        await expect(answer).rejects.toThrow();
      },
    ),
  );

  test.each([
    ['HEAD', 200],
    ['GET', 304],
    ['GET', 204],
  ])('gets an answer without a body: %s %i', (method, status) =>
    behindGateway(
      (_, response) =>
        response.writeHead(status, status === 204 ? {} : { 'content-length': '5', etag: '"e"' }).end(),
      async ({ url }) => {
        const answer = await fetch(`${url}/stub`, { method });
        expect(answer.status).toBe(status);
        expect(answer.headers.get('content-length')).toBe(status === 204 ? null : '5');
        expect(await answer.text()).toBe('');
      },
    ),
  );

  test('gets redirects, cookies and odd statuses as they are', () =>
    behindGateway(
      (_, response) => response.writeHead(452, { location: '/x', 'set-cookie': ['a=1', 'b=2'] }).end('odd'),
      async ({ url }) => {
        const answer = await fetch(`${url}/stub`, { redirect: 'manual' });
        expect(answer.status).toBe(452);
        expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
        expect(answer.headers.get('location')).toBe('/x');
      },
    ));

  test('passes interim answers by, and waits for the real one', () =>
    behindGateway(
      (_, response) => {
        response.writeEarlyHints({ link: '</a>; rel=preload' });
        response.end('real');
      },
      async ({ url }) => expect(await (await fetch(`${url}/stub`)).text()).toBe('real'),
    ));

  test('is told to go on where it asks before it sends its body', () =>
    behindGateway(
      async (request, response) => response.end(await readBody(request)),
      async ({ port }) => {
        const head =
          'POST /stub HTTP/1.1\r\nHost: h\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n';
        const answer = await exchangeRaw(port, `${head}ok`);
        expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
        expect(answer).toMatch(/ok/);
      },
    ));
});

describe('entry points', () => {
  test('by port and by host reach their own implementation, and the paths of the gateway are theirs too', async () => {
    const first = await startUpstream((request, response) => response.end(`first ${request.url}`));
    const second = await startUpstream((request, response) => response.end(`second ${request.url}`));
    const port = await freePort();
    const gateway = await startGateway([
      { component: 'first', department: 'demo', upstream: first.url, port },
      { component: 'second', department: 'demo', upstream: second.url, host: 'second.example' },
    ]);
    try {
      expect(await (await fetch(`http://127.0.0.1:${port}/health/ready`)).text()).toBe('first /health/ready');
      const answer = await exchangeRaw(
        gateway.port,
        'GET /docs HTTP/1.1\r\nHost: Second.Example:80\r\nConnection: close\r\n\r\n',
      );
      expect(answer).toMatch(/second \/docs/);
    } finally {
      await gateway.close();
      await first.close();
      await second.close();
    }
  });
});

test('a drain finishes what is in flight, ends event streams, and takes no new connection', async () => {
  let answer: (() => void) | undefined;
  const upstream = await startUpstream((request, response) => {
    if (request.url === '/slow') {
      answer = () => response.end('done');
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: 1\n\n');
  });
  const port = await freePort();
  const gateway = await startGateway(
    [{ component: 'stub', department: 'demo', upstream: upstream.url, port }],
    {
      DRAIN_TIMEOUT_MS: '20000',
    },
  );
  try {
    const slow = fetch(`http://127.0.0.1:${port}/slow`).then((response) => response.text());
    const stream = await fetch(`http://127.0.0.1:${port}/events`);
    await until(() => answer !== undefined);
    gateway.startDraining();
    await expect(stream.text()).rejects.toThrow();
    await expect(fetch(`http://127.0.0.1:${port}/new`)).rejects.toThrow();
    answer?.();
    expect(await slow).toBe('done');
  } finally {
    await gateway.close();
    await upstream.close();
  }
});

async function nextChunk(response: IncomingMessage | undefined): Promise<Buffer> {
  const [chunk]: Buffer[] = await once(response ?? process, 'data');
  return chunk ?? Buffer.alloc(0);
}
