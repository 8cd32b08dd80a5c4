import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import {
  type ContentSubject,
  call,
  changed,
  command,
  done,
  drafted,
  type Fields,
  freshPath,
  freshWords,
  published,
  read,
  section,
  showsTitle,
} from './subject.ts';

const reading = section('reading');
const routes = section('routes');

const readings = [
  ['readContentItem', '/content'],
  ['readContentItemByApi', '/api/content'],
] as const;

/** What the public reads. */
export const readingCases: readonly Case<ContentSubject>[] = [
  reading('an item has what the standard makes public, its keys sorted', async (subject) => {
    const { id, path, body } = await published(subject, { analytics_identifier: 'A7', phase: 'beta' });
    const answer = await read(subject, path);
    assert.equal(answer.status, 200);
    const item = answer.json as Fields;
    const keys = Object.keys(item);
    assert.deepEqual(keys, keys.toSorted());
    for (const field of [
      ...['analytics_identifier', 'base_path', 'title', 'description', 'document_type', 'locale'],
      ...['phase', 'publishing_app', 'rendering_app', 'schema_name'],
    ]) {
      assert.deepEqual(item[field], body[field], field);
    }
    assert.equal(item.content_id, id);
    for (const time of ['first_published_at', 'public_updated_at', 'updated_at']) {
      assert.match(String(item[time]), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)$/, time);
    }
  }),
  reading('an item tells nothing of its making', async (subject) => {
    const note = freshWords();
    const { path, body } = await published(subject, {
      change_note: note,
      last_edited_at: '2024-01-02T03:04:05Z',
      access_limited: undefined,
    });
    const answer = await read(subject, path);
    assert.equal((answer.json as Fields).title, body.title);
    for (const field of [
      ...['change_note', 'update_type', 'lock_version', 'user_facing_version', 'publication_state'],
      ...[
        'state_history',
        'routes',
        'redirects',
        'access_limited',
        'auth_bypass_ids',
        'last_edited_at',
        'warnings',
      ],
    ]) {
      assert.ok(!(field in (answer.json as Fields)), `${field} is not public`);
    }
    assert.ok(!answer.text.includes(note));
  }),
  reading('text that comes in several media types is shown as HTML', async (subject) => {
    const html = `<p>${freshWords()}</p>`;
    const { path } = await published(subject, {
      details: {
        introductory_paragraph: [
          { content_type: 'text/govspeak', content: 'You *need* one.' },
          { content_type: 'text/html', content: html },
        ],
        start_button_text: 'Apply',
      },
    });
    const { details } = (await read(subject, path)).json as Fields;
    assert.deepEqual(details, { introductory_paragraph: html, start_button_text: 'Apply' });
  }),
  reading('anybody’s scripts and caches may have it, for five minutes', async (subject) => {
    const { path, body } = await published(subject);
    const { headers, json } = await read(subject, path);
    assert.equal((json as Fields).title, body.title);
    assert.equal(headers.get('cache-control'), 'max-age=300, public');
    assert.equal(headers.get('access-control-allow-origin'), '*');
    assert.equal(headers.get('content-type'), 'application/json; charset=utf-8');
  }),
  reading('the public address answers alike', async (subject) => {
    const { path, body } = await published(subject);
    const [one, other] = [
      await read(subject, path),
      await call(subject, 'readContentItemByApi', `/api/content${path}`, { key: null }),
    ];
    assert.equal((one.json as Fields).title, body.title);
    assert.deepEqual([other.status, other.text], [200, one.text]);
    assert.equal(other.headers.get('cache-control'), 'max-age=300, public');
  }),
  reading('an unknown path is 404 without a body, and may be kept', async (subject) => {
    for (const [operation, prefix] of readings) {
      const { path } = await drafted(subject);
      const answer = await call(subject, operation, `${prefix}${path}`, { key: null });
      assert.deepEqual(
        [answer.status, answer.text, answer.headers.get('cache-control')],
        [404, '', 'max-age=300, public'],
      );
    }
  }),
  reading('a change shows within two seconds', async (subject) => {
    const page = await published(subject);
    await showsTitle(subject, page.path, page.body.title);
    const next = await changed(subject, page);
    await showsTitle(subject, page.path, next.body.title);
  }),
  reading('letters beyond ASCII come as they were written', async (subject) => {
    const title = `Trwydded bysgota ŵ 鱼 🐟 ${freshWords()}`;
    const { path } = await published(subject, { title, description: 'a "b" <c> \u2028 &amp;' });
    const { json } = await read(subject, path);
    assert.deepEqual(
      [(json as Fields).title, (json as Fields).description],
      [title, 'a "b" <c> \u2028 &amp;'],
    );
  }),
  routes('a path below a prefix of an item leads to it', async (subject) => {
    const path = freshPath();
    const page = await published(subject, {
      base_path: path,
      routes: [
        { path, type: 'exact' },
        { path: `${path}/parts`, type: 'prefix' },
      ],
    });
    for (const [operation, prefix] of readings) {
      for (const way of ['/parts', '/parts/one', '/parts/one/two']) {
        const answer = await call(subject, operation, `${prefix}${path}${way}`, { key: null });
        assert.equal(answer.status, 303, way);
        const location = new URL(answer.headers.get('location') ?? '', subject.baseUrl);
        assert.equal(location.pathname, `${prefix}${page.path}`);
        assert.equal(location.origin, new URL(subject.baseUrl).origin);
      }
    }
    for (const way of ['/other', '/partsx', '/part'])
      assert.equal((await read(subject, path + way)).status, 404, way);
  }),
  routes('a path beside the base path leads to the item, and nothing below it does', async (subject) => {
    const path = freshPath();
    await published(subject, {
      base_path: path,
      routes: [
        { path, type: 'exact' },
        { path: `${path}.json`, type: 'exact' },
      ],
    });
    const answer = await read(subject, `${path}.json`);
    assert.equal(answer.status, 303);
    assert.equal(new URL(answer.headers.get('location') ?? '', subject.baseUrl).pathname, `/content${path}`);
    assert.equal((await read(subject, `${path}.json/x`)).status, 404);
    assert.equal((await read(subject, `${path}/x`)).status, 404);
  }),
  routes('a page below a prefix of another is itself', async (subject) => {
    const path = freshPath();
    const ways = [
      { path, type: 'exact' },
      { path: `${path}/parts`, type: 'prefix' },
    ];
    await published(subject, { base_path: path, routes: ways });
    const inner = await published(subject, { base_path: `${path}/parts/own` });
    await showsTitle(subject, inner.path, inner.body.title);
    assert.equal((await read(subject, `${path}/parts/other`)).status, 303);
  }),
  routes('ways into a page go when the page goes', async (subject) => {
    const path = freshPath();
    const ways = [
      { path, type: 'exact' },
      { path: `${path}/parts`, type: 'prefix' },
    ];
    const page = await published(subject, { base_path: path, routes: ways });
    assert.equal((await read(subject, `${path}/parts/one`)).status, 303);
    const next = await changed(subject, page);
    await showsTitle(subject, path, next.body.title);
    assert.equal((await read(subject, `${path}/parts/one`)).status, 404);
    done(await command(subject, page.id, 'unpublish', { type: 'vanish' }));
    assert.equal((await read(subject, `${path}/parts/one`)).status, 404);
  }),
];
