import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Case } from '../suite.ts';
import {
  aPage,
  assertRefused,
  type ContentSubject,
  call,
  command,
  done,
  edition,
  type Fields,
  freshPath,
  published,
  put,
  read,
} from './subject.ts';

const one = (section: string, name: string, run: Case<ContentSubject>['run']) => ({ section, name, run });

/** Drafts, publication, the lock, and what is refused. */
export const writingCases: readonly Case<ContentSubject>[] = [
  one('drafts', 'a draft reads as it was written, and nobody else reads it', async (subject) => {
    const id = randomUUID();
    const path = freshPath();
    const page = aPage(path);
    const made = done(await put(subject, id, { ...page, content_id: id })).json as Fields;
    const { title, details, publication_state, lock_version, content_id } = made;
    assert.deepEqual(
      { title, details, publication_state, lock_version, content_id },
      {
        title: page.title,
        details: page.details,
        publication_state: 'draft',
        lock_version: 1,
        content_id: id,
      },
    );
    const got = await edition(subject, id);
    assert.deepEqual([got.title, got.details, got.base_path], [page.title, page.details, path]);
    assert.equal((await read(subject, path)).status, 404);
  }),
  one('drafts', 'a draft is replaced, and discarded', async (subject) => {
    const id = randomUUID();
    const path = freshPath();
    done(await put(subject, id, aPage(path)));
    done(await put(subject, id, aPage(path, { title: 'Another' })));
    const got = await edition(subject, id);
    assert.deepEqual([got.title, got.lock_version, got.user_facing_version], ['Another', 2, 1]);
    done(await command(subject, id, 'discard-draft'));
    const gone = await call(subject, 'getContent', `/v2/content/${id}`);
    assertRefused(gone, 404);
    assertRefused(await command(subject, id, 'discard-draft'), 404);
  }),
  one('drafts', 'each locale has its own draft', async (subject) => {
    const id = randomUUID();
    done(await put(subject, id, aPage(freshPath())));
    done(await put(subject, id, aPage(freshPath(), { locale: 'cy', title: 'Trwydded' })));
    assert.equal((await edition(subject, id, '?locale=cy')).title, 'Trwydded');
    assert.equal((await edition(subject, id)).title, 'Apply for a fishing licence');
  }),
  one('publishing', 'a new edition supersedes the one before', async (subject) => {
    const path = freshPath();
    const id = await published(subject, path);
    done(await put(subject, id, aPage(path, { title: 'Second' })));
    assert.equal((await edition(subject, id, '?content_store=live')).title, 'Apply for a fishing licence');
    done(await command(subject, id, 'publish'));
    const { publication_state, state_history, title } = await edition(subject, id);
    assert.deepEqual(
      [publication_state, state_history, title],
      ['published', { 1: 'superseded', 2: 'published' }, 'Second'],
    );
  }),
  one('publishing', 'a minor change keeps the date of the last major one', async (subject) => {
    const path = freshPath();
    const id = await published(subject, path, { public_updated_at: '2015-01-14T13:47:41Z' });
    done(await put(subject, id, aPage(path, { update_type: 'minor' })));
    done(await command(subject, id, 'publish'));
    const { json } = await read(subject, path);
    assert.equal((json as Fields).public_updated_at, '2015-01-14T13:47:41Z');
  }),
  one('publishing', 'what is live already, or is not there, is refused', async (subject) => {
    const id = await published(subject, freshPath());
    assertRefused(await command(subject, id, 'publish'), 409);
    assertRefused(await command(subject, randomUUID(), 'publish'), 404);
    assertRefused(await command(subject, id, 'discard-draft'), 422);
  }),
  one('publishing', 'an update type is needed, and one that there is', async (subject) => {
    const id = randomUUID();
    done(await put(subject, id, aPage(freshPath(), { update_type: undefined })));
    assertRefused(await command(subject, id, 'publish'), 422, ['update_type']);
    assertRefused(await command(subject, id, 'publish', { update_type: 'odd' }), 422, ['update_type']);
    done(await command(subject, id, 'publish', { update_type: 'minor' }));
  }),
  one('lock', 'a version that is not the document’s is refused, as number and as text', async (subject) => {
    const id = randomUUID();
    const path = freshPath();
    done(await put(subject, id, aPage(path)));
    for (const previous_version of [7, '7']) {
      assertRefused(await put(subject, id, aPage(path, { previous_version })), 409, ['previous_version']);
      assertRefused(await command(subject, id, 'publish', { previous_version }), 409, ['previous_version']);
    }
    done(await put(subject, id, aPage(path, { previous_version: '1' })));
    done(await command(subject, id, 'publish', { previous_version: 2 }));
  }),
  one('lock', 'of two writers who saw the same version one wins', async (subject) => {
    const id = randomUUID();
    const path = freshPath();
    done(await put(subject, id, aPage(path)));
    const race = ['One', 'Two'].map((title) => put(subject, id, aPage(path, { title, previous_version: 1 })));
    const answers = await Promise.all(race);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
    const winner = answers.find(({ status }) => status === 200)?.json as Fields;
    assert.equal((await edition(subject, id)).title, winner.title);
  }),
  one('schema', 'what does not fit is told as a list, one entry a keyword', async (subject) => {
    const body = aPage('no path', { routes: [{ path: '/a', type: 'exact' }] });
    const { status, json, headers } = await put(subject, randomUUID(), body);
    assert.equal(status, 422);
    assert.equal(headers.get('content-type'), 'application/json; charset=utf-8');
    const errors = json as { fragment: string; failed_attribute: string }[];
    assert.deepEqual(
      errors.map(({ fragment, failed_attribute }) => [fragment, failed_attribute]),
      [['#/base_path', 'AllOf']],
    );
  }),
  one('schema', 'what is missing or unknown is refused, and nothing is stored', async (subject) => {
    const id = randomUUID();
    for (const change of [
      { title: undefined },
      { odd: 1 },
      { details: { odd: 1 } },
      { schema_name: 'odd' },
    ]) {
      const { status, json } = await put(subject, id, aPage(freshPath(), change));
      assert.deepEqual([status, Array.isArray(json)], [422, true], JSON.stringify(change));
    }
    assertRefused(await call(subject, 'getContent', `/v2/content/${id}`), 404);
  }),
  one('schema', 'what is no JSON is 400, and what is no id is 404', async (subject) => {
    const path = `/v2/content/${randomUUID()}`;
    assertRefused(await call(subject, 'putContent', path, { method: 'PUT', text: '{' }), 400);
    assertRefused(await put(subject, 'no-id', aPage(freshPath())), 404);
  }),
  one('paths', 'a path belongs to the application that first used it', async (subject) => {
    const path = freshPath();
    done(await put(subject, randomUUID(), aPage(path)));
    const other = aPage(path, { publishing_app: 'whitehall' });
    assertRefused(await put(subject, randomUUID(), other), 422, ['base_path']);
    const reserve = (method: string, body: Fields) =>
      call(subject, method === 'PUT' ? 'reservePath' : 'releasePath', `/paths${path}`, { method, body });
    assertRefused(await reserve('PUT', { publishing_app: 'whitehall' }), 422, ['base_path']);
    assertRefused(await reserve('DELETE', { publishing_app: 'whitehall' }), 422, ['base_path']);
    done(await reserve('PUT', { publishing_app: 'whitehall', override_existing: true }));
    done(await reserve('DELETE', { publishing_app: 'whitehall' }));
    assertRefused(await reserve('DELETE', { publishing_app: 'whitehall' }), 404);
  }),
  one('paths', 'a second document cannot go live at a path', async (subject) => {
    const path = freshPath();
    const first = await published(subject, path);
    const id = randomUUID();
    const { json } = done(await put(subject, id, aPage(path)));
    assert.ok('content_item_blocking_publish' in ((json as Fields).warnings as Fields));
    assert.equal((await command(subject, id, 'publish')).status, 422);
    assert.equal(((await read(subject, path)).json as Fields).content_id, first);
  }),
  one('access', 'nothing is written without a token', async (subject) => {
    for (const key of [null, 'unknown']) {
      const path = `/v2/content/${randomUUID()}`;
      const answer = await call(subject, 'putContent', path, { method: 'PUT', text: '{', key });
      assert.equal(answer.status, 401, 'before the body is looked at');
    }
  }),
];
