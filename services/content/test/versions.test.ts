import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
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
  service = await startService();
  client = clientOf(service, (await anApplication(service)).token);
});

afterAll(() => service.end());

const versionsOf = (id: string, query = '', by = client) =>
  by.ask('GET', `/ashlar/v1/documents/${id}/versions${query}`);

/** A page with two published versions and a draft. */
async function threeVersions(path: string): Promise<string> {
  const id = await publishedAt(client, path, { last_edited_at: '2026-01-02T03:04:05Z' });
  const { details } = aTransaction(path) as { details: Record<string, unknown> };
  await client.put(id, aTransaction(path, { title: 'Fish', change_note: 'It has a new name.' }));
  await client.post(id, 'publish');
  const minor = { title: 'Fish', update_type: 'minor', details: { ...details, start_button_text: 'Go' } };
  await client.put(id, aTransaction(path, minor));
  return id;
}

test('the versions of a document are listed, newest first, with their notes and where each differs from the one before', async () => {
  const { status, json } = await versionsOf(await threeVersions('/versions'));
  expect(status).toBe(200);
  expect(json).toEqual({
    versions: [
      expect.objectContaining({ version: 3, state: 'draft', update_type: 'minor' }),
      expect.objectContaining({ version: 2, state: 'published', change_note: 'It has a new name.' }),
      expect.objectContaining({ version: 1, state: 'superseded', last_edited_at: '2026-01-02T03:04:05Z' }),
    ],
  });
  const [draft, second, first] = json.versions as Record<string, unknown>[];
  expect([draft?.changed, second?.changed, first?.changed]).toEqual([
    ['/change_note', '/details/start_button_text', '/update_type'],
    ['/change_note', '/last_edited_at', '/title'],
    [],
  ]);
  // A note is of a major change.
  expect(draft).not.toHaveProperty('change_note');
  expect(draft).not.toHaveProperty('published_at');
});

test('pages follow each other, and each last version is still compared with the one before', async () => {
  const id = await threeVersions('/pages');
  const whole = (await versionsOf(id)).json.versions;
  const one = await versionsOf(id, '?limit=2');
  expect(one.json.next).toBe(2);
  const two = await versionsOf(id, `?limit=2&before=${one.json.next}`);
  expect(two.json).not.toHaveProperty('next');
  expect([...(one.json.versions as []), ...(two.json.versions as [])]).toEqual(whole);
});

test('a document of another department, in another language or that never was is 404', async () => {
  const id = await threeVersions('/private');
  const other = clientOf(service, (await anApplication(service, 'tax')).token);
  expect((await versionsOf(id, '', other)).status).toBe(404);
  expect((await versionsOf(id, '?locale=cy')).status).toBe(404);
  expect((await versionsOf(randomUUID())).status).toBe(404);
});

test.each(['?limit=0', '?limit=51', '?before=x', '?before=0'])('is refused with %s', async (query) => {
  const { status, headers } = await versionsOf(randomUUID(), query);
  expect([status, headers['content-type']]).toEqual([
    400,
    expect.stringContaining('application/problem+json'),
  ]);
});

test('needs a token', async () => {
  expect((await service.call('GET', `/ashlar/v1/documents/${randomUUID()}/versions`)).status).toBe(401);
});
