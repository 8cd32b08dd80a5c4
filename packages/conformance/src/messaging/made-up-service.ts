import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Answer } from '../http.ts';
import { assertEchoed, call, type MessagingSubject } from './subject.ts';

/** A messaging service that the suite made for itself, so that it knows everything about it. */
export interface MadeService {
  readonly id: string;
  readonly live: string;
  readonly team: string;
  readonly test: string;
  readonly emailTemplate: string;
  readonly smsTemplate: string;
  readonly letterTemplate: string;
}

/** Whom the made-up service knows: a member of its team, and a guest. */
export const known = { member: 'member@conformance.example', guest: '07700900456' };

/** What its templates say. */
export const texts = {
  subject: 'Licence of ((name))',
  email: 'Hello ((Name))\r\n\r\nYou need:((list))\r\n\r\nThen go.((flag?? Bring your rod.))',
  sms: 'Hello ((name))\r\n\r\n\r\nYou need ((list)) .((flag?? Bring your rod.))',
  letter: 'Hello ((address_line_1))',
};

/** Values for each of its templates. */
export const values = { name: 'Anna', list: ['a licence', 'a rod', 'time'], flag: 'no' };

/** An address that a letter can be sent to. */
export const address = { address_line_1: 'Anna Bird', address_line_2: '1 High Street', postcode: 'sw1a1aa' };

const made = new WeakMap<MessagingSubject, Promise<MadeService>>();

/** The service that the suite made at this subject; it is made when it is first asked for. */
export function madeService(subject: MessagingSubject): Promise<MadeService> {
  const known = made.get(subject) ?? makeService(subject);
  made.set(subject, known);
  return known;
}

/** Makes a service of its own for a case that changes it. */
export async function makeService(
  subject: MessagingSubject,
  changes: Record<string, unknown> = {},
): Promise<MadeService> {
  const called = `Conformance ${randomUUID()}`;
  const { id, name } = await administer(subject, 'createMessagingService', '', {
    service: 'conformance',
    name: called,
    email_from: 'conformance@conformance.example',
    rate_limit: 60_000,
    team_members: [known.member],
    guest_list: [known.guest],
    files_contact_link: 'https://conformance.example/help',
    ...changes,
  });
  assert.equal(name, called);
  const keyOf = async (type: string) =>
    String(
      (await administer(subject, 'createApiKey', `/${id}/api-keys`, { name: `a-${type}-key`, type })).key,
    );
  const templateOf = async (body: Record<string, unknown>) =>
    String((await administer(subject, 'createTemplate', `/${id}/templates`, body)).id);
  const { subject: heading, email, sms, letter } = texts;
  return {
    id: String(id),
    live: changes.trial_mode === true ? '' : await keyOf('live'),
    team: await keyOf('team'),
    test: await keyOf('test'),
    emailTemplate: await templateOf({ type: 'email', name: 'E', subject: heading, body: email }),
    smsTemplate: await templateOf({ type: 'sms', name: 'S', body: sms }),
    letterTemplate: await templateOf({ type: 'letter', name: 'L', subject: 'Main heading', body: letter }),
  };
}

/** Calls an admin operation that makes something, and answers what it made. */
export async function administer(
  subject: MessagingSubject,
  operationId: string,
  path: string,
  body: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const answer = await manage(subject, operationId, path, { method: 'POST', body });
  assert.equal(answer.status, 201, `${operationId} answers ${answer.status} ${answer.text}`);
  return answer.json as Record<string, unknown>;
}

/** Calls an admin operation. */
export function manage(
  subject: MessagingSubject,
  operationId: string,
  path: string,
  ask: { method: string; body?: unknown },
): Promise<Answer> {
  const { adminToken } = subject;
  if (adminToken === undefined)
    throw new Error('The suite needs an access token with messaging:admin for this.');
  return call(subject, operationId, `/ashlar/v1/messaging-services${path}`, {
    ...ask,
    authorization: `Bearer ${adminToken}`,
  });
}

/** Sends an e-mail of a made-up service, with members replaced. */
export async function email(
  subject: MessagingSubject,
  own: MadeService,
  key: string,
  changes: Record<string, unknown> = {},
): Promise<Answer> {
  const body = {
    reference: randomUUID(),
    email_address: 'anybody@conformance.example',
    template_id: own.emailTemplate,
    personalisation: values,
    ...changes,
  };
  const answer = await call(subject, 'sendEmail', '/v2/notifications/email', { body, key });
  assertEchoed(answer, body);
  return answer;
}

/** Sends a text message of a made-up service, with members replaced. */
export async function sms(
  subject: MessagingSubject,
  own: MadeService,
  key: string,
  changes: Record<string, unknown> = {},
): Promise<Answer> {
  const body = {
    reference: randomUUID(),
    phone_number: '07700900123',
    template_id: own.smsTemplate,
    personalisation: values,
    ...changes,
  };
  const answer = await call(subject, 'sendSms', '/v2/notifications/sms', { body, key });
  assertEchoed(answer, body);
  return answer;
}

/** Asks until an answer is as wanted: a change holds within five seconds everywhere. Throws with the last answer after ten. */
export async function eventually(
  ask: () => Promise<Answer>,
  isRight: (answer: Answer) => boolean,
): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const answer = await ask();
    if (isRight(answer)) return;
    assert.ok(Date.now() < deadline, `after 10 s it still answers ${answer.status} ${answer.text}`);
    await setTimeout(250);
  }
}
