import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  exchangeRaw,
  readBody,
  type StubUpstream,
  startGateway,
  startUpstream,
  type TestGateway,
} from '../fixtures.ts';

let open: StubUpstream;
let closed: StubUpstream;
let gateway: TestGateway;

beforeAll(async () => {
  const echo = (name: string) =>
    startUpstream(async (request, response) => {
      const body = await readBody(request);
      response.end(`[${name} ${request.method} ${request.url} ${body.toString('latin1')}]`);
    });
  open = await echo('open');
  closed = await echo('closed');
  gateway = await startGateway([
    { component: 'open', department: 'demo', upstream: open.url, prefix: '/open' },
    { component: 'closed', department: 'demo', upstream: closed.url, prefix: '/closed' },
  ]);
});

afterAll(async () => {
  await gateway.close();
  await open.close();
  await closed.close();
});

describe('a request through one entry point never reaches another', () => {
  test.each([
    '/open/../closed/x',
    '/open/..%2fclosed/x',
    '/open/%2e%2e/closed/x',
    '/open%2f..%2fclosed/x',
    '/open/..;/closed/x',
    '/open/%252e%252e%252fclosed',
    '/open\\..\\closed\\x',
    '/open/.%00./closed',
    '//closed/x',
    '/open//closed/x',
    '/open/%2f%2fclosed',
    'http://127.0.0.1/closed/x',
    'http://closed/open/x',
    '/open@closed/x',
    '*',
  ])('%s', async (target) => {
    const before = closed.seen.length;
    const answer = await exchangeRaw(
      gateway.port,
      `GET ${target} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 (400|404) /);
    expect(closed.seen).toHaveLength(before);
  });

  test.each([
    [
      'a length and chunks',
      'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /closed/x HTTP/1.1\r\nHost: h\r\n\r\n',
    ],
    [
      'two lengths',
      'Content-Length: 0\r\nContent-Length: 44\r\n\r\nGET /closed/x HTTP/1.1\r\nHost: h\r\n\r\n',
    ],
    ['a length that is no number', 'Content-Length: +5\r\n\r\nGET /closed/x HTTP/1.1\r\nHost: h\r\n\r\n'],
    [
      'a spelling of chunked',
      'Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\nGET /closed/x HTTP/1.1\r\nHost: h\r\n\r\n',
    ],
    [
      'a space before the colon',
      'Transfer-Encoding : chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\nGET /closed/x HTTP/1.1\r\nHost: h\r\n\r\n',
    ],
    [
      'a bare line feed',
      'X: a\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\nGET /closed/x HTTP/1.1\r\nHost: h\r\n\r\n',
    ],
    ['a folded header', 'X: a\r\n Transfer-Encoding: chunked\r\nContent-Length: bad\r\n\r\n0\r\n\r\n'],
  ])('with %s', async (_, rest) => {
    const before = closed.seen.length;
    const answer = await exchangeRaw(gateway.port, `POST /open/x HTTP/1.1\r\nHost: h\r\n${rest}`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect(closed.seen).toHaveLength(before);
  });

  test('by a second Host header', async () => {
    const answer = await exchangeRaw(
      gateway.port,
      'GET /open HTTP/1.1\r\nHost: h\r\nHost: i\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/bad_host/);
  });

  test('by a Host header that is more than a host', async () => {
    const answer = await exchangeRaw(
      gateway.port,
      'GET /open HTTP/1.1\r\nHost: h/../x\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/bad_host/);
  });

  test('by a body that looks like a request', async () => {
    const inner = 'GET /closed/x HTTP/1.1\r\nHost: h\r\n\r\n';
    const before = closed.seen.length;
    const answer = await exchangeRaw(
      gateway.port,
      `GET /open/x HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`,
    );
    expect(answer).toContain(`[open GET /x ${inner}]`);
    expect(closed.seen).toHaveLength(before);
  });

  test('by a request behind an answer that came early', async () => {
    const before = closed.seen.length;
    const answer = await exchangeRaw(
      gateway.port,
      'POST /nothing HTTP/1.1\r\nHost: h\r\nContent-Length: 8\r\n\r\n12345678GET /open/y HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/no_entry_point/);
    expect(answer).toContain('[open GET /y ]');
    expect(closed.seen).toHaveLength(before);
  });
});
