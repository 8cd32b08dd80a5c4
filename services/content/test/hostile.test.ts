import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  accessToken,
  anApplication,
  aTransaction,
  type Client,
  clientOf,
  publishedAt,
  rowsOf,
  type Service,
  startService,
} from './fixtures.ts';

let service: Service;
let client: Client;

beforeAll(async () => {
  service = await startService();
  client = clientOf(service, (await anApplication(service)).token);
});

afterAll(() => service.end());

/** No conversion to text works with it. */
const unspeakable = { toString: 1, valueOf: 1 };

describe('a value of another kind than the standard says', () => {
  test.each([
    ['publish', 422, { update_type: unspeakable }],
    ['publish', 422, { update_type: ['major'] }],
    ['publish', 409, { previous_version: unspeakable }],
    ['discard-draft', 409, { previous_version: [unspeakable] }],
    ['unpublish', 422, { type: unspeakable, allow_draft: true }],
    ['unpublish', 422, { type: 'gone', allow_draft: true, unpublished_at: {} }],
    ['unpublish', 422, { type: 'gone', allow_draft: true, unpublished_at: '1' }],
    ['unpublish', 422, { type: 'gone', allow_draft: true, unpublished_at: '0000-01-01T00:00:00Z' }],
    ['unpublish', 422, { type: 'gone', allow_draft: true, unpublished_at: '+010000-01-01T00:00:00Z' }],
  ])('is refused by %s with %d, and nothing is stored: %j', async (command, status, body) => {
    const id = randomUUID();
    await client.put(id, aTransaction(`/kinds-${id}`));
    const before = await rowsOf(service);
    expect((await client.post(id, command, body)).status).toBe(status);
    expect(await rowsOf(service)).toEqual(before);
  });

  test.each(['-99999999999', '-2147483649', '99999999999', '1.5', 'x'])(
    'is no version of a page: %s',
    async (version) => {
      const id = await publishedAt(client, `/version-${version}`);
      expect((await client.get(id, `?version=${version}`)).status).toBe(404);
    },
  );
});

describe('a time that no clock or database holds', () => {
  test.each([
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+01:00',
    '2016-12-31T23:59:60Z',
    '9999-12-31T23:59:59-01:00',
  ])('is refused with the draft, not when that is to be published: %s', async (time) => {
    for (const field of ['first_published_at', 'public_updated_at']) {
      const id = randomUUID();
      const refused = await client.put(id, aTransaction(`/time-${id}`, { [field]: time }));
      expect([refused.status, refused.json]).toMatchObject([422, [{ fragment: `#/${field}` }]]);
    }
  });

  test('is not what the first and the last day are, or a time elsewhere', async () => {
    for (const time of ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2016-12-31T23:59:59.5+13:45']) {
      const id = await publishedAt(client, `/time-${randomUUID()}`, { public_updated_at: time });
      expect((await client.get(id)).status).toBe(200);
    }
  });
});

describe('a reservation of a path', () => {
  test('outlives a draft of the application that it was taken from', async () => {
    const id = randomUUID();
    await client.put(id, aTransaction('/taken-over'));
    await client.ask('PUT', '/paths/taken-over', { publishing_app: 'whitehall', override_existing: true });
    expect((await client.post(id, 'discard-draft')).status).toBe(200);
    const third = await client.ask('PUT', '/paths/taken-over', { publishing_app: 'third' });
    expect(third.status).toBe(422);
  });

  test.each(['discard-draft', 'put'])(
    'outlives a draft beside the page that is live there: %s',
    async (how) => {
      const path = `/lived-in-${how}`;
      await publishedAt(client, path);
      const beside = randomUUID();
      await client.put(beside, aTransaction(path));
      const left =
        how === 'put'
          ? await client.put(beside, aTransaction(`${path}-not`))
          : await client.post(beside, 'discard-draft');
      expect(left.status).toBe(200);
      expect((await client.ask('PUT', `/paths${path}`, { publishing_app: 'third' })).status).toBe(422);
    },
  );
});

describe('where a redirect leads', () => {
  const nowhere = [
    'javascript:alert(1)',
    'data:text/html,x',
    'http://elsewhere.example/',
    'https://user:secret@elsewhere.example/',
    '//elsewhere.example',
    '/\\elsewhere.example',
    'elsewhere',
  ];

  test.each(nowhere)(
    'is a path or an https address, however the page is taken away: %s',
    async (destination) => {
      const path = `/redirect-${randomUUID()}`;
      const id = await publishedAt(client, path);
      const before = await rowsOf(service);
      for (const how of [
        { type: 'redirect', alternative_path: destination },
        { type: 'redirect', redirects: [{ path, type: 'exact', destination }] },
        { type: 'gone', alternative_path: destination },
      ]) {
        expect((await client.post(id, 'unpublish', how)).status).toBe(422);
      }
      expect(await rowsOf(service)).toEqual(before);
    },
  );

  test.each(nowhere)('is a path or an https address in a redirect of its own: %s', async (destination) => {
    const path = `/redirect-${randomUUID()}`;
    const redirect = {
      base_path: path,
      document_type: 'redirect',
      schema_name: 'redirect',
      publishing_app: 'publisher',
      update_type: 'major',
      redirects: [{ path, type: 'exact', destination }],
    };
    expect((await client.put(randomUUID(), redirect)).status).toBe(422);
    const good = {
      ...redirect,
      redirects: [{ path, type: 'exact', destination: 'https://a.example/b?c#d' }],
    };
    expect((await client.put(randomUUID(), good)).status).toBe(200);
  });

  test('is told of the page’s own paths only, and without more than the standard has', async () => {
    const id = await publishedAt(client, '/own');
    const redirect = { path: '/own', type: 'exact', destination: '/there' };
    for (const redirects of [[{ ...redirect, path: '/other' }], [{ ...redirect, more: { a: 1 } }]]) {
      expect((await client.post(id, 'unpublish', { type: 'redirect', redirects })).status).toBe(422);
    }
    const redirects = [{ ...redirect, segments_mode: 'ignore' }];
    expect((await client.post(id, 'unpublish', { type: 'redirect', redirects })).status).toBe(200);
    expect((await client.read('/own')).json.redirects).toEqual(redirects);
  });
});

test('a path of thousands of parts costs a reader little', async () => {
  await publishedAt(client, '/deep', {
    routes: [
      { path: '/deep', type: 'exact' },
      { path: '/deep/a', type: 'prefix' },
    ],
  });
  const long = await client.read(`/deep/${'a/'.repeat(7000)}`);
  expect([long.status, long.headers.location]).toEqual([303, 'http://content.test/content/deep']);
  // Every way up from such a path, written out, takes 49 MB: 20 of them outlast the limit by far.
  const answers = await Promise.all(Array.from({ length: 20 }, () => client.read(`/${'b/'.repeat(7000)}`)));
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(404));
}, 10_000);

describe('a body made to keep the service busy', () => {
  const put = async (body: Record<string, unknown>) => {
    const before = await rowsOf(service);
    const answer = await client.put(randomUUID(), body);
    expect(await rowsOf(service)).toEqual(before);
    return answer;
  };

  // Each of 20,000 ids compared with every other takes seconds, and so does each of so many errors.
  test('is answered about at once, however many ids are in a list', async () => {
    const embed = Array.from({ length: 20_000 }, () => randomUUID());
    const fits = await client.put(randomUUID(), aTransaction('/many', { links: { embed } }));
    expect(fits.status).toBe(200);
    const twice = await put(aTransaction('/twice', { links: { embed: [...embed, embed[0]] } }));
    expect(twice.json).toMatchObject([{ fragment: '#/links/embed', failed_attribute: 'UniqueItems' }]);
  }, 10_000);

  test('is told a hundred of its faults', async () => {
    const variants = Array.from({ length: 20_000 }, () => ({ introductory_paragraph: 1 }));
    const answer = await put(aTransaction('/faulty', { details: { variants } }));
    expect([answer.status, Object.keys(answer.json).length]).toEqual([422, 100]);
  }, 10_000);
});

test('half of a surrogate pair is no part of a name', async () => {
  const key = await accessToken(service);
  const application = { department: 'demo', service: 'fishing-licence', name: 'a\ud800' };
  const named = await service.call('POST', '/ashlar/v1/publishing-applications', { key, body: application });
  expect(named.status).toBe(400);
  const whole = { ...application, name: 'a\u{1f41f}' };
  expect(
    (await service.call('POST', '/ashlar/v1/publishing-applications', { key, body: whole })).status,
  ).toBe(201);
});
