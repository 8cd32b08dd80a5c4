import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { createEventValidator } from '@ashlar/contracts';
import type { Case } from '../suite.ts';
import {
  aPage,
  type ContentSubject,
  call,
  command,
  done,
  type Fields,
  freshPath,
  published,
  put,
  read,
} from './subject.ts';

const one = (section: string, name: string, run: Case<ContentSubject>['run']) => ({ section, name, run });

/** What the public reads, and what departments hear. */
export const readingCases: readonly Case<ContentSubject>[] = [
  one('reading', 'an item has its keys sorted, its text as HTML, and may be kept', async (subject) => {
    const path = freshPath();
    const id = await published(subject, path);
    const answer = await read(subject, path);
    assert.equal(answer.status, 200);
    const item = answer.json as Fields;
    const keys = Object.keys(item);
    assert.deepEqual(keys, keys.toSorted());
    assert.equal(item.content_id, id);
    assert.equal((item.details as Fields).introductory_paragraph, '<p>You need one.</p>');
    assert.equal(answer.headers.get('cache-control'), 'max-age=300, public');
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
    const alias = await call(subject, 'readContentItemByApi', `/api/content${path}`, { key: null });
    assert.equal(alias.text, answer.text);
  }),
  one('reading', 'an item tells nothing of its making', async (subject) => {
    const path = freshPath();
    await published(subject, path, { change_note: 'For editors' });
    const item = (await read(subject, path)).json as Fields;
    for (const field of ['change_note', 'update_type', 'lock_version', 'routes']) {
      assert.ok(!(field in item), `${field} is not public`);
    }
  }),
  one('reading', 'an unknown path is 404 without a body', async (subject) => {
    const { status, text, headers } = await read(subject, freshPath());
    assert.deepEqual([status, text, headers.get('cache-control')], [404, '', 'max-age=300, public']);
  }),
  one('reading', 'a path of an item leads to it', async (subject) => {
    const path = freshPath();
    const routes = [
      { path, type: 'exact' },
      { path: `${path}/parts`, type: 'prefix' },
    ];
    await published(subject, path, { routes });
    for (const prefix of ['/content', '/api/content']) {
      const id = prefix === '/content' ? 'readContentItem' : 'readContentItemByApi';
      const answer = await call(subject, id, `${prefix}${path}/parts/one`, { key: null });
      assert.equal(answer.status, 303);
      assert.equal(
        new URL(answer.headers.get('location') ?? '', subject.baseUrl).pathname,
        `${prefix}${path}`,
      );
    }
    assert.equal((await read(subject, `${path}/other`)).status, 404);
  }),
  one('reading', 'a change shows within two seconds', async (subject) => {
    const path = freshPath();
    const id = await published(subject, path);
    await read(subject, path);
    done(await put(subject, id, aPage(path, { title: 'Changed' })));
    done(await command(subject, id, 'publish'));
    const shows = await within(
      2000,
      async () => ((await read(subject, path)).json as Fields).title === 'Changed',
    );
    assert.ok(shows, 'the old edition is still shown after two seconds');
  }),
  one('reading', 'a page that moved leaves a redirect', async (subject) => {
    const [from, to] = [freshPath(), freshPath()];
    const id = await published(subject, from);
    done(await put(subject, id, aPage(to)));
    done(await command(subject, id, 'publish'));
    assert.equal(((await read(subject, to)).json as Fields).content_id, id);
    const { schema_name, redirects } = (await read(subject, from)).json as Fields;
    assert.deepEqual(
      [schema_name, redirects],
      ['redirect', [{ path: from, type: 'exact', destination: to }]],
    );
  }),
  one('unpublishing', 'gone is 410, or 200 where it says why', async (subject) => {
    const [bare, explained] = [freshPath(), freshPath()];
    done(await command(subject, await published(subject, bare), 'unpublish', { type: 'gone' }));
    const gone = await read(subject, bare);
    assert.deepEqual([gone.status, (gone.json as Fields).schema_name], [410, 'gone']);
    const why = { type: 'gone', explanation: 'It ended' };
    done(await command(subject, await published(subject, explained), 'unpublish', why));
    const answer = await read(subject, explained);
    assert.deepEqual(
      [answer.status, ((answer.json as Fields).details as Fields).explanation],
      [200, 'It ended'],
    );
  }),
  one(
    'unpublishing',
    'a redirect leads on, a withdrawal gives notice, what vanished is not there',
    async (subject) => {
      const [away, old, never] = [freshPath(), freshPath(), freshPath()];
      const redirect = { type: 'redirect', alternative_path: '/elsewhere' };
      done(await command(subject, await published(subject, away), 'unpublish', redirect));
      const { redirects } = (await read(subject, away)).json as Fields;
      assert.deepEqual(redirects, [{ path: away, type: 'exact', destination: '/elsewhere' }]);
      const withdrawal = { type: 'withdrawal', explanation: 'Out of date' };
      done(await command(subject, await published(subject, old), 'unpublish', withdrawal));
      const withdrawn = (await read(subject, old)).json as { title: string; withdrawn_notice: Fields };
      assert.equal(withdrawn.withdrawn_notice.explanation, 'Out of date');
      assert.equal(withdrawn.title, 'Apply for a fishing licence');
      done(await command(subject, await published(subject, never), 'unpublish', { type: 'vanish' }));
      assert.equal((await read(subject, never)).status, 404);
    },
  ),
  one('unpublishing', 'a draft stands in the way, and a strange kind is refused', async (subject) => {
    const path = freshPath();
    const id = await published(subject, path);
    assert.equal((await command(subject, id, 'unpublish', { type: 'odd' })).status, 422);
    done(await put(subject, id, aPage(path)));
    assert.equal((await command(subject, id, 'unpublish', { type: 'gone' })).status, 422);
    done(await command(subject, id, 'unpublish', { type: 'gone', discard_drafts: true }));
    assert.equal((await command(subject, randomUUID(), 'unpublish', { type: 'gone' })).status, 404);
  }),
  one('feed', 'each change is told once, in order, without text', async (subject) => {
    const path = freshPath();
    const id = await published(subject, path, { title: 'Not for events' });
    done(await command(subject, id, 'unpublish', { type: 'gone', explanation: 'Not for events' }));
    let told: Told[] = [];
    await within(10_000, async () => {
      told = (await feed(subject)).filter(({ data }) => data.content_id === id);
      return told.length >= 3;
    });
    const types = ['drafted', 'published', 'unpublished'].map((what) => `content.edition.${what}.v1`);
    assert.deepEqual(
      told.map(({ type }) => type),
      types,
    );
    assert.deepEqual(
      told.map(({ sequence }) => sequence),
      [1, 2, 3],
    );
    const versions = told.map(({ data }) => data.payload_version);
    assert.deepEqual(
      versions,
      [...new Set(versions)].toSorted((a, b) => a - b),
    );
    assert.ok(!JSON.stringify(told).includes('Not for events'));
    for (const event of told) assert.deepEqual(isEvent(event), []);
  }),
];

const isEvent = createEventValidator('content');

interface Told {
  readonly type: string;
  readonly sequence: number;
  readonly data: { readonly content_id: string; readonly payload_version: number };
}

async function feed(subject: ContentSubject): Promise<Told[]> {
  const events: Told[] = [];
  for (let after = 0; ; ) {
    const { json } = await call(subject, 'listChanges', `/ashlar/v1/changes?limit=500&after=${after}`);
    const page = json as { events: Told[]; position: number };
    events.push(...page.events);
    if (page.events.length === 0 || page.position <= after) return events;
    after = page.position;
  }
}

async function within(ms: number, check: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + ms;
  for (;;) {
    if (await check()) return true;
    if (performance.now() > deadline) return false;
    await setTimeout(50);
  }
}
