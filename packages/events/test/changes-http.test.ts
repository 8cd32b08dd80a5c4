import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { isUnavailable } from '@ashlar/postgres';
import { createService } from '@ashlar/service-kit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { Changes, ChangesPage } from '../src/changes/changes.ts';
import { changesHandler } from '../src/changes/handler.ts';
import { pruneChangeLog } from '../src/retention.ts';
import { type House, inHouse, openPostgresSubject } from './cases/house.ts';

let opened: Awaited<ReturnType<typeof openPostgresSubject>>;
beforeAll(async () => {
  opened = await openPostgresSubject();
});
afterAll(() => opened.close());

describe('GET /ashlar/v1/changes', () => {
  test("answers a page of the caller's department in the shape of the contract", () =>
    withFeed(async ({ house, get, appended }) => {
      await appended(['demo', 'tax', 'demo']);
      const response = await get('?after=0&limit=1');
      const body = (await response.json()) as ChangesPage;
      expect(response.status).toBe(200);
      expect(body).toMatchObject({ events: [{ department: 'demo', position: 1 }], position: 1, head: 3 });
      const { document } = loadContract('payments');
      expect(createSchemaValidator(document).response('listChanges', 200, body)).toEqual([]);
      expect(await (await get('?after=1')).json()).toMatchObject({ events: [{ position: 3 }], position: 3 });
      expect(house.topic).toContain(body.events[0]?.source.slice(1));
    }));

  test('narrows an operator’s view to one department, and to what belongs to none', () =>
    withFeed(async ({ get, appended }) => {
      await appended(['demo', '*', 'tax', '*']);
      const operator = { authorization: 'Bearer *' };
      const seen = async (query: string, headers = operator) => {
        const { events = [], position } = (await (await get(query, headers)).json()) as Partial<ChangesPage>;
        return [events.map((event) => event.position), position];
      };
      expect(await seen('')).toEqual([[1, 2, 3, 4], 4]);
      expect(await seen('?department=tax')).toEqual([[3], 4]);
      expect(await seen('?department=*')).toEqual([[2, 4], 4]);
      expect(await seen('?department=demo', { authorization: 'Bearer demo' })).toEqual([[1], 4]);
      expect((await get('?department=tax')).status).toBe(403);
      expect((await get('?department=A%00', operator)).status).toBe(400);
    }));

  test('holds an empty page back until a change gets its position', () =>
    withFeed(async ({ get, appended }) => {
      const polling = get('?wait=30');
      await appended(['demo']);
      expect(await (await polling).json()).toMatchObject({ events: [{ position: 1 }], position: 1 });
    }));

  test('refuses a caller without credentials and a cursor that is no position', () =>
    withFeed(async ({ get }) => {
      expect((await get('', { authorization: '' })).status).toBe(401);
      expect((await get('?after=-1')).status).toBe(400);
      expect((await get('', { 'last-event-id': 'abc' })).status).toBe(400);
    }));

  test('answers 410 with a problem when the cursor is older than what is kept, streamed or not', () =>
    withFeed(async ({ house, get, appended }) => {
      await appended(['demo', 'demo']);
      await pruneChangeLog(house.pool, { olderThan: new Date(Date.now() + 60_000) });
      for (const accept of ['application/json', 'text/event-stream']) {
        const response = await get('?after=1', { accept });
        expect(response.status).toBe(410);
        expect(response.headers.get('content-type')).toContain('application/problem+json');
        expect(await response.json()).toMatchObject({ status: 410, code: 'cursor_gone', after: 2 });
      }
    }));

  test('streams events as they get their positions and resumes after Last-Event-ID', () =>
    withFeed(async ({ get, appended }) => {
      await appended(['demo', 'tax']);
      const first = await openStream(get);
      await first.until('id: 1\nevent: case.thing.happened.v1\ndata: {"specversion":"1.0"');
      await appended(['demo']);
      await first.until('id: 3\n');
      first.close();
      expect(first.text()).not.toContain('"department":"tax"');

      const second = await openStream(get, { 'last-event-id': '1' });
      await second.until('id: 3\n');
      expect(second.text()).not.toContain('id: 1\n');
      second.close();
    }));

  test('moves Last-Event-ID on for a department that hears nothing', () =>
    withFeed(async ({ get, appended }) => {
      await appended(['tax', 'tax', 'tax']);
      const stream = await openStream(get);
      await stream.until('id: 3\n: quiet\n\n');
      stream.close();
    }));

  test('a client that leaves, and a service that drains, end the wait for changes', () =>
    withFeed(async ({ get, startDraining, waiting, house }) => {
      const left = await openStream(get);
      await house.until('the stream to wait', () => waiting() === 1);
      left.close();
      await house.until('the wait to end', () => waiting() === 0);

      const stream = await openStream(get);
      const poll = get('?wait=30');
      await house.until('both to wait', () => waiting() === 2);
      startDraining();
      await stream.ended();
      expect(await (await poll).json()).toMatchObject({ events: [], position: 0 });
    }));
});

type Get = (query: string, headers?: Record<string, string>) => Promise<Response>;

interface Feed {
  house: House;
  get: Get;
  /** Appends one change for each department, and waits until all have positions. */
  appended(departments: readonly string[]): Promise<void>;
  startDraining(): void;
  /** How many requests wait for changes. */
  waiting(): number;
}

/** A service with nothing but the feed, called by the department `demo`. */
function withFeed(run: (feed: Feed) => Promise<void>): Promise<void> {
  return inHouse(opened.subject, async (house) => {
    const counted = countWaiting(house.changes());
    const app = await createFeedService(counted.changes);
    const address = await app.listen({ host: '127.0.0.1', port: 0 });
    const relay = house.relay();
    let count = 0;
    try {
      await run({
        house,
        get: (query, headers) =>
          fetch(`${address}/ashlar/v1/changes${query}`, {
            headers: { authorization: 'Bearer demo', ...headers },
          }),
        async appended(departments) {
          for (const department of departments) {
            count += 1;
            await house.append({ aggregate: `key-${count}`, department });
          }
          await house.until('the changes to be published', () => relay.state().published === count);
        },
        startDraining: () => app.startDraining(),
        waiting: counted.waiting,
      });
    } finally {
      app.startDraining();
      const closing = app.close();
      // The client keeps idle connections open for reuse.
      app.server.closeAllConnections();
      await closing;
    }
  });
}

function createFeedService(changes: Changes) {
  const payments = loadContract('payments');
  const authenticate = async ({ headers }: { headers: { authorization?: string | undefined } }) => {
    const department = headers.authorization?.replace(/^Bearer /, '');
    if (!department) return undefined;
    return { kind: 'api-key' as const, subject: 'key', department, scopes: [] };
  };
  return createService({
    contract: {
      ...payments,
      operations: payments.operations.filter(({ standard }) => standard === 'common'),
    },
    handlers: { listChanges: changesHandler(changes) },
    security: { apiKey: authenticate, oauth: async () => undefined },
    config: {
      name: 'feed',
      host: '127.0.0.1',
      port: 0,
      logLevel: 'silent',
      bodyLimitBytes: 1024,
      requestTimeoutMs: 10_000,
      drainTimeoutMs: 1000,
      maxEventLoopDelayMs: 10_000,
    },
    health: {},
    isUnavailable,
    logger: pino({ level: 'silent' }),
  });
}

function countWaiting(changes: Changes): { changes: Changes; waiting(): number } {
  let waiting = 0;
  return {
    waiting: () => waiting,
    changes: {
      ...changes,
      async page(query) {
        const waits = query.waitMs > 0 ? 1 : 0;
        waiting += waits;
        try {
          return await changes.page(query);
        } finally {
          waiting -= waits;
        }
      },
    },
  };
}

async function openStream(get: Get, headers: Record<string, string> = {}) {
  const response = await get('', { accept: 'text/event-stream', ...headers });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) throw new Error('The stream has no body');
  let text = '';
  const readOn = async () => {
    const { done, value } = await reader.read();
    text += value ?? '';
    return !done;
  };
  return {
    text: () => text,
    async until(wanted: string) {
      while (!text.includes(wanted)) {
        if (!(await readOn())) throw new Error(`The stream ended without ${wanted}`);
      }
    },
    async ended() {
      while (await readOn());
    },
    close: () => void reader.cancel(),
  };
}
