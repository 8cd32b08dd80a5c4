import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Case } from '../suite.ts';
import {
  aPage,
  assertRefused,
  type Command,
  type ContentSubject,
  command,
  done,
  drafted,
  edition,
  type Fields,
  freshPath,
  leaves,
  type Page,
  published,
  put,
  read,
  reserve,
  section,
} from './subject.ts';

const lock = section('lock');
const races = section('races');

const conflict = { fields: ['previous_version'] };
const statuses = (answers: readonly { status: number }[]) => answers.map(({ status }) => status).toSorted();

/** A live page with a draft, whose lock version is 3. */
async function liveWithDraft(subject: ContentSubject): Promise<Page> {
  const page = await published(subject);
  done(await put(subject, page.id, aPage(page.path)));
  return page;
}

/** The optimistic lock, and who wins when many write at once. */
export const lockCases: readonly Case<ContentSubject>[] = [
  lock('a draft is written on the version that was seen, as number or text', async (subject) => {
    const { id, path } = await drafted(subject);
    const next = aPage(path, { previous_version: '1' });
    done(await put(subject, id, next));
    const { title, lock_version } = await edition(subject, id);
    assert.deepEqual([title, lock_version], [next.title, 2]);
    done(await put(subject, id, aPage(path, { previous_version: 2 })));
    assert.equal((await edition(subject, id)).lock_version, 3);
  }),
  lock('another version is refused by PUT, in words that name both', async (subject) => {
    const page = await drafted(subject);
    await leaves(subject, page, async () => {
      for (const previous_version of [7, '7']) {
        const answer = await put(subject, page.id, aPage(page.path, { previous_version }));
        assertRefused(answer, 409, conflict);
        const { message, fields } = (answer.json as { error: Fields }).error;
        assert.match(String(message), /\b7\b.*\b1\b/);
        assert.deepEqual(fields, { previous_version: ['does not match'] });
      }
    });
  }),
  lock('a document that is not there yet is at version 0', async (subject) => {
    const [id, path] = [randomUUID(), freshPath()];
    assertRefused(await put(subject, id, aPage(path, { previous_version: 1 })), 409, conflict);
    done(await put(subject, id, aPage(path, { previous_version: 0 })));
    assert.equal((await edition(subject, id)).lock_version, 1);
  }),
  lock('another version is refused by each command', async (subject) => {
    const page = await liveWithDraft(subject);
    await leaves(subject, page, async () => {
      for (const [name, more] of [
        ['publish', {}],
        ['republish', {}],
        ['discard-draft', {}],
        ['unpublish', { type: 'gone', discard_drafts: true }],
      ] as const) {
        for (const previous_version of [2, '2', 4]) {
          const answer = await command(subject, page.id, name, { previous_version, ...more });
          assertRefused(answer, 409, conflict);
        }
      }
    });
  }),
  lock('each command is carried out on the version that was seen, and raises it by one', async (subject) => {
    const { id, path } = await liveWithDraft(subject);
    const step = async (name: Command, previous_version: unknown, more: Fields = {}) => {
      done(await command(subject, id, name, { previous_version, ...more }));
      assert.equal((await edition(subject, id)).lock_version, Number(previous_version) + 1, name);
    };
    await step('publish', 3);
    await step('republish', '4');
    done(await put(subject, id, aPage(path)));
    await step('discard-draft', 6);
    await step('unpublish', '7', { type: 'gone' });
  }),
  lock('no version, or a blank one, is no condition', async (subject) => {
    const { id, path } = await drafted(subject);
    for (const previous_version of [undefined, null, '']) {
      done(await command(subject, id, 'publish', { previous_version }));
      done(await put(subject, id, aPage(path)));
    }
    assert.equal((await edition(subject, id)).lock_version, 7);
  }),
  races('of a hundred writers who saw the same version one wins, round after round', async (subject) => {
    const { id, path } = await drafted(subject);
    for (const previous_version of [1, 2]) {
      const writers = Array.from({ length: 100 }, () => put(subject, id, aPage(path, { previous_version })));
      const answers = await Promise.all(writers);
      assert.deepEqual(statuses(answers), [200, ...Array(99).fill(409)]);
      const winner = answers.find(({ status }) => status === 200)?.json as Fields;
      const { title, lock_version } = await edition(subject, id);
      assert.deepEqual([title, lock_version], [winner.title, previous_version + 1]);
    }
  }),
  races('writers who saw no version all write, one after another', async (subject) => {
    const { id, path } = await drafted(subject);
    const answers = await Promise.all(Array.from({ length: 8 }, () => put(subject, id, aPage(path))));
    assert.deepEqual(statuses(answers), Array(8).fill(200));
    assert.equal((await edition(subject, id)).lock_version, 9);
  }),
  races('a draft is published once, whoever asks at once', async (subject) => {
    const { id, path, body } = await drafted(subject);
    const answers = await Promise.all(Array.from({ length: 10 }, () => command(subject, id, 'publish')));
    assert.deepEqual(statuses(answers), [200, ...Array(9).fill(409)]);
    const { state_history, lock_version } = await edition(subject, id);
    assert.deepEqual([state_history, lock_version], [{ 1: 'published' }, 2]);
    assert.equal(((await read(subject, path)).json as Fields).title, body.title);
  }),
  races(
    'publication against a new draft: what is live is one of the two, and nothing is lost',
    async (subject) => {
      for (let round = 0; round < 5; round += 1) {
        const { id, path, body } = await drafted(subject);
        const next = aPage(path);
        const [publish, write] = await Promise.all([command(subject, id, 'publish'), put(subject, id, next)]);
        assert.deepEqual([publish.status, write.status], [200, 200]);
        const live = await edition(subject, id, '?content_store=live');
        const latest = await edition(subject, id);
        assert.equal(latest.title, next.title);
        assert.ok([body.title, next.title].includes(live.title as string));
        const history = live.title === next.title ? { 1: 'published' } : { 1: 'published', 2: 'draft' };
        assert.deepEqual(latest.state_history, history);
        assert.equal(((await read(subject, path)).json as Fields).title, live.title);
      }
    },
  ),
  races(
    'of publication, withdrawal of the draft and a new draft on one version one is done',
    async (subject) => {
      const { id, path } = await liveWithDraft(subject);
      const answers = await Promise.all([
        command(subject, id, 'publish', { previous_version: 3 }),
        command(subject, id, 'discard-draft', { previous_version: 3 }),
        put(subject, id, aPage(path, { previous_version: 3 })),
      ]);
      // Who comes after the draft has gone may be told that first.
      assert.deepEqual(answers.filter(({ status }) => status === 200).length, 1);
      for (const { status } of answers) assert.ok([200, 409, 422].includes(status), String(status));
      assert.equal((await edition(subject, id)).lock_version, 4);
    },
  ),
  races('of documents that want one path one gets it', async (subject) => {
    const path = freshPath();
    const ids = Array.from({ length: 10 }, () => randomUUID());
    const answers = await Promise.all(ids.map((id) => put(subject, id, aPage(path))));
    assert.deepEqual(statuses(answers), [200, ...Array(9).fill(422)]);
    for (const answer of answers.filter(({ status }) => status === 422)) {
      assertRefused(answer, 422, { fields: ['base_path'], code: 'base_path_already_in_use' });
    }
    const winner = ids[answers.findIndex(({ status }) => status === 200)] ?? '';
    done(await command(subject, winner, 'publish'));
    assert.equal(((await read(subject, path)).json as Fields).content_id, winner);
  }),
  races('of applications that want one path one gets it', async (subject) => {
    const path = freshPath();
    const apps = ['publisher', 'whitehall', 'static', 'specialist-publisher'];
    const answers = await Promise.all(
      apps.map((publishing_app) => reserve(subject, path, { publishing_app })),
    );
    assert.deepEqual(statuses(answers), [200, 422, 422, 422]);
    const owner = apps[answers.findIndex(({ status }) => status === 200)];
    await drafted(subject, { base_path: path, publishing_app: owner });
  }),
];
