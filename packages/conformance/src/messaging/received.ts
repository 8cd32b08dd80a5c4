import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import { administer, madeService, makeService } from './made-up-service.ts';
import { assertErrors, assertListens, call, type MessagingSubject } from './subject.ts';

interface Page {
  readonly received_text_messages: readonly Record<string, unknown>[];
  readonly links: { current: string; next?: string };
}

/** What comes from people: text messages, and the wish for no more mail. */
export const receivedCases: readonly Case<MessagingSubject>[] = [
  {
    section: 'received texts',
    name: 'text messages list newest first, in pages, for their service alone',
    async run(subject) {
      const own = await makeService(subject);
      const ids: unknown[] = [];
      for (const content of ['one', 'two', 'three']) {
        const body = { user_number: '07700 900 123', content };
        ids.unshift((await administer(subject, 'receiveText', `/${own.id}/received-texts`, body)).id);
      }
      const list = async (query: string, key = own.test): Promise<Page> => {
        const path = `/v2/received-text-messages${query}`;
        return (await call(subject, 'listReceivedTexts', path, { key })).json as Page;
      };
      const first = await list('');
      assert.deepEqual(
        first.received_text_messages.map(({ id }) => id),
        ids,
      );
      const { user_number, service_id, content } = first.received_text_messages.at(-1) ?? {};
      assert.deepEqual([user_number, service_id, content], ['447700900123', own.id, 'one']);
      const older = await list(`?older_than=${ids[0]}`);
      assert.equal(older.received_text_messages.length, 2);
      assert.ok(older.links.next, 'a page that is not empty has a next');
      const end = await list(new URL(older.links.next).search);
      assert.deepEqual([end.received_text_messages, end.links.next], [[], undefined]);
      const other = await madeService(subject);
      const foreign = await list('', other.test);
      assert.ok(!foreign.received_text_messages.some(({ id }) => ids.includes(id)));
    },
  },
  {
    section: 'received texts',
    name: 'a page after what is no id is refused',
    async run(subject) {
      const ask = await call(subject, 'listReceivedTexts', '/v2/received-text-messages?older_than=1');
      assertErrors(ask, 400, ['ValidationError: older_than is not a valid UUID']);
      await assertListens(subject);
    },
  },
  {
    section: 'unsubscribe',
    name: 'a link that is not one is 404, whoever asks',
    async run(subject) {
      const path = '/unsubscribe/0198c2f0-a1b2-4c33-9d44-000000000000/x';
      const form = { 'List-Unsubscribe': 'One-Click' };
      const { status, json } = await call(subject, 'unsubscribe', path, { authorization: null, form });
      assert.deepEqual([status, (json as { result: string }).result], [404, 'error']);
      await assertListens(subject);
    },
  },
];
