import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import { administer, email, madeService, sms, values } from './made-up-service.ts';
import { assertErrors, call, type MessagingSubject } from './subject.ts';

const section = 'content';

interface Sent {
  readonly content: { body: string; subject?: string };
  readonly sanitised_content?: unknown;
}

/** What templates say once their values are in place. */
export const contentCases: readonly Case<MessagingSubject>[] = [
  {
    section,
    name: 'in an e-mail a list is bullets, names are told apart by their letters only, and line ends stay',
    async run(subject) {
      const own = await madeService(subject);
      const personalisation = { 'NA-ME': 'Anna', LIST: values.list, ' flag ': 'no', more: 1 };
      const { json, text } = await email(subject, own, own.live, { personalisation });
      const { content } = (json ?? {}) as Sent;
      assert.ok(content, text);
      assert.equal(content.subject, 'Licence of Anna');
      assert.equal(
        content.body,
        'Hello Anna\r\n\r\nYou need:\n\n* a licence\n* a rod\n* time\r\n\r\nThen go.',
      );
    },
  },
  {
    section,
    name: 'in a text message a list is a sentence, and needless white space goes',
    async run(subject) {
      const own = await madeService(subject);
      const { json, text } = await sms(subject, own, own.live);
      const { content } = (json ?? {}) as Sent;
      assert.equal(content?.body, 'Hello Anna\n\nYou need a licence, a rod and time.', text);
    },
  },
  {
    section,
    name: 'a conditional shows its text when its value means yes',
    async run(subject) {
      const own = await madeService(subject);
      for (const [flag, shows] of [
        ['Yes', true],
        [true, true],
        [1, true],
        ['include', true],
        ['no', false],
        [0, false],
        ['', false],
      ] as const) {
        const { json, text } = await sms(subject, own, own.live, { personalisation: { ...values, flag } });
        const { content } = (json ?? {}) as Sent;
        assert.equal(content?.body.endsWith(' Bring your rod.'), shows, `${JSON.stringify(flag)}: ${text}`);
      }
    },
  },
  {
    section,
    name: 'a text message holds what phones can show',
    async run(subject) {
      const own = await madeService(subject);
      const name = '“Ŵyn” – Łódź…\u200b 你';
      const { json, text } = await sms(subject, own, own.live, { personalisation: { ...values, name } });
      const { content } = (json ?? {}) as Sent;
      assert.ok(content?.body.startsWith('Hello "Ŵyn" - Lódz... ?\n'), text);
    },
  },
  {
    section,
    name: 'a text message of 918 characters is taken, and one more is not',
    async run(subject) {
      const own = await madeService(subject);
      const rest = 'Hello \n\nYou need a.'.length;
      const of = (length: number) =>
        sms(subject, own, own.live, {
          personalisation: { name: 'x'.repeat(length - rest), list: ['a'], flag: 'no' },
        });
      const longest = await of(918);
      assert.equal(longest.status, 201, longest.text);
      assertErrors(await of(919), 400, [
        'BadRequestError: Your message is too long. Text messages cannot be longer than 918 characters. Your message is 919 characters long.',
      ]);
    },
  },
  {
    section,
    name: 'what strangers wrote is disarmed where the caller asks for it',
    async run(subject) {
      const own = await madeService(subject);
      const name = 'User, [click here](https://evil.link)';
      const { json, text } = await email(subject, own, own.live, {
        personalisation: { ...values, name },
        sanitise_content_for: ['name'],
      });
      const { content, sanitised_content } = (json ?? {}) as Sent;
      const sanitised = String.raw`User, \[click here\]\(\)`;
      assert.ok(content?.body.startsWith(`Hello ${sanitised}\r\n`), text);
      assert.deepEqual(sanitised_content, { name: { unsanitised: name, sanitised } });
    },
  },
  {
    section,
    name: 'an e-mail’s preview is HTML of the standard’s markdown, with everything else escaped',
    async run(subject) {
      const own = await madeService(subject);
      const { id } = await administer(subject, 'createTemplate', `/${own.id}/templates`, {
        type: 'email',
        name: 'M',
        subject: 'S',
        body: '# Head\n\n* one\n* two\n\n((name)) <script>alert(1)</script>\n\n[link](https://example.org/a)',
      });
      const personalisation = { name: '<img src=x>' };
      const ask = { body: { personalisation }, key: own.live };
      const { json } = await call(subject, 'previewTemplate', `/v2/template/${id}/preview`, ask);
      const { html } = json as { html: string };
      assert.match(html, /<h2[^>]*>\s*Head\s*<\/h2>/);
      assert.match(html, /<li[^>]*>\s*one\s*<\/li>/);
      assert.match(html, /<a [^>]*href="https:\/\/example\.org\/a"/);
      assert.doesNotMatch(html, /<script>alert|<img src=x>/);
    },
  },
  {
    section,
    name: 'a message without words is refused',
    async run(subject) {
      const own = await madeService(subject);
      const body = { type: 'email', name: 'N', subject: 'S', body: '((name))' };
      const { id } = await administer(subject, 'createTemplate', `/${own.id}/templates`, body);
      assertErrors(
        await email(subject, own, own.live, { template_id: id, personalisation: { name: ' ' } }),
        400,
        ['BadRequestError: Your message is empty.'],
      );
    },
  },
];
