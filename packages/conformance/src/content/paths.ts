import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Case } from '../suite.ts';
import {
  aPage,
  aRedirect,
  ask,
  assertRefused,
  type ContentSubject,
  command,
  done,
  drafted,
  edition,
  type Fields,
  freshPath,
  leaves,
  lookUp,
  published,
  put,
  read,
  release,
  reserve,
  section,
  shows,
  showsTitle,
} from './subject.ts';

const paths = section('paths');
const takeovers = section('takeovers');
const lookups = section('look-ups');

const taken = { fields: ['base_path'], code: 'base_path_already_in_use' };
const needs = (field: string) => ({ fields: [field], code: 'parameter_missing_or_invalid' });

/** Who has a path, who gets one, and what is at it. */
export const pathCases: readonly Case<ContentSubject>[] = [
  paths('a path is reserved once and again by its application', async (subject) => {
    const path = freshPath();
    for (const publishing_app of ['publisher', 'publisher']) {
      const { json } = done(await reserve(subject, path, { publishing_app }));
      const { base_path, publishing_app: owner } = json as Fields;
      assert.deepEqual([base_path, owner], [path, 'publisher']);
    }
    const other = aPage(path, { publishing_app: 'whitehall' });
    assertRefused(await put(subject, randomUUID(), other), 422, taken);
    await drafted(subject, { base_path: path });
  }),
  paths('a draft reserves its path, and another application may not have it', async (subject) => {
    const page = await drafted(subject);
    await leaves(subject, page, async () => {
      assertRefused(await reserve(subject, page.path, { publishing_app: 'whitehall' }), 422, taken);
      const beside = aPage(page.path, { publishing_app: 'whitehall' });
      assertRefused(await put(subject, randomUUID(), beside), 422, taken);
    });
    done(await reserve(subject, page.path, { publishing_app: 'publisher' }));
  }),
  paths('a path is taken over where that is asked for', async (subject) => {
    const path = freshPath();
    for (const override_existing of [true, 'true']) {
      done(await reserve(subject, path, { publishing_app: 'publisher', override_existing }));
      const { json } = done(await reserve(subject, path, { publishing_app: 'whitehall', override_existing }));
      assert.deepEqual((json as Fields).base_path, path);
      assertRefused(await reserve(subject, path, { publishing_app: 'publisher' }), 422, taken);
    }
  }),
  paths('a path is released by its application alone, and free from then on', async (subject) => {
    const path = freshPath();
    assertRefused(await release(subject, path, { publishing_app: 'publisher' }), 404);
    done(await reserve(subject, path, { publishing_app: 'publisher' }));
    assertRefused(await release(subject, path, { publishing_app: 'whitehall' }), 422, taken);
    done(await release(subject, path, { publishing_app: 'publisher' }));
    assertRefused(await release(subject, path, { publishing_app: 'publisher' }), 404);
    await drafted(subject, { base_path: path, publishing_app: 'whitehall' });
  }),
  paths('an application is needed', async (subject) => {
    const path = freshPath();
    for (const body of [{}, { publishing_app: '' }, { publishing_app: null }, { publishing_app: 7 }]) {
      assertRefused(await reserve(subject, path, body), 422, needs('publishing_app'));
      assertRefused(await release(subject, path, body), 422, needs('publishing_app'));
    }
    await drafted(subject, { base_path: path, publishing_app: 'whitehall' });
  }),
  paths('a path of more than 512 bytes is refused', async (subject) => {
    const long = (length: number) => `${freshPath()}/`.padEnd(length, 'a');
    const path = long(513);
    assertRefused(await reserve(subject, path, { publishing_app: 'publisher' }), 422, needs('base_path'));
    const answer = await put(subject, randomUUID(), aPage(path));
    assert.equal(answer.status, 422);
    await drafted(subject, { base_path: long(512) });
  }),
  takeovers('one draft has a path, and the other is told whose it is', async (subject) => {
    const page = await drafted(subject);
    const id = randomUUID();
    await leaves(subject, page, async () => {
      const answer = await put(subject, id, aPage(page.path));
      assertRefused(answer, 422, taken);
      assert.match(String((answer.json as { error: Fields }).error.message), new RegExp(page.id));
    });
    assertRefused(await ask(subject, id), 404);
  }),
  takeovers('another locale at the path is in the way as well', async (subject) => {
    const page = await drafted(subject);
    await leaves(subject, page, async () => {
      assertRefused(await put(subject, page.id, aPage(page.path, { locale: 'cy' })), 422, taken);
    });
  }),
  takeovers('a draft of a path where another page is live is warned, and cannot go live', async (subject) => {
    const page = await published(subject);
    const id = randomUUID();
    const { warnings } = done(await put(subject, id, aPage(page.path))).json as { warnings: Fields };
    assert.match(String(warnings.content_item_blocking_publish), new RegExp(page.id));
    await leaves(subject, page, async () => {
      assertRefused(await command(subject, id, 'publish'), 422, taken);
      const straight = { type: 'gone', allow_draft: true };
      const answer = await command(subject, id, 'unpublish', {
        ...straight,
        type: 'withdrawal',
        explanation: 'a',
      });
      assertRefused(answer, 422, taken);
    });
    assert.equal(((await read(subject, page.path)).json as Fields).content_id, page.id);
  }),
  takeovers('a redirect takes the place of another draft', async (subject) => {
    const page = await drafted(subject);
    const [id, to] = [randomUUID(), freshPath()];
    done(await put(subject, id, aRedirect(page.path, to)));
    assertRefused(await ask(subject, page.id), 404);
    assert.equal((await edition(subject, id)).base_path, page.path);
  }),
  takeovers('a page takes the place of a draft redirect', async (subject) => {
    const [id, path] = [randomUUID(), freshPath()];
    done(await put(subject, id, aRedirect(path, freshPath())));
    const page = await drafted(subject, { base_path: path });
    assertRefused(await ask(subject, id), 404);
    done(await command(subject, page.id, 'publish'));
    await showsTitle(subject, path, page.body.title);
  }),
  takeovers('a redirect that is published takes the place of a page', async (subject) => {
    const page = await published(subject);
    const [id, to] = [randomUUID(), freshPath()];
    done(await put(subject, id, aRedirect(page.path, to)));
    await showsTitle(subject, page.path, page.body.title);
    done(await command(subject, id, 'publish'));
    const item = await shows(subject, page.path, (_, { schema_name }) => schema_name === 'redirect');
    assert.equal(item.content_id, id);
    assert.equal((await edition(subject, page.id)).publication_state, 'unpublished');
  }),
  takeovers('a page takes the place of what is gone, leads elsewhere or vanished', async (subject) => {
    for (const how of [
      { type: 'gone' },
      { type: 'redirect', alternative_path: '/elsewhere' },
      { type: 'vanish' },
    ]) {
      const page = await published(subject);
      done(await command(subject, page.id, 'unpublish', how));
      const next = await published(subject, { base_path: page.path });
      const item = await showsTitle(subject, page.path, next.body.title);
      assert.equal(item.content_id, next.id, how.type);
    }
  }),
  takeovers('a withdrawn page stands in the way', async (subject) => {
    const page = await published(subject);
    done(await command(subject, page.id, 'unpublish', { type: 'withdrawal', explanation: 'Old' }));
    const id = randomUUID();
    done(await put(subject, id, aPage(page.path)));
    await leaves(subject, page, async () => {
      assertRefused(await command(subject, id, 'publish'), 422, taken);
    });
  }),
  lookups('documents are found by their paths', async (subject) => {
    const [live, draft, none] = [await published(subject), await drafted(subject), freshPath()];
    const base_paths = [live.path, draft.path, none];
    assert.deepEqual(done(await lookUp(subject, { base_paths })).json, { [live.path]: live.id });
    const all = { [live.path]: live.id, [draft.path]: draft.id };
    assert.deepEqual(done(await lookUp(subject, { base_paths, with_drafts: true })).json, all);
  }),
  lookups('what is gone, vanished or leads elsewhere is found where that is asked for', async (subject) => {
    const pages = [await published(subject), await published(subject), await published(subject)];
    const [gone, away, never] = pages as [(typeof pages)[0], (typeof pages)[0], (typeof pages)[0]];
    done(await command(subject, gone.id, 'unpublish', { type: 'gone' }));
    done(await command(subject, away.id, 'unpublish', { type: 'redirect', alternative_path: '/a' }));
    done(await command(subject, never.id, 'unpublish', { type: 'vanish' }));
    const base_paths = pages.map(({ path }) => path);
    const found = async (more: Fields) => done(await lookUp(subject, { base_paths, ...more })).json as Fields;
    assert.deepEqual(await found({}), {});
    assert.deepEqual(await found({ exclude_unpublishing_types: ['vanish', 'redirect'] }), {
      [gone.path]: gone.id,
    });
    const all = Object.fromEntries(pages.map(({ id, path }) => [path, id]));
    assert.deepEqual(await found({ exclude_unpublishing_types: [] }), all);
  }),
  lookups('document types are left out, redirects unless that is asked for', async (subject) => {
    const [page, id, path] = [await published(subject), randomUUID(), freshPath()];
    done(await put(subject, id, aRedirect(path, page.path)));
    done(await command(subject, id, 'publish'));
    const base_paths = [page.path, path];
    const found = async (more: Fields) => done(await lookUp(subject, { base_paths, ...more })).json as Fields;
    assert.deepEqual(await found({}), { [page.path]: page.id });
    assert.deepEqual(await found({ exclude_document_types: ['transaction'] }), { [path]: id });
    assert.deepEqual(await found({ exclude_document_types: [] }), { [page.path]: page.id, [path]: id });
  }),
  lookups('a list of paths is needed', async (subject) => {
    const page = await published(subject);
    for (const base_paths of [undefined, null, page.path, [7], [{}]]) {
      assertRefused(await lookUp(subject, { base_paths }), 422, needs('base_paths'));
    }
    assert.deepEqual(done(await lookUp(subject, { base_paths: [page.path] })).json, { [page.path]: page.id });
  }),
];
