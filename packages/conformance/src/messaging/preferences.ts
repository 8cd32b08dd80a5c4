import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Answer } from '../http.ts';
import type { Case } from '../suite.ts';
import { call, type MessagingSubject, reaches, recipients, valuesFor } from './subject.ts';

const section = 'preferences';

/** What people prefer, and messages that go by it. */
export const preferenceCases: readonly Case<MessagingSubject>[] = [
  {
    section,
    name: 'what a person prefers is kept, replaced and forgotten',
    async run(subject) {
      const id = newId();
      const preferences = { ...both, channels: ['sms'], opted_out: [], language: 'cy' };
      await set(subject, id, preferences);
      assert.deepEqual(await known(subject, id), preferences);
      await set(subject, id, { language: 'pl' });
      const bare = { email_address: null, phone_number: null, channels: [], opted_out: [], language: 'pl' };
      assert.deepEqual(await known(subject, id), bare);
      assert.equal((await call(subject, 'deleteRecipient', path(id), { method: 'DELETE' })).status, 204);
      assert.equal((await call(subject, 'getRecipient', path(id))).status, 404);
    },
  },
  {
    section,
    name: 'an address or a number is no id',
    async run(subject) {
      const { status } = await put(subject, recipients.sms, both);
      assert.equal(status, 422);
      await set(subject, newId(), both);
    },
  },
  {
    section,
    name: 'the channel is the person’s own choice, else the first that is offered',
    async run(subject) {
      const id = newId();
      await set(subject, id, { ...both, channels: ['sms'] });
      assert.equal(typeOf(await send(subject, id)), 'sms');
      await set(subject, id, { ...both, channels: [] });
      const sent = await send(subject, id);
      assert.equal(typeOf(sent), 'email');
      const found = await reaches(subject, (sent.json as { id: string }).id, 'delivered');
      assert.equal(found.email_address, both.email_address);
    },
  },
  {
    section,
    name: 'no channel is used that the person has opted out of',
    async run(subject) {
      const id = newId();
      await set(subject, id, { ...both, opted_out: ['email'] });
      assert.equal(typeOf(await send(subject, id)), 'sms');
      await set(subject, id, { ...both, opted_out: ['email', 'sms'] });
      assert.equal((await send(subject, id)).status, 422);
    },
  },
  {
    section,
    name: 'who opts out before a message’s time is not sent it',
    async run(subject) {
      const id = newId();
      await set(subject, id, both);
      const sent = await send(subject, id, { scheduled_for: new Date(Date.now() + 2000).toISOString() });
      assert.equal(typeOf(sent), 'email');
      await set(subject, id, { ...both, opted_out: ['email'] });
      const found = await reaches(subject, (sent.json as { id: string }).id, 'permanent-failure');
      assert.equal(found.sent_at, null);
    },
  },
];

const both = { email_address: recipients.email, phone_number: recipients.sms };

function newId(): string {
  return `case-${randomUUID()}`;
}

function path(id: string): string {
  return `/ashlar/v1/recipients/${id}`;
}

function put(subject: MessagingSubject, id: string, body: Record<string, unknown>): Promise<Answer> {
  return call(subject, 'setRecipient', path(id), { method: 'PUT', body });
}

async function set(subject: MessagingSubject, id: string, body: Record<string, unknown>): Promise<void> {
  const { status, text } = await put(subject, id, body);
  assert.equal(status, 200, text);
}

async function known(subject: MessagingSubject, id: string): Promise<Record<string, unknown>> {
  const { json } = await call(subject, 'getRecipient', path(id));
  const { created_at: _created, updated_at: _updated, ...preferences } = json as Record<string, unknown>;
  return preferences;
}

async function send(
  subject: MessagingSubject,
  id: string,
  changes: Record<string, unknown> = {},
): Promise<Answer> {
  const { emailTemplate, smsTemplate } = subject;
  const personalisation = {
    ...(await valuesFor(subject, emailTemplate)),
    ...(await valuesFor(subject, smsTemplate)),
  };
  const templates = [{ template_id: emailTemplate }, { template_id: smsTemplate }];
  return call(subject, 'sendToRecipient', `${path(id)}/notifications`, {
    method: 'POST',
    body: { templates, personalisation, ...changes },
  });
}

function typeOf({ status, json, text }: Answer): unknown {
  assert.equal(status, 201, text);
  return (json as { type: string }).type;
}
