import { randomUUID } from 'node:crypto';
import { digests, type Registry, swapOf, until } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { anApplication, aTransaction, type Client, clientOf, publishedAt } from '../fixtures.ts';
import { aWorld, mutations } from '../mutations.ts';
import { playRegistry, type Side, startSide } from './fixtures.ts';

let registry: Registry;
let old: Side;
let next: Side;
let there: Client;
let here: Client;
let barrier: number;

beforeAll(async () => {
  registry = await playRegistry();
  [old, next] = await Promise.all([startSide(registry), startSide(registry)]);
  const { token } = await anApplication(old);
  [there, here] = [clientOf(old, token), clientOf(next, token)];
});

afterAll(async () => {
  await Promise.all([old?.end(), next?.end()]);
  registry?.end();
});

/** Does all that the contract has, once, at one side. */
async function everything(side: Side): Promise<void> {
  const world = await aWorld(side);
  for (const [operation, prepare] of Object.entries(mutations)) {
    const { status, text } = await (await prepare(world))();
    if (status >= 300) throw new Error(`${operation} answers ${status} ${text.slice(0, 300)}`);
  }
}

const put = (client: Client, id: string, key: string, changes: Record<string, unknown>) =>
  client.ask('PUT', `/v2/content/${id}`, aTransaction(`/kept-${id}`, changes), { 'idempotency-key': key });

const highest = async (side: Side) => {
  const { rows } = await side.pool.query<{ payload: string }>(
    `select max((data ->> 'payload_version')::bigint) as payload from change_log`,
  );
  return Number(rows[0]?.payload);
};

describe('a swap there and back', () => {
  let page: string;
  const kept = randomUUID();
  const [one, two] = [randomUUID(), randomUUID()];
  let preview: string;

  beforeAll(async () => {
    await everything(old);
    page = await publishedAt(there, '/stays');
    await put(there, kept, 'key-1', {});
    await publishedAt(there, '/shared');
    const link = await there.ask('POST', '/ashlar/v1/preview-links', { base_path: `/kept-${kept}` });
    preview = String(link.json.token);
  });

  test('the new one follows while traffic flows, and refuses to write', async () => {
    const swap = swapOf(registry, old, next, 1);
    expect(await swap.follow()).toMatchObject({ status: 200, role: 'follower' });
    await everything(old);
    // A path goes from one document to another, and back.
    for (const [id, other] of [
      [one, two],
      [two, one],
      [one, two],
    ]) {
      expect((await there.put(id ?? '', aTransaction('/moves'))).status).toBe(200);
      expect((await there.post(id ?? '', 'publish')).status).toBe(200);
      expect((await there.post(id ?? '', 'unpublish', { type: 'gone' })).status).toBe(200);
      expect((await there.put(other ?? '', aTransaction('/moves'))).status).toBe(200);
      expect((await there.post(other ?? '', 'discard-draft')).status).toBe(200);
    }
    await there.ask('DELETE', '/paths/moves', { publishing_app: 'publisher' });
    await swap.caughtUp();
    expect(next.relay.state().published).toBe(0);
    expect((await here.put(randomUUID(), aTransaction('/early'))).status).toBe(421);
  });

  test('frozen, both hold the same', async () => {
    await put(there, kept, 'key-2', { previous_version: 1, title: 'Second' });
    barrier = await swapOf(registry, old, next, 1).barrier();
    const [mine, theirs] = await digests(old, next);
    expect(theirs).toEqual(mine);
    expect(Object.keys(mine ?? {}).sort()).toEqual([
      'content_item',
      'document',
      'document_type',
      'link_set',
      'path_reservation',
      'preview_link',
      'publish_intent',
      'publishing_application',
    ]);
  });

  test('the new one serves what the old one did, to the byte', async () => {
    const before = await Promise.all(
      ['/stays', '/moves', '/shared', '/nothing'].map((path) => there.read(path)),
    );
    expect(await swapOf(registry, old, next, 1).commit(barrier)).toMatchObject({ role: 'primary' });
    const after = await Promise.all(
      ['/stays', '/moves', '/shared', '/nothing'].map((path) => here.read(path)),
    );
    const seen = (answers: typeof before) =>
      answers.map(({ status, text, headers: { etag } }) => ({ status, text, etag }));
    expect(seen(after)).toEqual(seen(before));
    expect((await here.readDraft(`/kept-${kept}`)).json.title).toBe('Second');
    const shown = await next.call('GET', `/draft/content/kept-${kept}?token=${preview}`);
    expect([shown.status, shown.json.title]).toEqual([200, 'Second']);
  });

  test('versions, keys and paths go on from where they were', async () => {
    const last = await highest(old);
    const again = await put(here, kept, 'key-2', { previous_version: 1, title: 'Second' });
    expect([again.status, again.headers['idempotent-replayed'], again.json.lock_version]).toEqual([
      200,
      'true',
      2,
    ]);
    expect((await put(here, kept, 'key-3', { previous_version: 1 })).status).toBe(409);
    expect((await put(here, kept, 'key-4', { previous_version: 2 })).json.lock_version).toBe(3);
    const { rows } = await next.pool.query<{ payload: string }>(
      `select (data ->> 'payload_version')::bigint as payload from change_log where not imported and type is not null order by seq`,
    );
    expect(rows.length).toBe(1);
    expect(Number(rows[0]?.payload)).toBeGreaterThan(last);
    const clash = await here.put(randomUUID(), aTransaction('/stays', { publishing_app: 'whitehall' }));
    expect(clash.status).toBe(422);
    expect((await there.put(randomUUID(), aTransaction('/late'))).status).toBe(421);
  });

  test('and back: the old one has it all, and goes on', async () => {
    await everything(next);
    await here.put(page, aTransaction('/stays', { title: 'Changed there' }));
    await here.post(page, 'publish');
    const swap = swapOf(registry, next, old, 2);
    await swap.caughtUp();
    barrier = await swap.barrier();
    const [mine, theirs] = await digests(next, old);
    expect(theirs).toEqual(mine);
    const last = await highest(next);
    await swap.commit(barrier);
    expect((await there.read('/stays')).json.title).toBe('Changed there');
    await there.put(page, aTransaction('/stays', { title: 'Changed back' }));
    expect(await highest(old)).toBeGreaterThan(last);
  });
});

test('a follower that has a document of its own in place of the source’s says so, and is not taken', async () => {
  const id = randomUUID();
  for (const side of [old, next]) {
    const client = clientOf(side, (await anApplication(side, 'tax')).token);
    expect((await client.put(id, aTransaction('/same'))).status).toBe(200);
  }
  await swapOf(registry, old, next, 1, 'tax').follow();
  const state = await until(
    async () => {
      const { follow } = await next.control('GET', '', undefined, 'tax');
      return follow?.phase === 'failed' ? follow : undefined;
    },
    { timeoutMs: 20_000, what: 'the follower to give up' },
  );
  expect(state.error).toMatch(/cannot stand beside/);
});

test('payload versions go on above those of events that are of no document', async () => {
  const { token } = await anApplication(old, 'events');
  const told = 7_000_000;
  // As of a change that keeps its version nowhere else.
  await old.pool.query(
    `insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data)
     values (uuidv7(), $1, 1, 'events', 'licences', 'content.links.changed.v1', now(), $2)`,
    [randomUUID(), { payload_version: told }],
  );
  const swap = swapOf(registry, old, next, 1, 'events');
  await swap.follow();
  await swap.caughtUp();
  await swap.commit(await swap.barrier());
  const client = clientOf(next, token);
  const id = randomUUID();
  expect((await client.put(id, aTransaction('/after'))).status).toBe(200);
  const { rows } = await next.pool.query<{ version: string }>(
    'select payload_version as version from document where content_id = $1',
    [id],
  );
  expect(Number(rows[0]?.version)).toBeGreaterThan(told);
});
