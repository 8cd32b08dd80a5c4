import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Case } from '../suite.ts';
import {
  aPage,
  assertRefused,
  type ContentSubject,
  changed,
  command,
  done,
  drafted,
  edition,
  type Fields,
  freshPath,
  leaves,
  published,
  put,
  read,
  section,
  shows,
  showsTitle,
} from './subject.ts';

const publishing = section('publishing');
const dates = section('dates');
const republishing = section('republishing');

/** Publication: what goes live, what it is dated, what is refused. */
export const publishingCases: readonly Case<ContentSubject>[] = [
  publishing('a draft goes live at once', async (subject) => {
    const { id, path, body } = await drafted(subject);
    assert.equal((await read(subject, path)).status, 404);
    const answer = done(await command(subject, id, 'publish'));
    assert.deepEqual(answer.json, { content_id: id });
    assert.equal(((await read(subject, path)).json as Fields).title, body.title);
    const { publication_state, state_history, lock_version } = await edition(subject, id);
    assert.deepEqual([publication_state, state_history, lock_version], ['published', { 1: 'published' }, 2]);
  }),
  publishing('a new edition supersedes the one before', async (subject) => {
    const page = await published(subject);
    const next = await changed(subject, page);
    const { publication_state, state_history, title } = await edition(subject, page.id);
    assert.deepEqual(
      [publication_state, state_history, title],
      ['published', { 1: 'superseded', 2: 'published' }, next.body.title],
    );
    await showsTitle(subject, page.path, next.body.title);
  }),
  publishing('a note is kept of a major change only', async (subject) => {
    const page = await published(subject, { change_note: 'It is new.' });
    assert.equal((await edition(subject, page.id)).change_note, 'It is new.');
    const minor = await changed(subject, page, { update_type: 'minor', change_note: 'A comma' });
    const { change_note, title } = await edition(subject, page.id);
    assert.deepEqual([change_note, title], [null, minor.body.title]);
  }),
  publishing('what is live already is 409, and what is not there 404', async (subject) => {
    const page = await published(subject);
    await leaves(subject, page, async () => {
      assertRefused(await command(subject, page.id, 'publish'), 409);
      assertRefused(await command(subject, page.id, 'publish', { locale: 'cy' }), 404);
    });
    assertRefused(await command(subject, randomUUID(), 'publish'), 404);
    assertRefused(await command(subject, 'no-id', 'publish'), 404);
  }),
  publishing('an update type is needed, of the draft or of the command', async (subject) => {
    const { id, path, body } = await drafted(subject, { update_type: undefined });
    const refused = await command(subject, id, 'publish');
    assertRefused(refused, 422, { fields: ['update_type'], code: 'update_type_required' });
    assert.equal((await read(subject, path)).status, 404);
    done(await command(subject, id, 'publish', { update_type: 'minor' }));
    await showsTitle(subject, path, body.title);
  }),
  publishing('an update type that there is not is refused', async (subject) => {
    const { id, path, body } = await drafted(subject);
    for (const update_type of ['odd', 'MAJOR', 7, ['major'], { major: true }]) {
      const refused = await command(subject, id, 'publish', { update_type });
      assertRefused(refused, 422, { fields: ['update_type'], code: 'update_type_invalid' });
    }
    const { title, publication_state } = await edition(subject, id);
    assert.deepEqual([title, publication_state], [body.title, 'draft']);
    assert.equal((await read(subject, path)).status, 404);
  }),
  publishing('a page that moves leaves a redirect, of each of its ways in', async (subject) => {
    const [from, to] = [freshPath(), freshPath()];
    const routes = (path: string) => [
      { path, type: 'exact' },
      { path: `${path}/print`, type: 'exact' },
    ];
    const page = await published(subject, { base_path: from, routes: routes(from) });
    const next = aPage(to, { routes: routes(to) });
    done(await put(subject, page.id, next));
    await showsTitle(subject, from, page.body.title);
    done(await command(subject, page.id, 'publish'));
    await showsTitle(subject, to, next.title);
    const { redirects, content_id } = await shows(
      subject,
      from,
      (_, item) => item.schema_name === 'redirect',
    );
    assert.notEqual(content_id, page.id);
    assert.deepEqual(redirects, [
      { path: from, type: 'exact', destination: to },
      { path: `${from}/print`, type: 'exact', destination: `${to}/print` },
    ]);
  }),
  publishing('a page that comes back takes its redirect’s place', async (subject) => {
    const page = await published(subject);
    await changed(subject, page, { base_path: freshPath() });
    const back = await changed(subject, page, { base_path: page.path });
    const item = await showsTitle(subject, page.path, back.body.title);
    assert.equal(item.content_id, page.id);
  }),
  dates('a page has the time of its first publication, and of its last major change', async (subject) => {
    const since = Date.now() - 2000;
    const page = await published(subject);
    const first = await showsTitle(subject, page.path, page.body.title);
    const at = Date.parse(String(first.public_updated_at));
    assert.ok(at >= since && at <= Date.now() + 2000, `${first.public_updated_at} is now`);
    assert.equal(first.first_published_at, first.public_updated_at);
    const minor = await changed(subject, page, { update_type: 'minor' });
    const second = await showsTitle(subject, page.path, minor.body.title);
    assert.deepEqual(
      [second.first_published_at, second.public_updated_at],
      [first.first_published_at, first.public_updated_at],
    );
  }),
  dates('a minor change keeps the date of the last major one, a major one is new', async (subject) => {
    const page = await published(subject, { public_updated_at: '2015-01-14T13:47:41Z' });
    const minor = await changed(subject, page, { update_type: 'minor' });
    const kept = await showsTitle(subject, page.path, minor.body.title);
    assert.equal(kept.public_updated_at, '2015-01-14T13:47:41Z');
    const major = await changed(subject, page);
    const dated = await showsTitle(subject, page.path, major.body.title);
    assert.ok(Date.parse(String(dated.public_updated_at)) > Date.now() - 60_000, 'a major change is dated');
  }),
  dates('dates that the application gives are kept, and told in UTC', async (subject) => {
    const page = await published(subject, {
      first_published_at: '2012-09-27T18:00:00+01:00',
      public_updated_at: '2014-02-28T23:59:59-05:00',
    });
    const item = await showsTitle(subject, page.path, page.body.title);
    assert.deepEqual(
      [item.first_published_at, item.public_updated_at],
      ['2012-09-27T17:00:00Z', '2014-03-01T04:59:59Z'],
    );
    const next = await changed(subject, page);
    const later = await showsTitle(subject, page.path, next.body.title);
    assert.equal(later.first_published_at, '2012-09-27T17:00:00Z');
  }),
  republishing('a live page is shown as it is, in a new version', async (subject) => {
    const page = await published(subject);
    const answer = done(await command(subject, page.id, 'republish'));
    assert.deepEqual(answer.json, { content_id: page.id });
    await showsTitle(subject, page.path, page.body.title);
    const { lock_version, state_history } = await edition(subject, page.id);
    assert.deepEqual([lock_version, state_history], [3, { 1: 'published' }]);
  }),
  republishing('a draft beside it stays a draft', async (subject) => {
    const page = await published(subject);
    const draft = aPage(page.path);
    done(await put(subject, page.id, draft));
    done(await command(subject, page.id, 'republish'));
    await showsTitle(subject, page.path, page.body.title);
    const { title, publication_state } = await edition(subject, page.id);
    assert.deepEqual([title, publication_state], [draft.title, 'draft']);
  }),
  republishing('what is not live is 404', async (subject) => {
    const { id, body } = await drafted(subject);
    assertRefused(await command(subject, id, 'republish'), 404);
    assertRefused(await command(subject, randomUUID(), 'republish'), 404);
    assertRefused(await command(subject, 'no-id', 'republish'), 404);
    const { title, lock_version } = await edition(subject, id);
    assert.deepEqual([title, lock_version], [body.title, 1]);
  }),
];
