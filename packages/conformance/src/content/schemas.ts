import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Case } from '../suite.ts';
import {
  aPage,
  aRedirect,
  ask,
  assertMisfit,
  assertRefused,
  type ContentSubject,
  call,
  command,
  done,
  drafted,
  edition,
  type Fields,
  freshPath,
  freshWords,
  leaves,
  put,
  section,
  shows,
} from './subject.ts';

const schema = section('schema');
const bodies = section('bodies');
const types = section('types');

/** What a body must be, and how it is told where it is not. */
export const schemaCases: readonly Case<ContentSubject>[] = [
  ...(
    [
      ['a path that is none, once', { base_path: 'no path' }, '#/base_path AllOf'],
      ['a member that is missing', { title: undefined }, '#/ Required'],
      [
        'several that are missing, in one entry',
        { title: undefined, rendering_app: undefined },
        '#/ Required',
      ],
      ['a member that nobody knows', { odd: 1 }, '#/ AdditionalProperties'],
      [
        'a member of the details that nobody knows',
        { details: { odd: 1 } },
        '#/details AdditionalProperties',
      ],
      ['a value that is none of those it may be', { phase: 'gamma' }, '#/phase Enum'],
      ['a type of value that it may not be', { title: 7 }, '#/title Type'],
      [
        'an alternative of which none fits',
        { details: { introductory_paragraph: [{ content: 1 }] } },
        '#/details/introductory_paragraph AnyOf',
      ],
      ['no way into the page', { routes: [] }, '#/routes MinItems'],
      ['a time that is none', { public_updated_at: 'soon' }, '#/public_updated_at Format'],
      ['a schema that there is not', { schema_name: 'odd' }, '#/schema_name Enum'],
      ['a schema that is a word of the language', { schema_name: 'constructor' }, '#/schema_name Enum'],
      ['no schema', { schema_name: undefined }, '#/ Required'],
      ['a document type that the schema does not have', { document_type: 'guide' }, '#/document_type Enum'],
    ] as const
  ).map(([what, change, entry]) =>
    schema(`tells ${what}, and stores nothing`, async (subject) => {
      const page = await drafted(subject);
      await leaves(subject, page, async () => {
        assertMisfit(await put(subject, page.id, aPage(page.path, change)), entry);
      });
      const id = randomUUID();
      assertMisfit(await put(subject, id, aPage(freshPath(), change)), entry);
      assertRefused(await ask(subject, id), 404);
    }),
  ),
  schema('tells all that is wrong at once, one entry a place and keyword', async (subject) => {
    const page = await drafted(subject);
    await leaves(subject, page, async () => {
      const body = aPage(page.path, { title: undefined, odd: 1, phase: 'gamma', details: { odder: 1 } });
      const entries = [
        '#/ AdditionalProperties',
        '#/ Required',
        '#/details AdditionalProperties',
        '#/phase Enum',
      ];
      assertMisfit(await put(subject, page.id, body), ...entries);
    });
  }),
  schema('addresses without a scheme are addresses', async (subject) => {
    const details = {
      start_button_text: freshWords(),
      transaction_start_link: '/apply/here?now',
    };
    const { id } = await drafted(subject, { details });
    assert.deepEqual((await edition(subject, id)).details, details);
  }),
  bodies('what is no JSON is 400', async (subject) => {
    const page = await drafted(subject);
    await leaves(subject, page, async () => {
      for (const text of ['{', '{"title":', 'title', '']) {
        const answer = await call(subject, 'putContent', `/v2/content/${page.id}`, { method: 'PUT', text });
        // An empty body is no JSON, or one that lacks everything.
        if (text === '' && answer.status === 422) continue;
        assertRefused(answer, 400);
      }
      for (const name of ['publish', 'unpublish', 'republish', 'discard-draft'] as const) {
        const ids = {
          publish: 'publishContent',
          unpublish: 'unpublishContent',
          republish: 'republishContent',
          'discard-draft': 'discardDraft',
        };
        assertRefused(await call(subject, ids[name], `/v2/content/${page.id}/${name}`, { text: '{' }), 400);
      }
    });
  }),
  bodies('JSON that is no object is 400', async (subject) => {
    const page = await drafted(subject);
    await leaves(subject, page, async () => {
      for (const body of [[], 7, 'text', true]) assertRefused(await put(subject, page.id, body), 400);
    });
  }),
  bodies('what names no document by a UUID is 404', async (subject) => {
    const path = freshPath();
    for (const id of ['no-id', `${randomUUID()}0`, 'a%20b'])
      assertRefused(await put(subject, id, aPage(path)), 404);
    await drafted(subject, { base_path: path, publishing_app: 'whitehall' });
  }),
  bodies('no publishing application is 422 in words of its own, before the schema', async (subject) => {
    const page = await drafted(subject);
    await leaves(subject, page, async () => {
      for (const publishing_app of [undefined, '', null]) {
        const answer = await put(subject, page.id, aPage(page.path, { publishing_app, odd: 1 }));
        assertRefused(answer, 422, { fields: ['publishing_app'], code: 'parameter_missing_or_invalid' });
      }
    });
  }),
  bodies('routes are the page’s own path and what is below it, each once', async (subject) => {
    const page = await drafted(subject);
    const { path } = page;
    const route = (at: string) => ({ path: at, type: 'exact' });
    await leaves(subject, page, async () => {
      for (const [routes, code] of [
        [[route(freshPath())], 'routes_must_include_base_path'],
        [[route(path), route(`${path}-beside`)], 'routes_must_be_below_base_path'],
        [[route(path), route('/')], 'routes_must_be_below_base_path'],
        [[route(path), route(path)], 'routes_must_be_unique'],
      ] as const) {
        assertRefused(await put(subject, page.id, aPage(path, { routes })), 422, {
          fields: ['routes'],
          code,
        });
      }
    });
    done(await put(subject, page.id, aPage(path, { routes: [route(path), route(`${path}/below`)] })));
  }),
  bodies('a redirect leads to a path of the site or an https address', async (subject) => {
    const [path, to] = [freshPath(), freshPath()];
    const id = randomUUID();
    for (const nowhere of [
      'http://elsewhere.example/',
      'javascript:alert(1)',
      '//elsewhere.example',
      '/\\elsewhere.example',
    ]) {
      const answer = await put(subject, id, aRedirect(path, nowhere));
      assert.equal(answer.status, 422, nowhere);
      if (!Array.isArray(answer.json)) {
        assertRefused(answer, 422, { fields: ['redirects'], code: 'redirect_external_not_https' });
      }
    }
    assertRefused(await ask(subject, id), 404);
    done(await put(subject, id, aRedirect(path, to)));
    done(await command(subject, id, 'publish'));
    const item = await shows(subject, path, ({ status }) => status === 200);
    assert.deepEqual([item.content_id, item.redirects], [id, [{ path, type: 'exact', destination: to }]]);
  }),
  types('every schema is listed, and read by its name', async (subject) => {
    const listed = done(await call(subject, 'listSchemas', '/v2/schemas')).json as Record<string, Fields>;
    const names = Object.keys(listed);
    for (const type of ['transaction', 'redirect', 'gone', 'guide']) {
      const found = names.find((name) => name.includes(type));
      assert.ok(found, `there is a schema of ${type}`);
      assert.ok((listed[found] as Fields).properties, 'a schema has properties');
    }
    const one = done(await call(subject, 'getSchema', '/v2/schemas/transaction')).json as Record<
      string,
      Fields
    >;
    const [alone] = Object.values(one);
    assert.ok(Object.values(listed).some((schema) => JSON.stringify(schema) === JSON.stringify(alone)));
    const { details } = (alone as { properties: Fields }).properties;
    assert.ok(details, 'it says what details may hold');
    await drafted(subject);
  }),
  types('a schema that there is not is 404', async (subject) => {
    for (const name of ['odd', 'constructor', '__proto__', 'shared']) {
      assertRefused(await call(subject, 'getSchema', `/v2/schemas/${name}`), 404);
    }
    await drafted(subject);
  }),
];
