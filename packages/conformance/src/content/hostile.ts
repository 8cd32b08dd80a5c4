import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type Answer, send } from '../http.ts';
import type { Case } from '../suite.ts';
import {
  aPage,
  ask,
  assertRefused,
  type ContentSubject,
  call,
  changed,
  command,
  drafted,
  edition,
  type Fields,
  freshPath,
  freshWords,
  leaves,
  published,
  put,
  read,
  section,
  showsTitle,
} from './subject.ts';

const hostile = section('hostile');
const leaks = section('draft leakage');

/** Asserts that an answer is the caller's fault, told in the standard's shape. */
function assertCallersFault(answer: Answer, what: string): void {
  assert.ok(
    [400, 404, 409, 413, 422].includes(answer.status),
    `${what}: ${answer.status} ${answer.text.slice(0, 200)}`,
  );
  if (Array.isArray(answer.json)) return;
  const { error } = (answer.json ?? {}) as { error?: Fields };
  assert.equal(error?.code, answer.status, what);
}

/** Bodies and addresses that mean harm, and what must never be read. */
export const hostileCases: readonly Case<ContentSubject>[] = [
  hostile('a body of five megabytes is refused, and nothing is stored', async (subject) => {
    const page = await drafted(subject);
    await leaves(subject, page, async () => {
      const answer = await put(subject, page.id, aPage(page.path, { title: 'a'.repeat(5 * 1024 * 1024) }));
      assert.ok([413, 422].includes(answer.status), String(answer.status));
    });
  }),
  hostile('JSON that is nested thousands of times is refused', async (subject) => {
    const page = await drafted(subject);
    const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
    const list = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const write = (text: string) =>
      call(subject, 'putContent', `/v2/content/${page.id}`, { method: 'PUT', text });
    await leaves(subject, page, async () => {
      for (const nested of [deep, list]) {
        assertCallersFault(await write(nested), 'alone');
        const body = JSON.stringify(aPage(page.path, { details: '?' })).replace('"?"', nested);
        assertCallersFault(await write(body), 'as details');
      }
    });
  }),
  hostile('text that no database keeps is refused', async (subject) => {
    const page = await drafted(subject);
    const { id, path } = page;
    await leaves(subject, page, async () => {
      for (const bad of ['a\0b', 'a\ud800', '\udc00b']) {
        assertCallersFault(await put(subject, id, aPage(path, { title: bad })), 'title');
        assertCallersFault(
          await put(subject, id, aPage(path, { details: { start_button_text: bad } })),
          'details',
        );
        assertCallersFault(await put(subject, id, aPage(`${path}/${bad}`)), 'base_path');
        assertCallersFault(await put(subject, id, aPage(path, { publishing_app: bad })), 'publishing_app');
        const gone = { type: 'gone', allow_draft: true, explanation: bad };
        assertCallersFault(await command(subject, id, 'unpublish', gone), 'explanation');
      }
    });
  }),
  hostile('a member of the wrong kind is refused, whichever it is', async (subject) => {
    const page = await drafted(subject);
    const fields = [
      ...['base_path', 'title', 'document_type', 'schema_name', 'publishing_app', 'rendering_app', 'locale'],
      ...[
        'routes',
        'details',
        'phase',
        'update_type',
        'public_updated_at',
        'change_note',
        'links',
        'description',
      ],
    ];
    const unspeakable = { toString: 1, valueOf: 1 };
    await leaves(subject, page, async () => {
      for (const field of fields) {
        for (const value of [7.5, [[1]], unspeakable, true]) {
          if (field === 'details' && value === unspeakable) continue;
          assertCallersFault(
            await put(subject, page.id, aPage(page.path, { [field]: value })),
            `${field} ${typeof value}`,
          );
        }
      }
    });
  }),
  hostile('a command’s member of the wrong kind is refused', async (subject) => {
    const page = await drafted(subject);
    const unspeakable = { toString: 1, valueOf: 1 };
    await leaves(subject, page, async () => {
      for (const [name, body] of [
        ['publish', { update_type: unspeakable }],
        ['publish', { previous_version: unspeakable }],
        ['publish', { locale: unspeakable }],
        ['publish', { locale: ['en'] }],
        ['discard-draft', { previous_version: [unspeakable] }],
        ['discard-draft', { locale: 7 }],
        ['unpublish', { type: unspeakable, allow_draft: true }],
        ['unpublish', { type: 'gone', allow_draft: true, explanation: [] }],
        ['unpublish', { type: 'gone', allow_draft: true, alternative_path: {} }],
        ['unpublish', { type: 'redirect', allow_draft: true, redirects: unspeakable }],
        ['unpublish', { type: 'gone', allow_draft: true, unpublished_at: unspeakable }],
      ] as const) {
        assertCallersFault(await command(subject, page.id, name, body), `${name} ${JSON.stringify(body)}`);
      }
    });
  }),
  hostile('members that name the insides of objects change nothing', async (subject) => {
    const page = await drafted(subject);
    const write = (more: string) =>
      call(subject, 'putContent', `/v2/content/${page.id}`, {
        method: 'PUT',
        text: JSON.stringify(aPage(page.path, { description: '?' })).replace('"?"', `"?",${more}`),
      });
    await leaves(subject, page, async () => {
      for (const more of ['"__proto__":{"title":"x"}', '"constructor":{"prototype":{"title":"x"}}']) {
        assertCallersFault(await write(more), more);
      }
    });
    const { title } = (await drafted(subject)).body;
    assert.notEqual(title, 'x');
  }),
  hostile('a path that climbs, is escaped or has a query is refused or only itself', async (subject) => {
    const page = await published(subject);
    for (const climbing of [
      '/../etc/passwd',
      '/./x',
      '//double',
      '/a?b',
      '/a#b',
      '/a b',
      '/%00',
      '/%2e%2e/x',
      '/a\\b',
    ]) {
      const id = randomUUID();
      const answer = await put(subject, id, aPage(page.path + climbing));
      if (answer.status !== 200) assertCallersFault(answer, climbing);
      await showsTitle(subject, page.path, page.body.title);
    }
    for (const odd of ['/%2e%2e/%2e%2e/health', '/..%2f..%2fv2/content', '/%00', '/%ff', '/%E0%A4%A']) {
      // What is in front of an implementation may refuse such an address, in words of its own.
      const answer = await send(`${subject.baseUrl}/content${page.path}${odd}`);
      assert.ok([400, 404].includes(answer.status), `${odd}: ${answer.status}`);
    }
  }),
  hostile('thousands of faults are told in an answer that can be read', async (subject) => {
    const page = await drafted(subject);
    const variants = Array.from({ length: 10_000 }, () => ({ introductory_paragraph: 1 }));
    await leaves(subject, page, async () => {
      const answer = await put(subject, page.id, aPage(page.path, { details: { variants } }));
      assert.equal(answer.status, 422);
      assert.ok(answer.text.length < 1_000_000, `${answer.text.length} bytes`);
    });
  }),
  leaks('nothing of a draft is public, whatever it is asked by', async (subject) => {
    const secret = randomUUID();
    const path = freshPath();
    const { id } = await drafted(subject, {
      base_path: path,
      title: `Secret ${secret}`,
      routes: [
        { path, type: 'exact' },
        { path: `${path}/parts`, type: 'prefix' },
      ],
    });
    for (const [operation, prefix] of [
      ['readContentItem', '/content'],
      ['readContentItemByApi', '/api/content'],
    ] as const) {
      for (const way of ['', '/parts', '/parts/one', '?content_store=draft', `?token=${subject.apiKey}`]) {
        for (const key of [null, subject.apiKey]) {
          const answer = await call(subject, operation, `${prefix}${path}${way}`, { key });
          assert.deepEqual([answer.status, answer.text], [404, ''], way);
        }
      }
    }
    assert.equal((await edition(subject, id)).title, `Secret ${secret}`);
  }),
  leaks('nothing of a draft beside a live page is public', async (subject) => {
    const page = await published(subject);
    const secret = randomUUID();
    const { path } = page;
    const routes = [
      { path, type: 'exact' },
      { path: `${path}/parts`, type: 'prefix' },
    ];
    const body = aPage(path, { title: secret, routes, details: { start_button_text: secret } });
    await put(subject, page.id, body);
    for (const work of ['republish', 'discard-draft'] as const) {
      const answer = await read(subject, path);
      assert.equal((answer.json as Fields).title, page.body.title);
      assert.ok(!answer.text.includes(secret));
      assert.equal((await read(subject, `${path}/parts/one`)).status, 404);
      await command(subject, page.id, work);
    }
    const next = await changed(subject, page);
    const item = await showsTitle(subject, path, next.body.title);
    assert.ok(!JSON.stringify(item).includes(secret), 'what was discarded never shows');
  }),
  leaks('a draft that fails to go live shows nothing', async (subject) => {
    const page = await published(subject);
    const secret = randomUUID();
    const id = randomUUID();
    await put(subject, id, aPage(page.path, { title: secret }));
    assertRefused(await command(subject, id, 'publish'), 422, {
      fields: ['base_path'],
      code: 'base_path_already_in_use',
    });
    const answer = await read(subject, page.path);
    assert.equal((answer.json as Fields).title, page.body.title);
    assert.ok(!answer.text.includes(secret));
    assert.equal((await ask(subject, id)).status, 200);
  }),
  leaks('a title’s markup is text', async (subject) => {
    const title = `<script>alert("${freshWords()}")</script>`;
    const { path } = await published(subject, { title });
    const { headers, json } = await read(subject, path);
    assert.equal((json as Fields).title, title);
    assert.match(headers.get('content-type') ?? '', /^application\/json/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
  }),
];
