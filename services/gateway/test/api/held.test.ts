import { randomBytes } from 'node:crypto';
import { until } from '@ashlar/testkit';
import { afterEach, describe, expect, test } from '@jest/globals';
import { grantOf, held, row } from '../fixtures.ts';
import { closeAll, get, implementation, inForce, platform, post, sha256, slowPost } from './swap-fixtures.ts';

afterEach(closeAll);

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
