import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import { email, madeService, makeService, sms } from './made-up-service.ts';
import { assertErrors, call, type MessagingSubject } from './subject.ts';

/** How much may be sent, and which fault is told when there are several. */
export const limitCases: readonly Case<MessagingSubject>[] = [
  {
    section: 'limits',
    name: 'requests over the minute’s limit are refused by kind of key, before the body is read',
    async run(subject) {
      const own = await makeService(subject, { rate_limit: 60 });
      const post = (key: string) => call(subject, 'sendEmail', '/v2/notifications/email', { key, text: '{' });
      const answers = await Promise.all(Array.from({ length: 40 }, () => post(own.test)));
      const refused = answers.filter(({ status }) => status === 429);
      assert.ok(refused.length >= 10, `of 40 requests at once, ${refused.length} are refused`);
      assert.ok(refused.length <= 20, `a third of the limit may come at once, ${refused.length} are refused`);
      const message = 'Exceeded rate limit for key type TEST of 60 requests per 60 seconds';
      for (const answer of refused) assertErrors(answer, 429, [`RateLimitError: ${message}`]);
      assert.equal((await post(own.live)).status, 400);
      const read = await call(subject, 'listTemplates', '/v2/templates', { key: own.test });
      assert.equal(read.status, 200, 'reading is not limited');
    },
  },
  {
    section: 'limits',
    name: 'messages over the day’s limit are refused by channel, before the body is read',
    async run(subject) {
      const own = await makeService(subject, { daily_limits: { email: 1 } });
      const first = await email(subject, own, own.live);
      assert.equal(first.status, 201, first.text);
      const ask = { key: own.live, text: '{' };
      assertErrors(await call(subject, 'sendEmail', '/v2/notifications/email', ask), 429, [
        'TooManyRequestsError: Exceeded send limits (email: 1) for today',
      ]);
      const text = await sms(subject, own, own.live);
      assert.equal(text.status, 201, text.text);
    },
  },
  {
    section: 'limits',
    name: 'text messages abroad need leave, and have a limit of their own',
    async run(subject) {
      const phone_number = '+33 6 12 34 56 78';
      const home = await madeService(subject);
      assertErrors(await sms(subject, home, home.live, { phone_number }), 400, [
        'BadRequestError: Cannot send to international mobile numbers',
      ]);
      const own = await makeService(subject, {
        international_sms: true,
        daily_limits: { international_sms: 1 },
      });
      const first = await sms(subject, own, own.live, { phone_number });
      assert.equal(first.status, 201, first.text);
      assertErrors(await sms(subject, own, own.live, { phone_number }), 429, [
        'TooManyRequestsError: Exceeded send limits (international_sms: 1) for today',
      ]);
    },
  },
  {
    section: 'order',
    name: 'of several faults the first in the standard’s order is told',
    async run(subject) {
      const own = await madeService(subject);
      const unknown = '0198c2f0-a1b2-4c33-9d44-000000000000';
      const faults: Record<string, unknown> = {
        email_address: 'x',
        template_id: own.smsTemplate,
        personalisation: {},
        email_reply_to_id: unknown,
      };
      const repairs: [Record<string, unknown>, string][] = [
        [{}, 'ValidationError: email_address Not a valid email address'],
        [
          { email_address: 'anybody@conformance.example' },
          'BadRequestError: sms template is not suitable for email notification',
        ],
        [{ template_id: own.emailTemplate }, 'BadRequestError: Missing personalisation: name, list, flag'],
        [
          { personalisation: { name: 'A', list: [], flag: 1, file: { file: 'x', other: 1 } } },
          `BadRequestError: email_reply_to_id ${unknown} does not exist in database for service id ${own.id}`,
        ],
        [
          { email_reply_to_id: undefined },
          'BadRequestError: Can’t send to this recipient using a team-only API key',
        ],
      ];
      for (const [repair, error] of repairs) {
        Object.assign(faults, repair);
        assertErrors(await email(subject, own, own.team, faults), 400, [error]);
      }
    },
  },
];
