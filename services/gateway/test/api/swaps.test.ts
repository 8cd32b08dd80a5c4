import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage, type RequestListener } from 'node:http';
import { until } from '@ashlar/testkit';
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  grantOf,
  held,
  readBody,
  row,
  type StubRegistry,
  type StubUpstream,
  startGatewayWith,
  startRouting,
  startUpstream,
  type TestGateway,
} from '../fixtures.ts';

const running: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()));
});

/** An implementation that answers what it got, unless its fence is down. */
interface Implementation extends StubUpstream {
  /** Which calls are refused with 421; undefined while it may write. */
  fence: ((request: IncomingMessage) => string | undefined) | undefined;
  /** Everything that had an effect. */
  done: { method: string; url: string; digest: string; grant: string | undefined }[];
  /** Calls that a fence refused. */
  refused: number;
}

async function implementation(name: string, handle?: RequestListener): Promise<Implementation> {
  const state: Pick<Implementation, 'fence' | 'done' | 'refused'> = {
    fence: undefined,
    done: [],
    refused: 0,
  };
  const upstream = await startUpstream(async (request, response) => {
    if (request.url === '/health/ready') {
      response.end('{}');
      return;
    }
    const fenced = state.fence?.(request);
    if (fenced !== undefined) {
      state.refused += 1;
      response.writeHead(421, { 'ashlar-fenced': fenced, 'content-type': 'application/problem+json' });
      response.end('{"code":"fenced"}');
      return;
    }
    if (handle) return handle(request, response);
    const { method = '', url = '', headers } = request;
    const digest = sha256(await readBody(request));
    state.done.push({ method, url, digest, grant: headers['ashlar-grant']?.toString() });
    response.setHeader('ashlar-receipt', 'request="r", sequence=1');
    response.end(name);
  });
  running.push(upstream);
  return Object.assign(state, upstream);
}

async function platform(
  rows: readonly object[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ registry: StubRegistry; gateway: Omit<TestGateway, 'file'>; url: string }> {
  const registry = await startRouting(rows);
  const gateway = await startGatewayWith({ REGISTRY_URL: registry.url, HOLD_MS: '20000', ...env });
  running.unshift(gateway, registry);
  await until(async () => (await get(`${gateway.url}/ashlar/v1/entry-points`)).includes('"stub"'), {
    what: 'the table to be in force',
  });
  return { registry, gateway, url: `${gateway.url}/stub` };
}

async function get(url: string): Promise<string> {
  return (await fetch(url)).text();
}

function post(
  url: string,
  body: string | Buffer = 'x',
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(url, { method: 'POST', body, headers });
}

/** Waits until the table that holds calls is in force: an entry point that came with it is listed. */
async function inForce(gateway: { url: string }, marker: string): Promise<void> {
  await until(async () => (await get(`${gateway.url}/ashlar/v1/entry-points`)).includes(marker), {
    what: `${marker} to be in force`,
    everyMs: 5,
  });
}

/** Sends half of a POST whose body goes on when the test says so. */
function slowPost(url: string, headers: Record<string, string | number> = {}) {
  const request = httpRequest(url, { method: 'POST', headers });
  const answered = once(request, 'response') as Promise<[IncomingMessage]>;
  answered.catch(() => {});
  request.on('error', () => {});
  return { request, answered };
}

function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe('while a binding is held', () => {
  test('calls that change something wait and go to the new implementation, with its grant; reads pass', async () => {
    const [old, next] = [await implementation('old'), await implementation('next')];
    const { registry, gateway, url } = await platform([row(old.url, 1)]);
    registry.set([row(old.url, 1, { ...held(), version: 'held' })]);
    await inForce(gateway, 'held');

    const waiting = post(`${url}/a`, 'payload', { 'ashlar-grant': 'forged.by.caller' });
    expect(await get(`${url}/read`)).toBe('old');
    expect(old.done).toMatchObject([{ method: 'GET', grant: grantOf(1) }]);
    registry.set([row(next.url, 2)]);
    const answer = await waiting;
    expect([answer.status, await answer.text()]).toEqual([200, 'next']);
    expect(answer.headers.get('ashlar-receipt')).toBe('request="r", sequence=1');
    expect(next.done).toEqual([{ method: 'POST', url: '/a', digest: sha256('payload'), grant: grantOf(2) }]);
    expect(old.done).toHaveLength(1);
  });

  test('one that waits too long is answered 503 and never sent', async () => {
    const old = await implementation('old');
    const { registry, gateway, url } = await platform([row(old.url, 1)], { HOLD_MS: '150' });
    registry.set([row(old.url, 1, { ...held(), version: 'held' })]);
    await inForce(gateway, 'held');
    const answer = await post(`${url}/a`);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(await answer.json()).toMatchObject({ code: 'held_too_long', component: 'stub' });
    expect(old.done).toEqual([]);
  });

  test('a hold whose time is over holds no more, whatever the registry does', async () => {
    const old = await implementation('old');
    const { registry, gateway, url } = await platform([row(old.url, 1)]);
    registry.set([row(old.url, 1, { ...held(1000), version: 'held' })]);
    await inForce(gateway, 'held');
    expect(await (await post(`${url}/a`)).text()).toBe('old');
  });

  test('a large body is not read before the release, and arrives as it was', async () => {
    const [old, next] = [await implementation('old'), await implementation('next')];
    const { registry, gateway, url } = await platform([row(old.url, 1)], {
      HOLD_BODY_BYTES: '1000',
      BODY_LIMIT_BYTES: '50000000',
    });
    registry.set([row(old.url, 1, { ...held(), version: 'held' })]);
    await inForce(gateway, 'held');
    const body = randomBytes(24_000_000);
    const announced = slowPost(`${url}/announced`, { 'content-length': body.length });
    const chunked = slowPost(`${url}/chunked`);
    for (const { request } of [announced, chunked]) {
      // More than sockets buffer: it is not all taken while nobody reads it.
      request.end(body);
      await until(() => request.socket && !request.socket.connecting);
    }
    await pauseOfReads(gateway);
    expect(announced.request.writableLength + chunked.request.writableLength).toBeGreaterThan(0);
    registry.set([row(next.url, 2)]);
    await Promise.all([announced.answered, chunked.answered]);
    const digest = sha256(body);
    expect(next.done.map((one) => one.digest)).toEqual([digest, digest]);
    expect(old.done).toEqual([]);
  });

  test('a caller that leaves takes its call with it', async () => {
    const [old, next] = [await implementation('old'), await implementation('next')];
    const { registry, gateway, url } = await platform([row(old.url, 1)], { HOLD_MAX_CALLS: '1' });
    registry.set([row(old.url, 1, { ...held(), version: 'held' })]);
    await inForce(gateway, 'held');
    const leave = new AbortController();
    const left = fetch(`${url}/left`, { method: 'POST', body: 'x', signal: leave.signal }).catch(
      () => 'left',
    );
    // The only place is taken, so another is refused; when the first has left, it is free again.
    await until(async () => (await probe(url)) === 503, { what: 'the call to wait' });
    leave.abort();
    expect(await left).toBe('left');
    const stays = until(async () => (await post(`${url}/stays`)).status === 200, { timeoutMs: 10_000 });
    await until(async () => (await probe(url)) === 503, { what: 'the other call to wait' });
    registry.set([row(next.url, 2)]);
    await stays;
    expect(next.done.map((one) => one.url)).toEqual(['/stays']);
  });

  test('so many wait and no more: one beyond is answered 503 at once', async () => {
    const [old, next] = [await implementation('old'), await implementation('next')];
    const { registry, gateway, url } = await platform([row(old.url, 1)], { HOLD_MAX_CALLS: '2' });
    registry.set([row(old.url, 1, { ...held(), version: 'held' })]);
    await inForce(gateway, 'held');
    const answered: number[] = [];
    const answers = Promise.all(
      [1, 2, 3, 4, 5].map(async (call) => {
        const answer = await post(`${url}/${call}`);
        answered.push(answer.status);
        return answer;
      }),
    );
    await until(() => answered.length === 3, { what: 'those beyond to be refused' });
    registry.set([row(next.url, 2)]);
    const refused = (await answers).filter(({ status }) => status === 503);
    expect(answered.sort()).toEqual([200, 200, 503, 503, 503]);
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    expect(await refused[0]?.json()).toMatchObject({ code: 'too_many_held' });
  });

  test('departments do not wait for each other', async () => {
    const [old, other] = [await implementation('old'), await implementation('other')];
    const second = { department: 'other', prefix: '/second' };
    const { registry, gateway, url } = await platform([row(old.url, 1), row(other.url, 1, second)]);
    registry.set([row(old.url, 1, { ...held(), version: 'held' }), row(other.url, 1, second)]);
    await inForce(gateway, 'held');
    const waiting = post(`${url}/a`);
    expect(await (await post(`${gateway.url}/second/b`)).text()).toBe('other');
    expect(old.done).toEqual([]);
    registry.set([row(old.url, 1), row(other.url, 1, second)]);
    expect(await (await waiting).text()).toBe('old');
  });

  test('five hundred calls wait, and each goes to the new implementation once', async () => {
    const [old, next] = [await implementation('old'), await implementation('next')];
    const { registry, gateway, url } = await platform([row(old.url, 1)]);
    registry.set([row(old.url, 1, { ...held(), version: 'held' })]);
    await inForce(gateway, 'held');
    const answers = Promise.all(
      Array.from({ length: 500 }, async (_, index) =>
        (await post(`${url}/${index}`, `body ${index}`)).text(),
      ),
    );
    registry.set([row(next.url, 2)]);
    expect(new Set(await answers)).toEqual(new Set(['next']));
    expect(old.done).toEqual([]);
    expect(new Set(next.done.map((one) => one.url)).size).toBe(500);
    expect(next.done).toHaveLength(500);
    for (const { url: path, digest } of next.done) expect(digest).toBe(sha256(`body ${path.slice(1)}`));
  }, 30_000);
});

describe('a call that a fence refused', () => {
  const frozen = () => 'demo;epoch=1;role=frozen';

  test.each([
    ['in one piece', 'payload', undefined],
    ['in chunks', randomBytes(200_000), undefined],
    ['read', '', 'GET'],
  ])('%s goes on to what is bound then; the caller never hears of the refusal', async (_, body, method) => {
    const [old, next] = [await implementation('old'), await implementation('next')];
    const { registry, url } = await platform([row(old.url, 1)]);
    old.fence = frozen;
    const { request, answered } = slowPost(`${url}/a`);
    if (method) request.method = method;
    if (method) request.end();
    else request.end(body);
    await until(() => old.refused > 0, { what: 'the fence to refuse the call' });
    registry.set([row(next.url, 2)]);
    const [answer] = await answered;
    expect([answer.statusCode, String(await readBody(answer))]).toEqual([200, 'next']);
    expect(next.done).toMatchObject([{ digest: sha256(body), grant: grantOf(2) }]);
    expect(old.done).toEqual([]);
  });

  test('while its body was still coming, is sent with exactly these bytes', async () => {
    const [old, next] = [await implementation('old'), await implementation('next')];
    const { registry, url } = await platform([row(old.url, 1)]);
    const body = randomBytes(600_000);
    old.fence = frozen;
    const { request, answered } = slowPost(`${url}/a`);
    request.write(body.subarray(0, 100_000));
    await until(() => old.refused > 0, { what: 'the fence to refuse the call' });
    request.write(body.subarray(100_000, 350_000));
    registry.set([row(next.url, 2)]);
    await until(() => next.seen.some(({ method }) => method === 'POST'), {
      what: 'the call to reach the new one',
    });
    request.end(body.subarray(350_000));
    await answered;
    expect(next.done).toMatchObject([{ digest: sha256(body) }]);
    expect(old.done).toEqual([]);
  });

  test('is tried again where no newer table comes, not faster than every 50 ms, and ends with 503', async () => {
    const old = await implementation('old');
    const { url } = await platform([row(old.url, 1)], { HOLD_MS: '400' });
    old.fence = frozen;
    const answer = await post(`${url}/a`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: 'held_too_long' });
    expect(old.refused).toBeGreaterThan(1);
    expect(old.refused).toBeLessThan(10);
  });

  test('succeeds where the same implementation may write again', async () => {
    const old = await implementation('old');
    const { url } = await platform([row(old.url, 1)]);
    old.fence = frozen;
    const answer = post(`${url}/a`);
    await until(() => old.refused > 1, { what: 'the call to be tried again' });
    old.fence = undefined;
    expect(await (await answer).text()).toBe('old');
    expect(old.done).toHaveLength(1);
  });

  test('waits with the others while one of them is tried: a crowd does not keep the fence from opening', async () => {
    const old = await implementation('old');
    const { url } = await platform([row(old.url, 1)]);
    old.fence = frozen;
    const answers = Promise.all(Array.from({ length: 200 }, (_, count) => post(`${url}/${count}`)));
    await until(() => old.refused > 205, { what: 'calls to be tried again' });
    // Each is refused once, and since then one in 50 ms; all of them would be 4000 a second.
    expect(old.refused).toBeLessThan(230);
    old.fence = undefined;
    expect(new Set((await answers).map(({ status }) => status))).toEqual(new Set([200]));
    expect(old.done).toHaveLength(200);
  });

  test('with a body larger than what is kept is answered 503 and not sent again', async () => {
    const old = await implementation('old', async (request, response) => {
      await readBody(request);
      response.writeHead(421, { 'ashlar-fenced': frozen() }).end();
    });
    const { gateway, url } = await platform([row(old.url, 1)], { HOLD_BODY_BYTES: '100000' });
    const answer = await post(`${url}/a`, randomBytes(2_000_000));
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: 'held_too_long' });
    expect(old.seen.filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect(await get(`${gateway.url}/health/live`)).toContain('ok');
  });

  test('goes to the binding of its department where it came in for any department', async () => {
    const [any, own] = [await implementation('any'), await implementation('own')];
    const { registry, gateway, url } = await platform([row(any.url, 1, { department: '*' })]);
    registry.set(
      [row(any.url, 1, { department: '*', version: 'pinned' })],
      [{ ...row(own.url, 7, { department: 'fish' }), prefix: undefined }],
    );
    await inForce(gateway, 'pinned');
    any.fence = ({ headers }) =>
      headers.authorization === 'Bearer fish' ? 'fish;epoch=7;role=follower' : undefined;
    const answer = await post(`${url}/a`, 'x', { authorization: 'Bearer fish' });
    expect(await answer.text()).toBe('own');
    expect(own.done).toMatchObject([{ grant: grantOf(7) }]);
    expect(await (await post(`${url}/b`, 'x')).text()).toBe('any');
  });

  test('a 421 without a fence from one without a grant is the caller’s', async () => {
    const old = await implementation('old', (_, response) => response.writeHead(421).end('misdirected'));
    const { url } = await platform([row(old.url, 1, { grant: undefined })]);
    expect((await post(`${url}/a`)).status).toBe(421);
  });
});

test('a call whose fate is not known is not sent again, whatever is bound then', async () => {
  let rebind = () => {};
  const old = await implementation('old', (request) => {
    rebind();
    request.socket.resetAndDestroy();
  });
  const next = await implementation('next');
  const { registry, url } = await platform([row(old.url, 1)]);
  rebind = () => registry.set([row(next.url, 2)]);
  const answer = await post(`${url}/a`);
  expect(answer.status).toBe(502);
  expect(await answer.json()).toMatchObject({ code: 'upstream_broken' });
  expect(old.seen.filter(({ method }) => method === 'POST')).toHaveLength(1);
  expect(next.done).toEqual([]);
});

describe('when another implementation is bound', () => {
  const stream: RequestListener = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('id: 1\ndata: 1\n\n');
  };

  test('an event stream of the former one ends as a whole, and its client finds the new one', async () => {
    const [old, next] = [await implementation('old', stream), await implementation('next')];
    const { registry, url } = await platform([row(old.url, 1)]);
    const answer = await fetch(`${url}/events`);
    registry.set([row(next.url, 2)]);
    // A broken connection would reject.
    expect(await answer.text()).toBe('id: 1\ndata: 1\n\n');
    await until(() => old.seen.find(({ url: path }) => path === '/events')?.socket.destroyed, {
      what: 'the former one to hear of it',
    });
    expect(await get(`${url}/events`)).toBe('next');
  });

  test('a long poll at the former one is asked of the new one instead', async () => {
    const [old, next] = [await implementation('old', () => {}), await implementation('next')];
    const { registry, url } = await platform([row(old.url, 1)]);
    const answer = get(`${url}/changes?after=5&wait=25`);
    await until(() => old.seen.some((seen) => seen.url?.startsWith('/changes')), {
      what: 'the long poll to arrive',
    });
    registry.set([row(next.url, 2)]);
    expect(await answer).toBe('next');
    expect(next.done).toMatchObject([{ url: '/changes?after=5&wait=25', grant: grantOf(2) }]);
  });

  test('neither happens at a higher epoch of the same one, and what is under way ends where it began', async () => {
    let finish: (() => void) | undefined;
    const old = await implementation('old', (request, response) => {
      if (request.url === '/events') return stream(request, response);
      finish = () => response.end('old');
    });
    const next = await implementation('next');
    const { registry, gateway, url } = await platform([row(old.url, 1)]);
    const leave = new AbortController();
    const events = await fetch(`${url}/events`, { signal: leave.signal });
    registry.set([row(old.url, 2, { version: 'pinned' })]);
    await inForce(gateway, 'pinned');
    const reader = events.body?.getReader();
    expect((await reader?.read())?.done).toBe(false);
    const slow = post(`${url}/slow`);
    await until(() => finish !== undefined, { what: 'the call to arrive' });
    registry.set([row(next.url, 3, { version: 'swapped' })]);
    await inForce(gateway, 'swapped');
    finish?.();
    expect(await (await slow).text()).toBe('old');
    leave.abort();
  });
});

/** A call with a body that is given up at once where it would wait. */
async function probe(url: string): Promise<number | undefined> {
  const signal = AbortSignal.timeout(50);
  return fetch(`${url}/probe`, { method: 'DELETE', signal }).then(
    ({ status }) => status,
    () => undefined,
  );
}

/** Two rounds through the gateway: whatever it would have read of a body, it has read. */
async function pauseOfReads(gateway: { url: string }): Promise<void> {
  for (let round = 0; round < 20; round += 1) await get(`${gateway.url}/health/live`);
}
