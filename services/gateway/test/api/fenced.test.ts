import { randomBytes } from 'node:crypto';
import { until } from '@ashlar/testkit';
import { afterEach, describe, expect, test } from '@jest/globals';
import { grantOf, readBody, row } from '../fixtures.ts';
import { closeAll, get, implementation, inForce, platform, post, sha256, slowPost } from './swap-fixtures.ts';

afterEach(closeAll);

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
