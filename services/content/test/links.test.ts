import { randomUUID } from 'node:crypto';
import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  anApplication,
  aTransaction,
  type Client,
  clientOf,
  eventsOf,
  publishedAt,
  rowsOf,
  type Service,
  startService,
} from './fixtures.ts';

const contract = createSchemaValidator(loadContract('content').document);
let service: Service;
let client: Client;

beforeAll(async () => {
  service = await startService({ SITE_URL: 'https://{department}.example/' });
  client = clientOf(service, (await anApplication(service)).token);
});

afterAll(() => service.end());

const patch = (id: string, links: unknown, more: Record<string, unknown> = {}) =>
  client.ask('PATCH', `/v2/links/${id}`, { links, ...more });

async function linked(id: string, links: Record<string, string[]>): Promise<void> {
  const { status, text } = await patch(id, links);
  if (status !== 200) throw new Error(text);
}

async function expanded(id: string, query = ''): Promise<Record<string, LinkedView[]>> {
  const { json } = await client.ask('GET', `/v2/expanded-links/${id}${query}`);
  return json.expanded_links as Record<string, LinkedView[]>;
}

interface LinkedView {
  readonly content_id: string;
  readonly title: string;
  readonly locale: string;
  readonly withdrawn: boolean;
  readonly links: Record<string, LinkedView[]>;
}

const idsOf = (links: readonly LinkedView[] | undefined) => links?.map(({ content_id: id }) => id);

describe('a link set', () => {
  test('is made, changed by types and read, and tells what changed', async () => {
    const [id, one, two] = [randomUUID(), randomUUID(), randomUUID()];
    expect((await client.ask('GET', `/v2/links/${id}`)).status).toBe(404);
    const made = await patch(id, { organisations: [two, one, two] });
    expect([made.status, made.json]).toEqual([
      200,
      { content_id: id, links: { organisations: [two, one] }, version: 1 },
    ]);
    const more = await patch(
      id,
      { taxons: [one.toUpperCase()], unknown_kind: [] },
      { previous_version: '1' },
    );
    expect(more.json).toEqual({
      content_id: id,
      links: { organisations: [two, one], taxons: [one] },
      version: 2,
    });
    expect(contract.response('patchLinkSet', 200, more.json)).toEqual([]);
    expect((await patch(id, { organisations: [] })).json.links).toEqual({ taxons: [one] });
    expect((await client.ask('GET', `/v2/links/${id}`)).json).toEqual({
      content_id: id,
      links: { taxons: [one] },
      version: 3,
    });
    const events = await eventsOf(service, id);
    expect(events.map(({ type, sequence, data }) => [type, sequence, data.version, data.link_types])).toEqual(
      [
        ['content.links.changed.v1', 1, 1, ['organisations']],
        ['content.links.changed.v1', 2, 2, ['taxons']],
        ['content.links.changed.v1', 3, 3, ['organisations']],
      ],
    );
    const many = await client.ask('POST', '/v2/links/by-content-id', { content_ids: [id, one] });
    expect(many.json).toEqual({
      [id]: { links: { taxons: [one] }, version: 3 },
      [one]: { links: {}, version: 0 },
    });
  });

  test('of writers who saw the same version one wins, round after round', async () => {
    const id = randomUUID();
    await linked(id, { organisations: [randomUUID()] });
    for (const previous_version of [1, 2, 3]) {
      const answers = await Promise.all(
        Array.from({ length: 100 }, () => patch(id, { organisations: [randomUUID()] }, { previous_version })),
      );
      const codes = answers.map(({ status }) => status).toSorted();
      expect(codes).toEqual([200, ...Array(99).fill(409)]);
      const won = answers.find(({ status }) => status === 200);
      expect((await client.ask('GET', `/v2/links/${id}`)).json).toEqual(won?.json);
      const lost = answers.find(({ status }) => status === 409);
      expect(lost?.json.error).toMatchObject({ code: 409, fields: { previous_version: ['does not match'] } });
    }
  });

  test('refuses what is no link, and stores nothing', async () => {
    const id = randomUUID();
    const before = await rowsOf(service);
    const wrong = [
      undefined,
      null,
      [],
      'x',
      { organisations: 'x' },
      { organisations: ['x'] },
      { organisations: [{ content_id: id }] },
      { available_translations: [id] },
      { 'Not a type': [id] },
      { __proto__x: null },
    ];
    for (const links of wrong) expect((await patch(id, links)).status).toBe(422);
    expect((await patch(id, { organisations: ['\u0000'] })).status).toBe(422);
    expect((await patch('no-id', {})).status).toBe(404);
    const many = Array.from({ length: 1001 }, () => randomUUID());
    const ask = (content_ids: unknown) => client.ask('POST', '/v2/links/by-content-id', { content_ids });
    expect([(await ask(many)).status, (await ask(['x'])).status, (await ask(undefined)).status]).toEqual([
      413, 422, 422,
    ]);
    expect(await rowsOf(service)).toEqual(before);
  });

  test('of another department does not exist', async () => {
    const id = randomUUID();
    await linked(id, { organisations: [randomUUID()] });
    const { token } = await anApplication(service, 'other');
    const other = clientOf(service, token);
    expect((await other.ask('GET', `/v2/links/${id}`)).status).toBe(404);
    expect((await other.ask('GET', `/v2/expanded-links/${id}`)).status).toBe(404);
    expect((await other.ask('PATCH', `/v2/links/${id}`, { links: {} })).json.version).toBe(1);
  });
});

describe('expanded links', () => {
  test('show each page with what it has of its own, over several steps and from the other end', async () => {
    const root = await publishedAt(client, '/t/root');
    const middle = await publishedAt(client, '/t/middle', { title: 'Middle' });
    const leaf = await publishedAt(client, '/t/leaf');
    const page = await publishedAt(client, '/t/page');
    await linked(middle, { parent_taxons: [root] });
    await linked(leaf, { parent_taxons: [middle] });
    await linked(page, { taxons: [leaf], organisations: [randomUUID()], parent: [leaf] });
    const links = await expanded(page);
    expect(Object.keys(links).toSorted()).toEqual(['available_translations', 'parent', 'taxons']);
    const up = links.taxons?.[0]?.links.parent_taxons?.[0];
    expect([up?.title, idsOf(up?.links.parent_taxons)]).toEqual(['Middle', [root]]);
    const children = (await expanded(leaf)).children;
    expect([idsOf(children), idsOf(children?.[0]?.links.parent)]).toEqual([[page], [leaf]]);
    const down = (await expanded(root)).child_taxons?.[0];
    expect([down?.content_id, idsOf(down?.links.child_taxons)]).toEqual([middle, [leaf]]);
    await client.post(page, 'republish');
    const read = await client.read('/t/page');
    expect(contract.response('readContentItem', 200, read.json)).toEqual([]);
    expect((read.json.links as Record<string, unknown[]>).parent?.[0]).toEqual({
      analytics_identifier: null,
      api_path: '/api/content/t/leaf',
      api_url: 'https://demo.example/api/content/t/leaf',
      base_path: '/t/leaf',
      content_id: leaf,
      document_type: 'transaction',
      links: {},
      locale: 'en',
      public_updated_at: expect.any(String),
      schema_name: 'transaction',
      title: 'Apply for a fishing licence',
      web_url: 'https://demo.example/t/leaf',
      withdrawn: false,
    });
    const stored = await client.ask('GET', `/v2/expanded-links/${page}?with_drafts=false`);
    expect(contract.response('getExpandedLinks', 200, stored.json)).toEqual([]);
    expect(stored.json).toMatchObject({ locale: 'en', version: 1, expanded_links: read.json.links });
  });

  test('end where they come to a page again, and stay small where everything links to everything', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, (_, at) => publishedAt(client, `/cycle/${at}`)));
    for (const id of ids) await linked(id, { parent_taxons: ids });
    const [first = ''] = ids;
    const answer = await client.ask('GET', `/v2/expanded-links/${first}`);
    expect(answer.status).toBe(200);
    const count = (links: Record<string, LinkedView[]>): number =>
      Object.values(links)
        .flat()
        .reduce((sum, one) => sum + 1 + count(one.links ?? {}), 0);
    const shown = count(answer.json.expanded_links as Record<string, LinkedView[]>);
    expect(shown).toBeGreaterThan(1000);
    expect(shown).toBeLessThan(5200);
    await linked(first, { parent: [first] });
    expect(idsOf((await expanded(first)).parent)).toEqual([first]);
  });

  test('lead to drafts where drafts are read, to no page that is gone, and to withdrawn ones as parents only', async () => {
    const [draft, page] = [randomUUID(), randomUUID()];
    await client.put(draft, aTransaction('/s/draft'));
    const withdrawn = await publishedAt(client, '/s/withdrawn');
    const gone = await publishedAt(client, '/s/gone');
    await client.post(withdrawn, 'unpublish', { type: 'withdrawal', explanation: 'Old' });
    await client.post(gone, 'unpublish', { type: 'gone' });
    const all = [draft, withdrawn, gone];
    await linked(page, { ordered_related_items: all, parent: [withdrawn] });
    expect(idsOf((await expanded(page)).ordered_related_items)).toEqual([draft]);
    const live = await expanded(page, '?with_drafts=false');
    expect(live).toEqual({ parent: [expect.objectContaining({ content_id: withdrawn, withdrawn: true })] });
    await client.put(page, aTransaction('/s/page'));
    await client.post(page, 'publish');
    expect((await client.read('/s/page')).text).not.toContain(draft);
  });

  test('are of the reader’s language, else English, and tell the translations', async () => {
    const target = randomUUID();
    for (const [locale, title] of [
      ['en', 'English'],
      ['cy', 'Cymraeg'],
    ] as const) {
      await client.put(target, aTransaction(`/l/target.${locale}`, { locale, title }));
      await client.post(target, 'publish', { locale });
    }
    const only = await publishedAt(client, '/l/only');
    const page = randomUUID();
    await linked(page, { ordered_related_items: [target, only] });
    const of = async (locale: string) =>
      (await expanded(page, `?locale=${locale}`)).ordered_related_items?.map((one) => one.locale);
    expect([await of('cy'), await of('en'), await of('fr')]).toEqual([
      ['cy', 'en'],
      ['en', 'en'],
      ['en', 'en'],
    ]);
    const translations = (await expanded(target)).available_translations;
    expect(translations?.map(({ locale, title }) => [locale, title])).toEqual([
      ['cy', 'Cymraeg'],
      ['en', 'English'],
    ]);
  });

  test('of an edition win over those of the link set, from when it is published', async () => {
    const one = await publishedAt(client, '/e/one');
    const two = await publishedAt(client, '/e/two');
    const page = await publishedAt(client, '/e/page');
    await linked(page, { policy_areas: [one] });
    await client.put(page, aTransaction('/e/page', { links: { policy_areas: [two] } }));
    expect(idsOf((await expanded(page)).policy_areas)).toEqual([two]);
    expect(idsOf((await expanded(page, '?with_drafts=false&generate=true')).policy_areas)).toEqual([one]);
    await client.post(page, 'publish');
    expect(idsOf((await expanded(page, '?with_drafts=false')).policy_areas)).toEqual([two]);
  });
});

test('what links to a page, what can be linked to and what changed is listed', async () => {
  const target = await publishedAt(client, '/list/target', { title: 'Target' });
  const source = await publishedAt(client, '/list/source', { title: 'Source' });
  const user = randomUUID();
  const headers = { 'x-govuk-authenticated-user': user };
  await client.ask('PATCH', `/v2/links/${source}`, { links: { taxon: [target] } }, headers);
  const query = `link_type=taxon&fields[]=content_id&fields[]=base_path`;
  const found = await client.ask('GET', `/v2/linked/${target}?${query}`);
  expect(found.json).toEqual([{ content_id: source, base_path: '/list/source' }]);
  expect((await client.ask('GET', `/v2/linked/${randomUUID()}?${query}`)).status).toBe(404);
  expect((await client.ask('GET', `/v2/linked/${target}?link_type=taxon`)).status).toBe(422);
  expect((await client.ask('GET', `/v2/linked/${target}?fields[]=title`)).status).toBe(422);
  expect((await client.ask('GET', `/v2/linked/${target}?link_type=taxon&fields[]=no`)).status).toBe(400);
  const linkables = await client.ask('GET', '/v2/linkables?document_type=transaction');
  expect(linkables.json).toContainEqual({
    title: 'Target',
    internal_name: 'Target',
    content_id: target,
    publication_state: 'published',
    base_path: '/list/target',
  });
  expect((await client.ask('GET', '/v2/linkables')).status).toBe(422);
  const changes = await client.ask('GET', `/v2/links/changes?link_types[]=taxon&users[]=${user}`);
  expect(contract.response('listLinkChanges', 200, changes.json)).toEqual([]);
  expect(changes.json).toEqual({
    link_changes: [
      {
        source: { title: 'Source', base_path: '/list/source', content_id: source },
        target: { title: 'Target', base_path: '/list/target', content_id: target },
        link_type: 'taxon',
        change: 'add',
        user_uid: user,
        created_at: expect.any(String),
      },
    ],
  });
  expect((await client.ask('GET', '/v2/links/changes')).status).toBe(422);
});
