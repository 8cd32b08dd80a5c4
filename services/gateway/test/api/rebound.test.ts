import type { RequestListener } from 'node:http';
import { until } from '@ashlar/testkit';
import { afterEach, describe, expect, test } from '@jest/globals';
import { grantOf, row } from '../fixtures.ts';
import { closeAll, get, implementation, inForce, platform, post } from './swap-fixtures.ts';

afterEach(closeAll);

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
