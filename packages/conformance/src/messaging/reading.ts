import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Case } from '../suite.ts';
import { accepted, assertErrors, assertListens, call, type MessagingSubject, valuesFor } from './subject.ts';

const unknown = '0198c2f0-a1b2-4c33-9d44-000000000000';

interface Page {
  readonly notifications: readonly { id: string }[];
  readonly links: { current: string; next?: string };
}

/** What can be read: notifications, lists and templates. */
export const readingCases: readonly Case<MessagingSubject>[] = [
  {
    section: 'reading',
    name: 'an unknown notification is not found, and what is no id is refused',
    async run(subject) {
      const ask = (id: string) => call(subject, 'getNotification', `/v2/notifications/${id}`);
      assertErrors(await ask(unknown), 404, ['NoResultFound: No result found']);
      assertErrors(await ask('1'), 400, ['ValidationError: notification_id is not a valid UUID']);
      await assertListens(subject);
    },
  },
  {
    section: 'reading',
    name: 'a list is newest first, by reference, and its next leads to an empty page without one',
    async run(subject) {
      const reference = randomUUID();
      const ids: string[] = [];
      for (let at = 0; at < 3; at += 1) ids.unshift(await accepted(subject, 'email', { reference }));
      const list = async (query: string): Promise<Page> => {
        const { json } = await call(subject, 'listNotifications', `/v2/notifications?${query}`);
        return json as Page;
      };
      const first = await list(`reference=${reference}`);
      assert.deepEqual(
        first.notifications.map(({ id }) => id),
        ids,
      );
      const older = await list(`reference=${reference}&older_than=${ids[0]}&template_type=email`);
      assert.deepEqual(
        older.notifications.map(({ id }) => id),
        ids.slice(1),
      );
      assert.ok(older.links.next, 'a page that is not empty has a next');
      const end = await list(new URL(older.links.next).search.slice(1));
      assert.deepEqual([end.notifications, end.links.next], [[], undefined]);
    },
  },
  {
    section: 'reading',
    name: 'a filter that is unknown is refused',
    async run(subject) {
      const { json } = await call(subject, 'listNotifications', '/v2/notifications?older_than=1');
      assert.deepEqual((json as { errors: unknown }).errors, [
        { error: 'ValidationError', message: 'older_than is not a valid UUID' },
      ]);
      await assertListens(subject);
    },
  },
  {
    section: 'templates',
    name: 'a template reads alike by id, by version and in the list',
    async run(subject) {
      const path = `/v2/template/${subject.emailTemplate}`;
      const { json } = await call(subject, 'getTemplate', path);
      const { version, type } = json as { version: number; type: string };
      assert.equal(type, 'email');
      const again = await call(subject, 'getTemplateVersion', `${path}/version/${version}`);
      assert.deepEqual(again.json, json);
      const list = await call(subject, 'listTemplates', '/v2/templates?type=email');
      const found = (list.json as { templates: { id: string }[] }).templates;
      assert.deepEqual(
        found.find(({ id }) => id === subject.emailTemplate),
        json,
      );
      const missing = await call(subject, 'getTemplateVersion', `${path}/version/${version + 1000}`);
      assertErrors(missing, 404, ['NoResultFound: No result found']);
      await assertListens(subject);
    },
  },
  {
    section: 'templates',
    name: 'a preview has its values in place, and names those that are missing',
    async run(subject) {
      const given = await valuesFor(subject, subject.smsTemplate);
      const value = randomUUID();
      const personalisation = Object.fromEntries(Object.keys(given).map((name) => [name, value]));
      const ask = (body: object) =>
        call(subject, 'previewTemplate', `/v2/template/${subject.smsTemplate}/preview`, { body });
      const { status, json } = await ask({ personalisation });
      const { body, html } = json as { body: string; html: unknown };
      assert.deepEqual([status, html, body.includes(value), body.includes('((')], [200, null, true, false]);
      assertErrors(await ask({}), 400, [
        `BadRequestError: Missing personalisation: ${Object.keys(personalisation).join(', ')}`,
      ]);
    },
  },
];
