import assert from 'node:assert/strict';
import { createEventValidator } from '@ashlar/contracts';
import type { Case } from '../suite.ts';
import {
  aPage,
  ask,
  assertRefused,
  type ContentSubject,
  call,
  changed,
  command,
  done,
  drafted,
  edition,
  type Fields,
  freshPath,
  freshWords,
  leaves,
  lookUp,
  type Page,
  published,
  put,
  read,
  release,
  reserve,
  section,
  within,
} from './subject.ts';

const access = section('access');
const beyond = section('access-beyond');
const tenancy = section('tenancy');
const feed = section('feed');

/** Who may do what, whose things are whose, and what is told of changes. */
export const accessCases: readonly Case<ContentSubject>[] = [
  access(
    'without a token what changes or shows an edition is 401, before anything is looked at',
    async (subject) => {
      const page = await published(subject);
      const one = `/v2/content/${page.id}`;
      await refusesWithoutToken(subject, page, [
        ...[`putContent PUT ${one}`, `getContent GET ${one}`, `publishContent POST ${one}/publish`],
        `unpublishContent POST ${one}/unpublish`,
      ]);
    },
  ),
  beyond('without a token every other operation but reading is 401 as well', async (subject) => {
    const page = await published(subject);
    const one = `/v2/content/${page.id}`;
    await refusesWithoutToken(subject, page, [
      ...[`republishContent POST ${one}/republish`, `discardDraft POST ${one}/discard-draft`],
      ...['listSchemas GET /v2/schemas', 'getSchema GET /v2/schemas/transaction'],
      ...[`reservePath PUT /paths${page.path}`, `releasePath DELETE /paths${page.path}`],
      'lookUpByBasePath POST /lookup-by-base-path',
    ]);
  }),
  access('a token in the address is no token', async (subject) => {
    const page = await drafted(subject);
    const path = `/v2/content/${page.id}?token=${subject.apiKey}&access_token=${subject.apiKey}`;
    assertRefused(await call(subject, 'getContent', path, { key: null }), 401);
    assert.equal((await edition(subject, page.id)).title, page.body.title);
  }),
  access('anybody reads what is published', async (subject) => {
    const page = await published(subject);
    for (const key of [null, 'unknown', subject.apiKey]) {
      const answer = await call(subject, 'readContentItem', `/content${page.path}`, { key });
      assert.deepEqual([answer.status, (answer.json as Fields).title], [200, page.body.title]);
    }
  }),
  tenancy('another department’s documents are not there', async (subject) => {
    const page = await published(subject);
    done(await put(subject, page.id, aPage(page.path)));
    const other = asOther(subject);
    await leaves(subject, page, async () => {
      assertRefused(await ask(other, page.id), 404);
      assertRefused(await ask(other, page.id, '?content_store=live'), 404);
      for (const name of ['publish', 'republish', 'discard-draft'] as const) {
        assertRefused(await command(other, page.id, name), 404);
      }
      assertRefused(await command(other, page.id, 'unpublish', { type: 'gone' }), 404);
      const { json } = done(await lookUp(other, { base_paths: [page.path], with_drafts: true }));
      assert.deepEqual(json, {});
    });
  }),
  tenancy('the same id and path are another page at another department', async (subject) => {
    const page = await published(subject);
    const other = asOther(subject);
    await leaves(subject, page, async () => {
      const own = aPage(page.path, { publishing_app: 'whitehall', previous_version: 0 });
      const made = done(await put(other, page.id, own)).json as Fields;
      assert.deepEqual([made.lock_version, made.warnings], [1, {}]);
      done(await command(other, page.id, 'publish'));
      assert.equal((await edition(other, page.id)).title, own.title);
      done(await command(other, page.id, 'unpublish', { type: 'gone' }));
    });
    assert.equal(((await read(subject, page.path)).json as Fields).title, page.body.title);
  }),
  tenancy('a path of one department is free at another', async (subject) => {
    const path = freshPath();
    const other = asOther(subject);
    done(await reserve(subject, path, { publishing_app: 'publisher' }));
    assertRefused(await release(other, path, { publishing_app: 'publisher' }), 404);
    done(await reserve(other, path, { publishing_app: 'whitehall' }));
    done(await release(other, path, { publishing_app: 'whitehall' }));
    const refused = await reserve(subject, path, { publishing_app: 'whitehall' });
    assertRefused(refused, 422, { fields: ['base_path'], code: 'base_path_already_in_use' });
    await drafted(subject, { base_path: path });
  }),
  tenancy('another department’s pages are not on its site', async (subject) => {
    const page = await published(subject);
    const other = asOther(subject);
    if (other.baseUrl !== subject.baseUrl) assert.equal((await read(other, page.path)).status, 404);
    const own = await published(other);
    assert.equal((await read(subject, own.path)).status, 404);
    assert.equal(((await read(subject, page.path)).json as Fields).title, page.body.title);
  }),
  tenancy('another department hears nothing of its changes', async (subject) => {
    const page = await published(subject);
    const other = asOther(subject);
    const own = await published(other);
    await within(5000, async () => (await heard(other, own.id)).length >= 2);
    assert.equal((await heard(other, own.id)).length, 2);
    assert.deepEqual(await heard(other, page.id), []);
    assert.deepEqual(await heard(subject, own.id), []);
  }),
  feed('each change is told once, in order, with a version that rises', async (subject) => {
    const page = await published(subject);
    done(await put(subject, page.id, aPage(page.path)));
    done(await command(subject, page.id, 'discard-draft'));
    done(await command(subject, page.id, 'unpublish', { type: 'gone' }));
    const told = await heardAll(subject, page.id, 5);
    assert.deepEqual(
      told.map(({ type }) => type),
      ['drafted', 'published', 'drafted', 'discarded', 'unpublished'].map(
        (what) => `content.edition.${what}.v1`,
      ),
    );
    assert.deepEqual(
      told.map(({ sequence }) => sequence),
      [1, 2, 3, 4, 5],
    );
    const versions = told.map(({ data }) => data.payload_version);
    assert.deepEqual(
      versions,
      [...new Set(versions)].toSorted((one, other) => one - other),
    );
    for (const event of told) assert.deepEqual(isEvent(event), []);
    assert.equal(told.at(-1)?.data.unpublishing_type, 'gone');
  }),
  feed('a version rises along a path too, whichever document is there', async (subject) => {
    const page = await published(subject);
    done(await command(subject, page.id, 'unpublish', { type: 'gone' }));
    const next = await published(subject, { base_path: page.path });
    const [before, after] = [await heardAll(subject, page.id, 4), await heardAll(subject, next.id, 2)];
    const last = Number(after.at(-1)?.data.payload_version);
    for (const { data } of before.slice(0, 3)) assert.ok(data.payload_version < last);
    assert.equal(before.at(-1)?.type, 'content.edition.unpublished.v1');
    assert.equal(before.at(-1)?.data.unpublishing_type, 'substitute');
  }),
  feed('no event has text of a page', async (subject) => {
    const secret = freshWords();
    const page = await published(subject, { title: secret, description: secret, change_note: secret });
    await changed(subject, page, { details: { start_button_text: secret } });
    done(await command(subject, page.id, 'unpublish', { type: 'withdrawal', explanation: secret }));
    const told = await heardAll(subject, page.id, 5);
    assert.ok(!JSON.stringify(told).includes(secret));
  }),
  feed('what is refused is not told', async (subject) => {
    const page = await drafted(subject);
    assertRefused(await command(subject, page.id, 'publish', { previous_version: 9 }), 409, {
      fields: ['previous_version'],
    });
    assertRefused(await command(subject, page.id, 'republish'), 404);
    done(await command(subject, page.id, 'publish'));
    assertRefused(await command(subject, page.id, 'publish'), 409);
    done(await command(subject, page.id, 'unpublish', { type: 'vanish' }));
    const told = await heardAll(subject, page.id, 3);
    assert.deepEqual(
      told.map(({ sequence }) => sequence),
      [1, 2, 3],
    );
  }),
];

const isEvent = createEventValidator('content');

interface Told {
  readonly type: string;
  readonly sequence: number;
  readonly data: {
    readonly content_id: string;
    readonly payload_version: number;
    readonly unpublishing_type?: string;
  };
}

/** Asserts that nobody without a good token calls operations of a page (`putContent PUT /v2/…`), and that it stays as it is. */
async function refusesWithoutToken(
  subject: ContentSubject,
  page: Page,
  operations: readonly string[],
): Promise<void> {
  await leaves(subject, page, async () => {
    for (const operation of operations) {
      const [name = '', method = '', path = ''] = operation.split(' ');
      for (const key of [null, 'unknown', `${subject.apiKey}x`, '']) {
        const text = method === 'GET' ? {} : { text: '{' };
        assertRefused(await call(subject, name, path, { method, key, ...text }), 401);
      }
    }
  });
}

/** The other department's view of the implementation. */
function asOther({ other, ...subject }: ContentSubject): ContentSubject {
  assert.ok(other, 'another department’s address and token are needed');
  return { ...subject, ...other };
}

/** What is told of a document, once there is so much of it. */
async function heardAll(subject: ContentSubject, id: string, atLeast: number): Promise<Told[]> {
  let told: Told[] = [];
  await within(5000, async () => {
    told = await heard(subject, id);
    return told.length >= atLeast;
  });
  assert.equal(told.length, atLeast, JSON.stringify(told));
  return told;
}

async function heard(subject: ContentSubject, id: string): Promise<Told[]> {
  const events: Told[] = [];
  for (let after = 0; ; ) {
    const { json } = await call(subject, 'listChanges', `/ashlar/v1/changes?limit=500&after=${after}`);
    const page = json as { events: Told[]; position: number };
    events.push(...page.events.filter(({ data }) => data.content_id === id));
    if (page.events.length === 0 || page.position <= after) return events;
    after = page.position;
  }
}
