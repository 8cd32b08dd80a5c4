import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type Answer, send } from '../http.ts';
import type { Case } from '../suite.ts';
import {
  address,
  administer,
  email,
  eventually,
  type MadeService,
  madeService,
  makeService,
  manage,
  sms,
  values,
} from './made-up-service.ts';
import { assertErrors, assertListens, call, type MessagingSubject, tokenOf } from './subject.ts';

const section = 'errors';
const unknown = '0198c2f0-a1b2-4c33-9d44-000000000000';
const badTime =
  'scheduled_for datetime format is invalid. It must be a valid ISO8601 date time format, https://en.wikipedia.org/wiki/ISO_8601';
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

type Kind = 'email' | 'sms';

const wrong: readonly (readonly [Kind, () => Record<string, unknown>, string])[] = [
  ['sms', () => ({ phone_number: '020 7946 0000' }), 'phone_number Not a UK mobile number'],
  ['sms', () => ({ phone_number: '+999 123 456 789' }), 'phone_number Not a valid country prefix'],
  ['sms', () => ({ phone_number: '٠٧٧٠٠٩٠٠١٢٣' }), 'phone_number Must not contain letters or symbols'],
  ['sms', () => ({ phone_number: 7700900123 }), 'phone_number 7700900123 is not of type string'],
  ['sms', () => ({ sms_sender_id: 'x' }), 'sms_sender_id is not a valid UUID'],
  [
    'email',
    () => ({ email_address: 'a@b.example\r\nBcc: c@d.example' }),
    'email_address Not a valid email address',
  ],
  ['email', () => ({ email_address: '"a b"@example.org' }), 'email_address Not a valid email address'],
  ['email', () => ({ email_reply_to_id: 'x' }), 'email_reply_to_id is not a valid UUID'],
  ['email', () => ({ personalisation: [] }), 'personalisation should contain key value pairs'],
  ['email', () => ({ reference: 'x'.repeat(1001) }), `reference ${'x'.repeat(1001)} is too long`],
  ['email', () => ({ sanitise_content_for: 'name' }), 'sanitise_content_for name is not of type array, null'],
  [
    'email',
    () => ({ one_click_unsubscribe_url: 'http://example.org/' }),
    'one_click_unsubscribe_url is not a valid https url',
  ],
  [
    'email',
    () => ({ one_click_unsubscribe_url: 'https://example.org/>,<mailto:a@b.example' }),
    'one_click_unsubscribe_url is not a valid https url',
  ],
  ['email', () => ({ scheduled_for: 'tomorrow' }), badTime],
  ['sms', () => ({ scheduled_for: inHours(-1) }), 'scheduled_for datetime can not be in the past'],
  [
    'email',
    () => ({ scheduled_for: inHours(25) }),
    'scheduled_for datetime can only be 24 hours in the future',
  ],
];

const sendKind = { email, sms };

/** Sends a letter of the suite's own service from a template. */
function letter(
  subject: MessagingSubject,
  key: string,
  template_id: string,
  changes: Record<string, unknown> = {},
): Promise<Answer> {
  const body = { template_id, personalisation: { ...address, ...changes } };
  return call(subject, 'sendLetter', '/v2/notifications/letter', { body, key });
}

async function templateOf(
  subject: MessagingSubject,
  { id }: MadeService,
  body: Record<string, unknown>,
): Promise<string> {
  return String((await administer(subject, 'createTemplate', `/${id}/templates`, body)).id);
}

async function assertAccepted(answer: Promise<Answer>): Promise<void> {
  const { status, text } = await answer;
  assert.equal(status, 201, text);
}

/** The rest of the standard's errors, one by one. Each case ends with something that is right, and is accepted. */
export const errorCases: readonly Case<MessagingSubject>[] = [
  ...wrong.map(
    ([kind, changes, error]): Case<MessagingSubject> => ({
      section,
      name: `${kind} with ${JSON.stringify(changes()).slice(0, 70)} is told "${error.slice(0, 80)}"`,
      async run(subject) {
        const own = await madeService(subject);
        const answer = await sendKind[kind](subject, own, own.test, changes());
        assertErrors(answer, 400, [`ValidationError: ${error}`]);
        await assertAccepted(sendKind[kind](subject, own, own.test));
      },
    }),
  ),
  {
    section,
    name: 'a body is read as JSON whatever its type is called, and none is no JSON',
    async run(subject) {
      const own = await madeService(subject);
      const reference = randomUUID();
      const body = {
        reference,
        email_address: 'a@conformance.example',
        template_id: own.emailTemplate,
        personalisation: values,
      };
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const ask = { key: own.test, text: JSON.stringify(body), headers };
      const { status, json, text } = await call(subject, 'sendEmail', '/v2/notifications/email', ask);
      assert.deepEqual([status, (json as { reference?: unknown }).reference], [201, reference], text);
      const none = { key: own.test, method: 'POST' };
      assertErrors(await call(subject, 'sendEmail', '/v2/notifications/email', none), 400, [
        'BadRequestError: Invalid JSON supplied in POST data',
      ]);
    },
  },
  {
    section,
    name: 'a template that was deleted, or is another service’s, sends nothing',
    async run(subject) {
      const own = await madeService(subject);
      const id = await templateOf(subject, own, { type: 'sms', name: 'D', body: 'Hello' });
      const ask = { template_id: id, personalisation: {} };
      await assertAccepted(sms(subject, own, own.test, ask));
      const path = `/${own.id}/templates/${id}`;
      assert.equal((await manage(subject, 'archiveTemplate', path, { method: 'DELETE' })).status, 204);
      await eventually(
        () => sms(subject, own, own.test, ask),
        ({ status }) => status === 400,
      );
      assertErrors(await sms(subject, own, own.test, ask), 400, [
        'BadRequestError: Template has been deleted',
      ]);
      assertErrors(await sms(subject, own, own.test, { template_id: subject.smsTemplate }), 400, [
        'BadRequestError: Template not found',
      ]);
    },
  },
  {
    section,
    name: 'an e-mail of more than 2,000,000 bytes is too long',
    async run(subject) {
      const own = await madeService(subject);
      const body = { type: 'email', name: 'L', subject: 'S', body: '((text))' };
      const template_id = await templateOf(subject, own, body);
      const of = (bytes: number) =>
        email(subject, own, own.test, { template_id, personalisation: { text: 'x'.repeat(bytes - 1) } });
      await assertAccepted(of(2_000_000));
      assertErrors(await of(2_000_001), 400, [
        'BadRequestError: Your message is too long. Emails cannot be longer than 2000000 bytes. Your message is 2000001 bytes.',
      ]);
    },
  },
  {
    section,
    name: 'a PDF is of a letter that there is',
    async run(subject) {
      const own = await madeService(subject);
      const { json } = await email(subject, own, own.test);
      const pdf = (id: string) =>
        call(subject, 'getLetterPdf', `/v2/notifications/${id}/pdf`, { key: own.test });
      assertErrors(await pdf((json as { id: string }).id), 400, [
        'BadRequestError: Notification is not a letter',
      ]);
      assertErrors(await pdf(unknown), 404, ['NoResultFound: No result found']);
      assertErrors(await pdf('x'), 400, ['ValidationError: notification_id is not a valid UUID']);
    },
  },
  {
    section,
    name: 'a template that is unknown is not found by any way, and what is no id or version is refused',
    async run(subject) {
      const ask = (id: string, version = '') =>
        call(
          subject,
          version === '' ? 'getTemplate' : 'getTemplateVersion',
          `/v2/template/${id}${version === '' ? '' : `/version/${version}`}`,
        );
      const preview = (id: string) =>
        call(subject, 'previewTemplate', `/v2/template/${id}/preview`, { body: { personalisation: {} } });
      for (const answer of [await ask(unknown), await ask(unknown, '1'), await preview(unknown)]) {
        assertErrors(answer, 404, ['NoResultFound: No result found']);
      }
      for (const answer of [await ask('x'), await preview('x')]) {
        assertErrors(answer, 400, ['ValidationError: id is not a valid UUID']);
      }
      assertErrors(await ask(subject.smsTemplate, '0'), 400, [
        'ValidationError: version 0 is less than the minimum of 1',
      ]);
      await assertListens(subject);
    },
  },
  {
    section,
    name: 'no service reads what another has: it is as unknown as what never was',
    async run(subject) {
      const own = await madeService(subject);
      const id = (await email(subject, own, own.live)).json as { id: string };
      const printed = (await letter(subject, own.test, own.letterTemplate)).json as { id: string };
      for (const [operationId, path] of [
        ['getNotification', `/v2/notifications/${id.id}`],
        ['getLetterPdf', `/v2/notifications/${printed.id}/pdf`],
        ['getTemplate', `/v2/template/${own.emailTemplate}`],
        ['getTemplateVersion', `/v2/template/${own.emailTemplate}/version/1`],
      ] as const) {
        assertErrors(await call(subject, operationId, path), 404, ['NoResultFound: No result found']);
      }
      const read = await call(subject, 'getNotification', `/v2/notifications/${id.id}`, { key: own.test });
      assert.equal(read.status, 200, read.text);
    },
  },
  {
    section,
    name: 'a QR code that is too long is told with its size',
    async run(subject) {
      const own = await madeService(subject);
      const body = { type: 'letter', name: 'Q', subject: 'S', body: 'Scan\n\nqr: ((link))' };
      const id = await templateOf(subject, own, body);
      const of = (length: number) => letter(subject, own.test, id, { link: 'x'.repeat(length) });
      await assertAccepted(of(504));
      const answer = await of(505);
      assertErrors(answer, 400, ['ValidationError: Cannot create a usable QR code - the link is too long']);
      const [error] = (answer.json as { errors: Record<string, unknown>[] }).errors;
      assert.deepEqual([error?.num_bytes, error?.max_bytes, error?.data], [505, 504, 'x'.repeat(505)]);
    },
  },
  {
    section,
    name: 'forces’ post has no country',
    async run(subject) {
      const own = await madeService(subject);
      const post = { address_line_2: 'BFPO 105', postcode: undefined };
      const abroad = { address_line_3: 'Some unit', address_line_4: 'Germany' };
      assertErrors(await letter(subject, own.test, own.letterTemplate, { ...post, ...abroad }), 400, [
        'ValidationError: The last line of a BFPO address must not be a country.',
      ]);
      const right = { address_line_2: 'Some unit', postcode: 'bfpo 105' };
      await assertAccepted(letter(subject, own.test, own.letterTemplate, right));
    },
  },
  {
    section,
    name: 'a service in trial mode sends no letters with a live key',
    async run(subject) {
      const own = await makeService(subject);
      const patch = { method: 'PATCH', body: { trial_mode: true } };
      assert.equal((await manage(subject, 'updateMessagingService', `/${own.id}`, patch)).status, 200);
      const sent = () => letter(subject, own.live, own.letterTemplate);
      await eventually(sent, ({ status }) => status === 403);
      assertErrors(await sent(), 403, ['BadRequestError: Cannot send letters when service is in trial mode']);
      await assertAccepted(letter(subject, own.test, own.letterTemplate));
    },
  },
  {
    section,
    name: 'a service without keys is told so',
    async run(subject) {
      const body = {
        service: 'conformance',
        name: `Bare ${randomUUID()}`,
        email_from: 'a@conformance.example',
      };
      const { id, name } = await administer(subject, 'createMessagingService', '', body);
      assert.equal(name, body.name);
      const authorization = `Bearer ${tokenOf(`x-${String(id)}-${randomUUID()}`)}`;
      assertErrors(await call(subject, 'listTemplates', '/v2/templates', { authorization }), 403, [
        'AuthError: Invalid token: service has no API keys',
      ]);
    },
  },
  {
    section,
    name: 'what is no route, and no method of one, is told in the application’s own words',
    async run(subject) {
      const authorization = `Bearer ${tokenOf(subject.apiKey)}`;
      const ask = (path: string, method: string) =>
        send(`${subject.baseUrl}${path}`, { method, headers: { authorization } });
      for (const [path, method, status, message] of [
        ['/v2/nothing', 'GET', 404, 'The requested URL was not found on the server.'],
        ['/v2/notifications/fax', 'POST', 404, 'The requested URL was not found on the server.'],
        ['/v2/templates', 'DELETE', 405, 'The method is not allowed for the requested URL.'],
      ] as const) {
        const answer = await ask(path, method);
        const { result, message: said } = (answer.json ?? {}) as { result?: string; message?: string };
        assert.equal(answer.status, status, `${method} ${path} is answered with ${answer.status}`);
        assert.equal(result, 'error');
        assert.ok(said?.startsWith(message.slice(0, 24)), `${method} ${path} says ${said}`);
      }
      await assertListens(subject);
    },
  },
  {
    section,
    name: 'smoke tests’ numbers are answered, and nothing is stored',
    async run(subject) {
      const own = await madeService(subject);
      for (const phone_number of ['07700900000', '+447700900111', '07700 900 222']) {
        const { status, text, json } = await sms(subject, own, own.team, { phone_number });
        assert.equal(status, 201, text);
        const path = `/v2/notifications/${(json as { id: string }).id}`;
        assertErrors(await call(subject, 'getNotification', path, { key: own.team }), 404, [
          'NoResultFound: No result found',
        ]);
      }
    },
  },
];
