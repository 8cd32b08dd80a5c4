import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Case } from '../suite.ts';
import {
  accepted,
  assertErrors,
  bodyOf,
  call,
  type MessagingSubject,
  reaches,
  recipients,
  sendMessage,
} from './subject.ts';

const unknown = '0198c2f0-a1b2-4c33-9d44-000000000000';
const section = 'sending';

const wrongValues: readonly (readonly ['email' | 'sms', Record<string, unknown>, string])[] = [
  ['email', { email_address: 'nobody' }, 'ValidationError: email_address Not a valid email address'],
  ['email', { template_id: 'x' }, 'ValidationError: template_id is not a valid UUID'],
  ['email', { template_id: unknown }, 'BadRequestError: Template not found'],
  ['email', { reference: 1 }, 'ValidationError: reference 1 is not of type string'],
  ['email', { colour: 1 }, 'ValidationError: Additional properties are not allowed (colour was unexpected)'],
  ['email', { email_address: undefined }, 'ValidationError: email_address is a required property'],
  ['sms', { phone_number: '0770090012' }, 'ValidationError: phone_number Not enough digits'],
  ['sms', { phone_number: '077009001234' }, 'ValidationError: phone_number Too many digits'],
  [
    'sms',
    { phone_number: '0770090012x' },
    'ValidationError: phone_number Must not contain letters or symbols',
  ],
];

/** What is accepted, what becomes of it, and what is refused. */
export const sendingCases: readonly Case<MessagingSubject>[] = [
  {
    section,
    name: 'an e-mail is accepted with its content and is delivered',
    async run(subject) {
      const reference = randomUUID();
      const answer = await sendMessage(subject, 'email', { reference });
      assert.equal(answer.status, 201, answer.text);
      const sent = answer.json as {
        id: string;
        reference: string;
        content: { body: string; subject: string };
      };
      assert.equal(sent.reference, reference);
      const found = await reaches(subject, sent.id, 'delivered');
      assert.equal(found.email_address, recipients.email);
      assert.deepEqual([found.body, found.subject], [sent.content.body, sent.content.subject]);
      assert.ok(found.sent_at && found.completed_at, 'a delivered notification has its times');
    },
  },
  {
    section,
    name: 'a text message is accepted with its content and is delivered',
    async run(subject) {
      const answer = await sendMessage(subject, 'sms');
      assert.equal(answer.status, 201, answer.text);
      const { id, content } = answer.json as { id: string; content: { body: string } };
      const found = await reaches(subject, id, 'delivered');
      assert.deepEqual([found.phone_number, found.body, found.subject], [recipients.sms, content.body, null]);
    },
  },
  {
    section,
    name: 'a smoke test’s recipient is answered, and nothing is stored',
    async run(subject) {
      const email_address = 'simulate-delivered@notifications.service.gov.uk';
      const id = await accepted(subject, 'email', { email_address });
      const answer = await call(subject, 'getNotification', `/v2/notifications/${id}`);
      assertErrors(answer, 404, ['NoResultFound: No result found']);
    },
  },
  {
    section,
    name: 'missing values are named',
    async run(subject) {
      const names = Object.keys((await bodyOf(subject, 'email')).personalisation as object);
      const answer = await sendMessage(subject, 'email', { personalisation: {} });
      assertErrors(answer, 400, [`BadRequestError: Missing personalisation: ${names.join(', ')}`]);
      await accepted(subject, 'email');
    },
  },
  {
    section,
    name: 'every error of the schema is told at once',
    async run(subject) {
      const answer = await call(subject, 'sendSms', '/v2/notifications/sms', { body: {} });
      const { errors } = answer.json as { errors: { message: string }[] };
      assert.deepEqual(errors.map(({ message }) => message).sort(), [
        'phone_number is a required property',
        'template_id is a required property',
      ]);
      await accepted(subject, 'sms');
    },
  },
  {
    section,
    name: 'a template of the other kind is refused',
    async run(subject) {
      const answer = await sendMessage(subject, 'email', { template_id: subject.smsTemplate });
      assertErrors(answer, 400, ['BadRequestError: sms template is not suitable for email notification']);
      await accepted(subject, 'email');
    },
  },
  {
    section,
    name: 'a body that is no JSON is refused',
    async run(subject) {
      const answer = await call(subject, 'sendEmail', '/v2/notifications/email', { text: '{' });
      assertErrors(answer, 400, ['BadRequestError: Invalid JSON supplied in POST data']);
      await accepted(subject, 'email');
    },
  },
  ...wrongValues.map(
    ([kind, changes, error]): Case<MessagingSubject> => ({
      section,
      name: `${kind} with ${JSON.stringify(changes)} is told "${error}"`,
      async run(subject) {
        assertErrors(await sendMessage(subject, kind, changes), 400, [error]);
        await accepted(subject, kind);
      },
    }),
  ),
  ...(
    [
      ['anyone@example.org', 'delivered'],
      ['temp-fail@simulator.notify', 'temporary-failure'],
      ['perm-fail@simulator.notify', 'permanent-failure'],
    ] as const
  ).map(
    ([email_address, status]): Case<MessagingSubject> => ({
      section: 'test keys',
      name: `a message to ${email_address} ends as ${status}`,
      async run(subject) {
        const { testApiKey } = subject;
        if (testApiKey === undefined) throw new Error('The suite needs a key of type test for this.');
        await reaches(subject, await accepted(subject, 'email', { email_address }, testApiKey), status);
      },
    }),
  ),
];
