import assert from 'node:assert/strict';
import type { Answer } from '../http.ts';
import type { Case } from '../suite.ts';
import {
  administer,
  email,
  eventually,
  known,
  madeService,
  makeService,
  manage,
  sms,
} from './made-up-service.ts';
import { accepted, assertErrors, call, type MessagingSubject, reaches } from './subject.ts';

const section = 'keys';
const teamOnly = 'BadRequestError: Can’t send to this recipient using a team-only API key';
const trialMode =
  'BadRequestError: Can’t send to this recipient when service is in trial mode – see https://www.notifications.service.gov.uk/trial-mode';

const saysAuth = (message: string) => (answer: Answer) =>
  answer.status === 403 && answer.text.includes(`Invalid token: ${message}`);

/** Whom which key may send to, and which keys are refused. */
export const keyCases: readonly Case<MessagingSubject>[] = [
  {
    section,
    name: 'a team key sends to the team and its guests only',
    async run(subject) {
      const own = await madeService(subject);
      assertErrors(await email(subject, own, own.team), 400, [teamOnly]);
      assertErrors(await sms(subject, own, own.team), 400, [teamOnly]);
      const member = await email(subject, own, own.team, { email_address: known.member.toUpperCase() });
      assert.equal(member.status, 201, member.text);
      const guest = await sms(subject, own, own.team, { phone_number: `+44 ${known.guest.slice(1)}` });
      assert.equal(guest.status, 201, guest.text);
    },
  },
  {
    section,
    name: 'a service in trial mode sends to the same with a live key, and to anyone with a test key',
    async run(subject) {
      const own = await makeService(subject);
      const patch = { method: 'PATCH', body: { trial_mode: true } };
      assert.equal((await manage(subject, 'updateMessagingService', `/${own.id}`, patch)).status, 200);
      await eventually(
        () => email(subject, own, own.live),
        ({ status }) => status === 400,
      );
      assertErrors(await email(subject, own, own.live), 400, [trialMode]);
      const member = await email(subject, own, own.live, { email_address: known.member });
      assert.equal(member.status, 201, member.text);
      const tried = await email(subject, own, own.test);
      assert.equal(tried.status, 201, tried.text);
    },
  },
  {
    section,
    name: 'a list is of what the caller’s kind of key sent; one by one, every kind is read',
    async run(subject) {
      const own = await madeService(subject);
      const sent = await email(subject, own, own.test, { reference: 'by-test' });
      const { id } = sent.json as { id: string };
      const listed = async (key: string) => {
        const ask = { key };
        const { json } = await call(subject, 'listNotifications', '/v2/notifications?reference=by-test', ask);
        return (json as { notifications: { id: string }[] }).notifications.map((one) => one.id);
      };
      assert.ok((await listed(own.test)).includes(id), 'the key that sent it lists it');
      assert.deepEqual(await listed(own.live), []);
      const read = await call(subject, 'getNotification', `/v2/notifications/${id}`, { key: own.live });
      assert.equal(read.status, 200);
    },
  },
  {
    section,
    name: 'a plain key is taken whole, or as its secret alone, and no other',
    async run(subject) {
      const { live } = await madeService(subject);
      const list = (key: string) =>
        call(subject, 'listTemplates', '/v2/templates', { authorization: `ApiKey-v1 ${key}` });
      assert.equal((await list(live)).status, 200);
      assert.equal((await list(live.slice(-36))).status, 200);
      assertErrors(await list(`${live.slice(0, -4)}0000`), 403, [
        'AuthError: Invalid token: API key not found',
      ]);
    },
  },
  {
    section,
    name: 'a revoked key is refused, and says so; an archived service says that',
    async run(subject) {
      const own = await makeService(subject);
      const { json } = await manage(subject, 'listApiKeys', `/${own.id}/api-keys`, { method: 'GET' });
      const keys = (json as { api_keys: { id: string; type: string }[] }).api_keys;
      const live = keys.find(({ type }) => type === 'live');
      const path = `/${own.id}/api-keys/${live?.id}`;
      assert.equal((await manage(subject, 'revokeApiKey', path, { method: 'DELETE' })).status, 204);
      const list = (key: string) => () => call(subject, 'listTemplates', '/v2/templates', { key });
      await eventually(list(own.live), saysAuth('API key revoked'));
      assert.equal((await list(own.test)()).status, 200);
      const gone = await manage(subject, 'archiveMessagingService', `/${own.id}`, { method: 'DELETE' });
      assert.equal(gone.status, 204);
      await eventually(list(own.test), saysAuth('service is archived'));
    },
  },
  {
    section,
    name: 'a service sends what it may only',
    async run(subject) {
      const own = await makeService(subject, { channels: ['sms'] });
      assertErrors(await email(subject, own, own.live), 400, [
        'BadRequestError: Service is not allowed to send emails',
      ]);
      const text = await sms(subject, own, own.live);
      assert.equal(text.status, 201, text.text);
    },
  },
  {
    section,
    name: 'a sender is named by its id, or else the default; one that is unknown is refused',
    async run(subject) {
      const own = await makeService(subject);
      const add = (body: Record<string, unknown>) =>
        administer(subject, 'createSender', `/${own.id}/senders`, body);
      const { id } = await add({ type: 'sms_sender', value: 'NAMED' });
      await add({ type: 'sms_sender', value: 'DEFAULT', is_default: true });
      const { id: replies } = await add({ type: 'email_reply_to', value: 'replies@conformance.example' });
      const fromOf = async (changes: Record<string, unknown>) =>
        ((await sms(subject, own, own.live, changes)).json as { content: { from_number: string } }).content
          .from_number;
      assert.deepEqual([await fromOf({}), await fromOf({ sms_sender_id: id })], ['DEFAULT', 'NAMED']);
      const replying = await email(subject, own, own.live, { email_reply_to_id: replies });
      assert.equal(replying.status, 201, replying.text);
      assertErrors(await email(subject, own, own.live, { email_reply_to_id: id }), 400, [
        `BadRequestError: email_reply_to_id ${id} does not exist in database for service id ${own.id}`,
      ]);
    },
  },
  ...(
    [
      ['07700900001', 'delivered'],
      ['07700900003', 'temporary-failure'],
      ['07700900002', 'permanent-failure'],
    ] as const
  ).map(
    ([phone_number, status]): Case<MessagingSubject> => ({
      section: 'test keys',
      name: `a text message to ${phone_number} ends as ${status}`,
      async run(subject) {
        const { testApiKey } = subject;
        if (testApiKey === undefined) throw new Error('The suite needs a key of type test for this.');
        await reaches(subject, await accepted(subject, 'sms', { phone_number }, testApiKey), status);
      },
    }),
  ),
];
