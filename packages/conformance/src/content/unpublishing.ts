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
  freshWords,
  leaves,
  published,
  put,
  read,
  section,
  shows,
  showsTitle,
} from './subject.ts';

const unpublishing = section('unpublishing');
const refused = section('unpublishing-errors');

/** Pages that are taken away. */
export const unpublishingCases: readonly Case<ContentSubject>[] = [
  unpublishing('gone is 410, with the item as its body', async (subject) => {
    const { id, path } = await published(subject);
    const answer = done(await command(subject, id, 'unpublish', { type: 'gone' }));
    assert.deepEqual(answer.json, { content_id: id });
    const item = await shows(subject, path, ({ status }) => status === 410);
    assert.deepEqual([item.content_id, item.schema_name, item.document_type], [id, 'gone', 'gone']);
    const { publication_state, state_history } = await edition(subject, id);
    assert.deepEqual([publication_state, state_history], ['unpublished', { 1: 'unpublished' }]);
  }),
  unpublishing('gone with a reason, or a place to go on, is a page that says so', async (subject) => {
    const explanation = freshWords();
    const [why, where] = [await published(subject), await published(subject)];
    done(await command(subject, why.id, 'unpublish', { type: 'gone', explanation }));
    const said = await shows(
      subject,
      why.path,
      ({ status }, item) => status === 200 && item.schema_name === 'gone',
    );
    assert.deepEqual(said.details, { explanation, alternative_path: null });
    done(await command(subject, where.id, 'unpublish', { type: 'gone', alternative_path: why.path }));
    const led = await shows(
      subject,
      where.path,
      ({ status }, item) => status === 200 && item.schema_name === 'gone',
    );
    assert.deepEqual(led.details, { explanation: null, alternative_path: why.path });
    assert.ok(!JSON.stringify(said).includes(String(why.body.title)), 'what was there is not told');
  }),
  unpublishing('a redirect leads to one page', async (subject) => {
    const { id, path } = await published(subject);
    const to = freshPath();
    done(await command(subject, id, 'unpublish', { type: 'redirect', alternative_path: to }));
    const item = await shows(subject, path, (_, { schema_name }) => schema_name === 'redirect');
    assert.deepEqual([item.content_id, item.redirects], [id, [{ path, type: 'exact', destination: to }]]);
  }),
  unpublishing('redirects lead each way in to its own place', async (subject) => {
    const path = freshPath();
    const routes = [
      { path, type: 'exact' },
      { path: `${path}/part`, type: 'prefix' },
    ];
    const { id } = await published(subject, { base_path: path, routes });
    const redirects = [
      { path, type: 'exact', destination: freshPath() },
      {
        path: `${path}/part`,
        type: 'prefix',
        destination: 'https://elsewhere.example/p?q#f',
        segments_mode: 'preserve',
      },
    ];
    done(await command(subject, id, 'unpublish', { type: 'redirect', redirects }));
    const item = await shows(subject, path, (_, { schema_name }) => schema_name === 'redirect');
    assert.deepEqual(item.redirects, redirects);
  }),
  unpublishing('a withdrawn page stays, with a notice', async (subject) => {
    const { id, path, body } = await published(subject);
    const withdrawal = {
      type: 'withdrawal',
      explanation: freshWords(),
      unpublished_at: '2024-01-02T03:04:05Z',
    };
    done(await command(subject, id, 'unpublish', withdrawal));
    const item = await shows(subject, path, (_, { withdrawn_notice }) => withdrawn_notice !== undefined);
    assert.deepEqual(item.withdrawn_notice, {
      explanation: withdrawal.explanation,
      withdrawn_at: withdrawal.unpublished_at,
    });
    assert.deepEqual([item.title, item.schema_name], [body.title, 'transaction']);
  }),
  unpublishing('what vanished is as if it had never been', async (subject) => {
    const { id, path } = await published(subject);
    done(await command(subject, id, 'unpublish', { type: 'vanish' }));
    await shows(subject, path, ({ status, text }) => status === 404 && text === '');
    assert.equal((await edition(subject, id)).publication_state, 'unpublished');
  }),
  unpublishing('again says anew how it went', async (subject) => {
    const { id, path } = await published(subject);
    const explanation = freshWords();
    done(await command(subject, id, 'unpublish', { type: 'vanish' }));
    done(await command(subject, id, 'unpublish', { type: 'gone', explanation }));
    const item = await shows(subject, path, ({ status }) => status === 200);
    assert.equal((item.details as Fields).explanation, explanation);
    done(await command(subject, id, 'unpublish', { type: 'gone' }));
    await shows(subject, path, ({ status }) => status === 410);
    assert.deepEqual((await edition(subject, id)).state_history, { 1: 'unpublished' });
  }),
  unpublishing('a draft is discarded with it where that is asked for', async (subject) => {
    const page = await published(subject);
    done(await put(subject, page.id, aPage(page.path)));
    done(await command(subject, page.id, 'unpublish', { type: 'gone', discard_drafts: true }));
    await shows(subject, page.path, ({ status }) => status === 410);
    const { state_history, title } = await edition(subject, page.id);
    assert.deepEqual([state_history, title], [{ 1: 'unpublished' }, page.body.title]);
  }),
  unpublishing('a draft goes straight to being unpublished where that is asked for', async (subject) => {
    const { id, path } = await drafted(subject);
    const explanation = freshWords();
    done(await command(subject, id, 'unpublish', { type: 'gone', explanation, allow_draft: true }));
    const item = await shows(subject, path, ({ status }) => status === 200);
    assert.deepEqual([item.schema_name, (item.details as Fields).explanation], ['gone', explanation]);
    assert.deepEqual((await edition(subject, id)).state_history, { 1: 'unpublished' });
  }),
  unpublishing('a page that was taken away comes back when it is published again', async (subject) => {
    const page = await published(subject);
    done(await command(subject, page.id, 'unpublish', { type: 'gone' }));
    const back = await changed(subject, page);
    await showsTitle(subject, page.path, back.body.title);
    assert.deepEqual((await edition(subject, page.id)).state_history, { 1: 'superseded', 2: 'published' });
  }),
  refused('a kind that there is not is refused', async (subject) => {
    const page = await published(subject);
    await leaves(subject, page, async () => {
      for (const type of ['odd', 'substitute', undefined, null, 7, ['gone'], { gone: 1 }]) {
        assertRefused(await command(subject, page.id, 'unpublish', { type }), 422, {
          code: 'unpublishing_type_invalid',
        });
      }
    });
  }),
  refused('a withdrawal needs an explanation, a redirect a place to go', async (subject) => {
    const page = await published(subject);
    const needs = (field: string) => ({ fields: [field], code: 'parameter_missing_or_invalid' });
    await leaves(subject, page, async () => {
      for (const explanation of [undefined, null, '']) {
        const answer = await command(subject, page.id, 'unpublish', { type: 'withdrawal', explanation });
        assertRefused(answer, 422, needs('explanation'));
      }
      for (const redirects of [undefined, null, []]) {
        const answer = await command(subject, page.id, 'unpublish', { type: 'redirect', redirects });
        assertRefused(answer, 422, needs('redirects'));
      }
    });
  }),
  refused('a draft stands in the way', async (subject) => {
    const page = await published(subject);
    done(await put(subject, page.id, aPage(page.path)));
    await leaves(subject, page, async () => {
      const answer = await command(subject, page.id, 'unpublish', { type: 'gone' });
      assertRefused(answer, 422, { code: 'cannot_unpublish_with_draft' });
    });
  }),
  refused('discarding a draft and using it exclude each other', async (subject) => {
    const page = await published(subject);
    done(await put(subject, page.id, aPage(page.path)));
    await leaves(subject, page, async () => {
      const both = { type: 'gone', discard_drafts: true, allow_draft: true };
      const answer = await command(subject, page.id, 'unpublish', both);
      assertRefused(answer, 422, { code: 'allow_draft_and_discard_drafts' });
    });
  }),
  refused('what is not live is 404', async (subject) => {
    const { id, path, body } = await drafted(subject);
    assertRefused(await command(subject, id, 'unpublish', { type: 'gone' }), 404);
    assertRefused(await command(subject, randomUUID(), 'unpublish', { type: 'gone' }), 404);
    assertRefused(await command(subject, 'no-id', 'unpublish', { type: 'gone' }), 404);
    assert.equal((await edition(subject, id)).title, body.title);
    assert.equal((await read(subject, path)).status, 404);
  }),
  refused('nobody is led to where no reader may be sent', async (subject) => {
    const page = await published(subject);
    await leaves(subject, page, async () => {
      for (const destination of [
        'http://elsewhere.example/',
        'javascript:alert(1)',
        '//elsewhere.example',
        'https://user:secret@elsewhere.example/',
      ]) {
        const one = { type: 'redirect', alternative_path: destination };
        assertRefused(await command(subject, page.id, 'unpublish', one), 422, {
          fields: ['alternative_path'],
          code: 'redirect_external_not_https',
        });
        const redirects = [{ path: page.path, type: 'exact', destination }];
        assertRefused(await command(subject, page.id, 'unpublish', { type: 'redirect', redirects }), 422, {
          fields: ['redirects'],
          code: 'redirect_external_not_https',
        });
      }
    });
  }),
  refused('redirects are of the page’s own ways in, in the standard’s shape', async (subject) => {
    const page = await published(subject);
    const good = { path: page.path, type: 'exact', destination: '/there' };
    await leaves(subject, page, async () => {
      for (const [redirects, code] of [
        [[{ ...good, path: '/other' }], 'redirects_must_include_base_path'],
        [[good, { ...good, path: '/other' }], 'redirects_must_be_below_base_path'],
        [[good, good], 'redirects_must_be_unique'],
        [[{ ...good, type: 'odd' }], 'parameter_missing_or_invalid'],
        [[{ ...good, more: 1 }], 'parameter_missing_or_invalid'],
        ['/there', 'parameter_missing_or_invalid'],
      ] as const) {
        const answer = await command(subject, page.id, 'unpublish', { type: 'redirect', redirects });
        assertRefused(answer, 422, { fields: ['redirects'], code });
      }
    });
  }),
  refused('a time that is none is refused', async (subject) => {
    const page = await published(subject);
    await leaves(subject, page, async () => {
      for (const unpublished_at of ['yesterday', '1', {}, 7]) {
        const answer = await command(subject, page.id, 'unpublish', { type: 'gone', unpublished_at });
        assertRefused(answer, 422, { fields: ['unpublished_at'], code: 'parameter_missing_or_invalid' });
      }
    });
  }),
];
