import { createSchemaValidator, loadContract } from '@ashlar/contracts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findContentStatement, findEditionsStatement } from '../src/store/lists.ts';
import {
  anApplication,
  aTransaction,
  type Client,
  clientOf,
  publishedAt,
  rowsOf,
  type Service,
  startService,
} from './fixtures.ts';

const contract = createSchemaValidator(loadContract('content').document);
const organisation = '0f0a9b5e-6b3c-4f4e-9d7a-0e4a3a1c5b11';
let service: Service;
let client: Client;
/** Content ids in the order they were published in. */
const ids: string[] = [];

type Listed = Record<string, unknown>;
interface Page {
  readonly total: number;
  readonly pages: number;
  readonly current_page: number;
  readonly results: Listed[];
  readonly links: { href: string; rel: string }[];
}

beforeAll(async () => {
  service = await startService();
  client = clientOf(service, (await anApplication(service)).token);
  for (const name of ['ling', 'cod', 'Hake', 'dab', 'eel']) {
    ids.push(await publishedAt(client, `/fish-${name}`, { title: `About ${name}` }));
  }
  for (const id of ids.slice(0, 2)) {
    await client.ask('PATCH', `/v2/links/${id}`, { links: { organisations: [organisation] } });
  }
  await client.put(String(ids[0]), aTransaction('/fish-ling', { title: 'Ling anew' }));
  await client.put(String(ids[0]), aTransaction('/fish-ling.cy', { locale: 'cy', title: 'Pysgod' }));
});

afterAll(() => service.end());

const list = async (query: string): Promise<Page> => {
  const answer = await client.ask('GET', `/v2/content?${query}`);
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  expect(contract.response('listContent', 200, answer.json)).toEqual([]);
  return answer.json as unknown as Page;
};
const editions = async (query: string): Promise<Page> => {
  const answer = await client.ask('GET', `/v2/editions?${query}`);
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  expect(contract.response('listEditions', 200, answer.json)).toEqual([]);
  return answer.json as unknown as Page;
};
const titles = ({ results }: Page) => results.map(({ title }) => title);
const follow = ({ links }: Page, rel: string) => links.find((link) => link.rel === rel)?.href.split('?')[1];

describe('a list of documents', () => {
  test('shows each by its newest edition, with the members that are asked for', async () => {
    const page = await list('fields[]=title&fields[]=publication_state&order=base_path');
    expect(page).toMatchObject({ total: 5, pages: 1, current_page: 1 });
    expect(page.results).toContainEqual({ title: 'Ling anew', publication_state: 'draft' });
    expect(page.results).toContainEqual({ title: 'About cod', publication_state: 'published' });
  });

  test('shows the newest edition in one of the states that are asked for', async () => {
    expect(titles(await list('states[]=published&fields[]=title&q=ling'))).toEqual(['About ling']);
    expect(titles(await list('states[]=draft&fields[]=title'))).toEqual(['Ling anew']);
    expect(titles(await list('states[]=superseded&fields[]=title'))).toEqual([]);
  });

  test('is in one language, or in all', async () => {
    expect(titles(await list('locale=cy&fields[]=title'))).toEqual(['Pysgod']);
    expect((await list('locale=all')).total).toBe(6);
  });

  test('is sorted as asked, and has pages with links to each other', async () => {
    const first = await list('fields%5B%5D=base_path&order=-base_path&per_page=2');
    expect(first.results.map(({ base_path }) => base_path)).toEqual(['/fish-ling', '/fish-eel']);
    expect(first.links).toEqual([
      {
        href: 'http://content.test/v2/content?fields%5B%5D=base_path&order=-base_path&per_page=2&page=2',
        rel: 'next',
      },
      {
        href: 'http://content.test/v2/content?fields%5B%5D=base_path&order=-base_path&per_page=2&page=1',
        rel: 'self',
      },
    ]);
    const last = await list(String(follow(await list(String(follow(first, 'next'))), 'next')));
    expect(last).toMatchObject({ total: 5, pages: 3, current_page: 3, results: [expect.anything()] });
    expect(last.links.map(({ rel }) => rel)).toEqual(['previous', 'self']);
  });

  test('is restricted by text, in any case, where it is looked for', async () => {
    expect(titles(await list('q=hake&fields[]=title'))).toEqual(['About Hake']);
    expect((await list('q=APPLY NOW&search_in[]=details.start_button_text')).total).toBe(5);
    expect((await list('q=apply now&search_in[]=title')).total).toBe(0);
    expect((await list('q=%25')).total).toBe(0);
  });

  test('is restricted by links, type and application', async () => {
    expect((await list(`link_organisations=${organisation}&states[]=published`)).total).toBe(2);
    expect((await list(`link_taxons=${organisation}`)).total).toBe(0);
    expect((await list('document_type=answer')).total).toBe(0);
    expect((await list('document_type=transaction&publishing_app=publisher')).total).toBe(5);
    expect((await list('content_id_aliases[]=none')).total).toBe(0);
  });

  test('has nothing of another department, and needs a credential', async () => {
    const other = clientOf(service, (await anApplication(service, 'other')).token);
    for (const path of ['/v2/content?locale=all', '/v2/editions']) {
      const { json } = await other.ask('GET', path);
      expect(json.results).toEqual([]);
      expect((await service.call('GET', path)).status).toBe(401);
    }
  });
});

describe('a list of editions', () => {
  test('is walked forwards and back by its links, and every edition is there once', async () => {
    const all = await editions('fields[]=title&fields[]=user_facing_version');
    expect(all.results).toHaveLength(7);
    expect(all.links).toEqual([
      { href: 'http://content.test/v2/editions?fields[]=title&fields[]=user_facing_version', rel: 'self' },
    ]);
    const walked: Listed[] = [];
    let page = await editions('fields[]=title&fields[]=user_facing_version&per_page=3');
    walked.push(...page.results);
    for (let next = follow(page, 'next'); next; next = follow(page, 'next')) {
      page = await editions(next);
      walked.push(...page.results);
    }
    expect(walked).toEqual(all.results);
    const back = await editions(String(follow(page, 'previous')));
    expect(back.results).toEqual(all.results.slice(3, 6));
    const falling = await editions('fields[]=title&fields[]=user_facing_version&order=-updated_at');
    expect(falling.results).toEqual([...all.results].reverse());
  });

  test('does not show again, nor leave out, what nobody touched while others write', async () => {
    const first = await editions('fields[]=content_id&per_page=3&states[]=published');
    const seen = first.results.map(({ content_id }) => content_id);
    const added = await publishedAt(client, '/meanwhile');
    const rest = await editions(String(follow(first, 'next')));
    const all = [...seen, ...rest.results.map(({ content_id }) => content_id)];
    expect(all).toEqual([...ids, added]);
    await client.post(added, 'unpublish', { type: 'vanish' });
  });
});

test.each([
  ['content', 'fields[]=secret', 'fields'],
  ['content', 'order=content', 'order'],
  ['content', 'order=title%3B--', 'order'],
  ['content', 'per_page=0', 'per_page'],
  ['content', 'per_page=1001', 'per_page'],
  ['content', 'page=-1', 'page'],
  ['content', 'page=9999999999', 'page'],
  ['content', 'states[]=lost', 'states'],
  ['content', 'search_in[]=content_id', 'search_in'],
  ['content', 'search_in[]=details.', 'search_in'],
  ['content', 'link_taxons=all', 'link_taxons'],
  ['content', 'q=a&q=b', 'q'],
  ['content', 'q=%00', 'q'],
  ['editions', 'after=now', 'after'],
  ['editions', 'after=2026-01-01T00:00:00Z,x', 'after'],
  ['editions', 'after=2026-01-01T00:00:00Z,1&before=2026-01-01T00:00:00Z,1', 'before'],
  ['editions', 'order=-title', 'order'],
  ['editions', 'fields[]=warnings', 'fields'],
])('/v2/%s?%s is refused with what to do, and changes nothing', async (which, query, field) => {
  const before = await rowsOf(service);
  const { status, json } = await client.ask('GET', `/v2/${which}?${query}`);
  expect(status).toBe(422);
  expect(json).toEqual({
    error: {
      code: 422,
      message: expect.stringContaining(field),
      error_code: 'parameter_missing_or_invalid',
      fields: { [field]: [expect.any(String)] },
    },
  });
  expect(await rowsOf(service)).toEqual(before);
});

test('the first page of many editions is read along an index', async () => {
  const filter = { department: 'demo', documentType: 'transaction', locale: null, publishingApp: null };
  const db = await service.pool.connect();
  try {
    await db.query('begin');
    await db.query(`insert into document (id, department, service, content_id, locale, lock_version, payload_version, sequence, created_at)
      select uuidv7(), 'demo', 'many', gen_random_uuid(), 'en', 1, 1, 1, now() from generate_series(1, 20000)`);
    await db.query(`insert into edition (id, document_id, department, version, state, store, base_path, document_type, content, created_at, updated_at)
      select uuidv7(), id, 'demo', 1, 'draft', 'draft', '/many/' || id, 'transaction', '{}', now(), now() from document where service = 'many'`);
    await db.query('analyze edition');
    const planOf = async (statement: ReturnType<typeof findContentStatement>) => {
      const { text, values } = statement as { text: string; values: unknown[] };
      return JSON.stringify((await db.query({ text: `explain (format json) ${text}`, values })).rows);
    };
    const window = { size: 100, from: undefined, backwards: false };
    expect(
      await planOf(
        findEditionsStatement({ ...filter, states: null }, { by: 'updated_at', descending: false }, window),
      ),
    ).toMatch(/"Index Name":"edition_(updated|of_type)"/);
    const search = {
      states: ['draft', 'published'] as const,
      q: null,
      searchIn: [],
      links: [],
      aliases: null,
    };
    expect(
      await planOf(
        findContentStatement(
          { ...filter, ...search },
          { by: 'public_updated_at', descending: true },
          { number: 1, size: 50 },
        ),
      ),
    ).toMatch(/"Index Name":"edition_public_updated(_of_type)?"/);
  } finally {
    await db.query('rollback');
    db.release();
  }
});
