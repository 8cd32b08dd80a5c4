import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { presentAnew } from '../src/usecases/present-anew.ts';
import {
  anApplication,
  aTransaction,
  type Client,
  clientOf,
  publishedAt,
  type Service,
  startService,
} from './fixtures.ts';

let service: Service;
let client: Client;

beforeAll(async () => {
  service = await startService({ READ_TRUST_MS: '0' });
  client = clientOf(service, (await anApplication(service)).token);
});

afterAll(() => service.end());

interface Link {
  readonly title: string;
  readonly base_path: string;
  readonly withdrawn: boolean;
  readonly links: Record<string, Link[]>;
}

async function left(): Promise<number> {
  const { rows } = await service.pool.query<{ left: number }>(
    'select (select count(*) from presentation_change) + (select count(*) from presentation_due) as left',
  );
  return Number(rows[0]?.left);
}

/** The service's own worker takes part: what it holds is counted until it is done. */
async function settled(): Promise<void> {
  while ((await left()) > 0) await presentAnew(service.deps);
}

async function linksAt(path: string): Promise<Record<string, Link[]>> {
  const { json } = await client.read(path);
  return json.links as Record<string, Link[]>;
}

const patch = async (id: string, links: Record<string, string[]>) => {
  const { status, text } = await client.ask('PATCH', `/v2/links/${id}`, { links });
  if (status !== 200) throw new Error(text);
};

async function publishAnew(id: string, path: string, changes: Record<string, unknown>): Promise<void> {
  for (const { status, text } of [
    await client.put(id, aTransaction(path, changes)),
    await client.post(id, 'publish'),
  ]) {
    if (status !== 200) throw new Error(text);
  }
}

test('a page shows another link set, and another title, path and end of what it links to, by itself', async () => {
  const [page, linked] = [await publishedAt(client, '/a/page'), await publishedAt(client, '/a/linked')];
  const lock = (await client.get(page)).json.lock_version;
  await patch(page, { parent: [linked] });
  await settled();
  expect((await linksAt('/a/page')).parent?.[0]?.base_path).toBe('/a/linked');
  expect(Object.keys(await linksAt('/a/linked'))).toContain('children');
  await publishAnew(linked, '/a/moved', { title: 'Another' });
  await settled();
  expect((await linksAt('/a/page')).parent?.[0]).toMatchObject({ title: 'Another', base_path: '/a/moved' });
  await client.post(linked, 'unpublish', { type: 'withdrawal', explanation: 'Old.' });
  await settled();
  expect((await linksAt('/a/page')).parent?.[0]?.withdrawn).toBe(true);
  await client.post(linked, 'unpublish', { type: 'gone' });
  await settled();
  expect((await linksAt('/a/page')).parent).toBeUndefined();
  expect((await client.get(page)).json.lock_version).toBe(lock);
});

test('what is not linked to any longer does not show it', async () => {
  const parent = await publishedAt(client, '/b/parent');
  const child = await publishedAt(client, '/b/child');
  await patch(child, { parent: [parent] });
  await settled();
  expect((await linksAt('/b/parent')).children).toHaveLength(1);
  await patch(child, { parent: [] });
  await settled();
  expect((await linksAt('/b/parent')).children).toBeUndefined();
});

test('a change is seen over several steps, and ends where links go round', async () => {
  const ids = await Promise.all(Array.from({ length: 5 }, (_, at) => publishedAt(client, `/c/${at}`)));
  const page = await publishedAt(client, '/c/page');
  for (const [at, id] of ids.entries()) await patch(id, { parent_taxons: [ids[(at + 1) % 5] ?? ''] });
  await patch(page, { taxons: ids.slice(0, 1) });
  await settled();
  await publishAnew(ids[3] ?? '', '/c/3', { title: 'Far away' });
  await settled();
  const [first] = (await linksAt('/c/page')).taxons ?? [];
  const far = first?.links.parent_taxons?.[0]?.links.parent_taxons?.[0]?.links.parent_taxons?.[0];
  expect(far?.title).toBe('Far away');
});

test('what shows nothing new is not written, and replicas hear of what does', async () => {
  const page = await publishedAt(client, '/d/page');
  const linked = await publishedAt(client, '/d/linked');
  await patch(page, { organisations: [linked] });
  await settled();
  const told = async () =>
    (
      await service.pool.query<{ version: number }>(
        `select (data ->> 'payload_version')::bigint as version from change_log
          where type = 'content.item.presented.v1' and data ->> 'base_path' = '/d/page' order by seq`,
      )
    ).rows.map(({ version }) => version);
  const before = await told();
  await publishAnew(linked, '/d/linked', { details: aTransaction('/x').details, description: 'Not shown.' });
  await publishAnew(linked, '/d/linked', { title: 'Shown', update_type: 'minor' });
  await settled();
  const after = await told();
  expect(after.length).toBeGreaterThan(before.length);
  expect(after.toSorted((one, other) => one - other)).toEqual(after);
  const body = (await client.read('/d/page')).text;
  await patch(page, { organisations: [linked] });
  await settled();
  expect([(await client.read('/d/page')).text, (await told()).length]).toEqual([body, after.length]);
});

test('a batch that is not committed stays to be done', async () => {
  const page = await publishedAt(client, '/e/page');
  const linked = await publishedAt(client, '/e/linked');
  await settled();
  // The service's own worker must not do it meanwhile.
  await service.workers.stop();
  await patch(page, { organisations: [linked] });
  const dying = {
    ...service.deps,
    transaction: <T>(work: Parameters<typeof service.deps.transaction<T>>[0]) =>
      service.deps.transaction(async (db) => {
        await work(db);
        throw new Error('It died');
      }),
  };
  await expect(presentAnew(dying)).rejects.toThrow('It died');
  expect([(await left()) > 0, (await linksAt('/e/page')).organisations]).toEqual([true, undefined]);
  await settled();
  expect((await linksAt('/e/page')).organisations).toHaveLength(1);
});

test('pages and what they link to, published at once, agree in the end', async () => {
  const page = await publishedAt(client, '/f/page');
  const linked = await publishedAt(client, '/f/linked');
  await patch(page, { organisations: [linked] });
  for (const round of ['1', '2', '3', '4']) {
    await Promise.all([
      publishAnew(page, '/f/page', { title: `Page ${round}` }),
      publishAnew(linked, '/f/linked', { title: `Linked ${round}` }),
      client.post(page, 'republish'),
      presentAnew(service.deps),
      presentAnew(service.deps),
    ]);
    await settled();
    const { json } = await client.read('/f/page');
    expect(json).toMatchObject({
      title: `Page ${round}`,
      links: { organisations: [{ title: `Linked ${round}` }] },
    });
  }
});
