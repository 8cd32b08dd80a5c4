import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Case } from '../suite.ts';
import {
  aPage,
  ask,
  assertRefused,
  type ContentSubject,
  changed,
  command,
  done,
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
} from './subject.ts';

const drafts = section('drafts');
const discarding = section('discarding');
const editions = section('editions');

/** Drafts: written, replaced, read and discarded. */
export const draftCases: readonly Case<ContentSubject>[] = [
  drafts('a draft is answered as it was written, with its state', async (subject) => {
    const [id, path] = [randomUUID(), freshPath()];
    const page = aPage(path, { change_note: 'It is new.', phase: 'beta' });
    const made = done(await put(subject, id, { ...page, content_id: id })).json as Fields;
    for (const [field, value] of Object.entries(page)) assert.deepEqual(made[field], value, field);
    const { publication_state, lock_version, user_facing_version, state_history, warnings, links } = made;
    assert.deepEqual(
      { publication_state, lock_version, user_facing_version, state_history, warnings, links },
      {
        publication_state: 'draft',
        lock_version: 1,
        user_facing_version: 1,
        state_history: { 1: 'draft' },
        warnings: {},
        links: {},
      },
    );
  }),
  drafts('a draft is read as it was written, by publishing applications alone', async (subject) => {
    const { id, path, body } = await drafted(subject);
    const got = await edition(subject, id);
    for (const [field, value] of Object.entries(body)) assert.deepEqual(got[field], value, field);
    const public_ = await read(subject, path);
    assert.deepEqual([public_.status, public_.text], [404, '']);
  }),
  drafts('a draft is replaced whole', async (subject) => {
    const { id, path } = await drafted(subject, { analytics_identifier: 'A1', change_note: 'First' });
    const { description: _gone, ...page } = aPage(path);
    done(await put(subject, id, page));
    const got = await edition(subject, id);
    assert.deepEqual(
      [got.title, got.description, got.lock_version, got.user_facing_version],
      [page.title, null, 2, 1],
    );
    assert.ok(!got.change_note && !got.analytics_identifier, 'what was left out is gone');
  }),
  drafts('details keep the order that they came in', async (subject) => {
    const details = {
      start_button_text: freshWords(),
      downtime_message: 'b',
      hidden_search_terms: ['z', 'a'],
    };
    const { id } = await drafted(subject, { details });
    assert.equal(JSON.stringify((await edition(subject, id)).details), JSON.stringify(details));
  }),
  drafts('a draft beside a live edition leaves that as it is', async (subject) => {
    const page = await published(subject);
    const next = aPage(page.path);
    const made = done(await put(subject, page.id, next)).json as Fields;
    assert.deepEqual(
      [made.publication_state, made.user_facing_version, made.state_history],
      ['draft', 2, { 1: 'published', 2: 'draft' }],
    );
    const live = await edition(subject, page.id, '?content_store=live');
    assert.deepEqual([live.title, live.publication_state], [page.body.title, 'published']);
    assert.equal(((await read(subject, page.path)).json as Fields).title, page.body.title);
  }),
  drafts('a draft may go to another path, and the one that it leaves is free', async (subject) => {
    const { id, path } = await drafted(subject);
    done(await put(subject, id, aPage(freshPath())));
    await drafted(subject, { base_path: path, publishing_app: 'whitehall' });
  }),
  drafts('each locale has its own draft and lock version', async (subject) => {
    const { id, body } = await drafted(subject);
    const welsh = aPage(freshPath(), { locale: 'cy' });
    const made = done(await put(subject, id, welsh)).json as Fields;
    assert.deepEqual([made.locale, made.lock_version], ['cy', 1]);
    assert.equal((await edition(subject, id, '?locale=cy')).title, welsh.title);
    assert.equal((await edition(subject, id)).title, body.title);
    assertRefused(await ask(subject, id, '?locale=fr'), 404);
    done(await command(subject, id, 'publish', { locale: 'cy' }));
    assert.equal((await edition(subject, id)).publication_state, 'draft');
  }),
  editions('an edition is found by its store and by its version', async (subject) => {
    const page = await published(subject);
    const second = await changed(subject, page);
    const third = aPage(page.path);
    done(await put(subject, page.id, third));
    const found = async (query: string) => {
      const { title, publication_state } = await edition(subject, page.id, query);
      return [title, publication_state];
    };
    assert.deepEqual(await found('?version=1'), [page.body.title, 'superseded']);
    assert.deepEqual(await found('?version=2'), [second.body.title, 'published']);
    assert.deepEqual(await found('?content_store=live'), [second.body.title, 'published']);
    assert.deepEqual(await found('?content_store=draft'), [third.title, 'draft']);
    assert.deepEqual(await found(''), [third.title, 'draft']);
    assertRefused(await ask(subject, page.id, '?version=9'), 404);
  }),
  editions('what is not there is 404, whatever the id looks like', async (subject) => {
    const { id, body } = await drafted(subject);
    for (const none of [randomUUID(), 'no-id', `${id}0`]) assertRefused(await ask(subject, none), 404);
    assertRefused(await ask(subject, id, '?content_store=live'), 404);
    assert.equal((await edition(subject, id.toUpperCase())).title, body.title);
  }),
  editions('a store or locale that there is not is refused', async (subject) => {
    const { id, body } = await drafted(subject);
    const named = (field: string) => ({ fields: [field], code: 'parameter_missing_or_invalid' });
    assertRefused(await ask(subject, id, '?content_store=other'), 422, named('content_store'));
    assertRefused(await ask(subject, id, '?locale=NO!'), 422, named('locale'));
    assert.equal((await edition(subject, id, '?locale=en')).title, body.title);
  }),
  discarding('a draft that never was live goes, and frees its path', async (subject) => {
    const { id, path } = await drafted(subject);
    done(await command(subject, id, 'discard-draft'));
    assertRefused(await ask(subject, id), 404);
    await drafted(subject, { base_path: path, publishing_app: 'whitehall' });
  }),
  discarding('the live edition stays', async (subject) => {
    const page = await published(subject);
    done(await put(subject, page.id, aPage(page.path)));
    done(await command(subject, page.id, 'discard-draft'));
    const { title, publication_state, state_history } = await edition(subject, page.id);
    assert.deepEqual(
      [title, publication_state, state_history],
      [page.body.title, 'published', { 1: 'published' }],
    );
    assert.equal(((await read(subject, page.path)).json as Fields).title, page.body.title);
  }),
  discarding('without a draft it is 404, or 422 where there is a live edition', async (subject) => {
    assertRefused(await command(subject, randomUUID(), 'discard-draft'), 404);
    assertRefused(await command(subject, 'no-id', 'discard-draft'), 404);
    const page = await published(subject);
    await leaves(subject, page, async () => {
      assertRefused(await command(subject, page.id, 'discard-draft'), 422, { code: 'no_draft_to_discard' });
    });
  }),
  discarding('a discarded document can be written again', async (subject) => {
    const { id, path } = await drafted(subject);
    done(await command(subject, id, 'discard-draft'));
    const again = aPage(path);
    const made = done(await put(subject, id, again)).json as Fields;
    assert.deepEqual([made.title, made.publication_state], [again.title, 'draft']);
  }),
];
