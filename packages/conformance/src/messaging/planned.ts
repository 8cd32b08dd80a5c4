import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Answer } from '../http.ts';
import type { Case } from '../suite.ts';
import { assertEchoed, bodyOf, call, type MessagingSubject, reaches } from './subject.ts';

const section = 'planned';

/** Messages with a time of their own, which are accepted now and may be cancelled. */
export const plannedCases: readonly Case<MessagingSubject>[] = [
  {
    section,
    name: 'a planned message is sent when its time has come, and not before',
    async run(subject) {
      const at = inSeconds(3);
      const id = await planned(subject, at);
      const standard = await call(subject, 'getNotification', `/v2/notifications/${id}`);
      const { status, scheduled_for, sent_at } = standard.json as Record<string, unknown>;
      assert.deepEqual([status, scheduled_for, sent_at], ['created', null, null]);
      const sent = await reaches(subject, id, 'delivered');
      assert.ok(
        Date.parse(String(sent.sent_at)) >= Date.parse(at),
        `it was sent at ${sent.sent_at}, before ${at}`,
      );
      assert.equal((await state(subject, id)).scheduled_for, at);
    },
  },
  {
    section,
    name: 'an offset is understood: the time is shown in UTC',
    async run(subject) {
      const at = inSeconds(3600);
      const there = new Date(Date.parse(at) + 5.5 * 3_600_000).toISOString().replace('Z', '+05:30');
      const id = await planned(subject, there);
      assert.equal((await state(subject, id)).scheduled_for, at);
      assert.equal((await cancel(subject, id)).status, 200);
    },
  },
  {
    section,
    name: 'what is cancelled before its time is never sent',
    async run(subject) {
      const id = await planned(subject, inSeconds(2));
      const cancelled = await cancel(subject, id);
      assert.equal((cancelled.json as { status: string }).status, 'cancelled', cancelled.text);
      await setTimeout(5000);
      const standard = await call(subject, 'getNotification', `/v2/notifications/${id}`);
      const { status, sent_at } = standard.json as Record<string, unknown>;
      assert.deepEqual([status, sent_at], ['cancelled', null]);
      const again = await cancel(subject, id);
      assert.deepEqual([again.status, again.json], [200, cancelled.json]);
    },
  },
  {
    section,
    name: 'what has been sent is not cancelled',
    async run(subject) {
      const { json } = await plan(subject, {});
      const { id } = json as { id: string };
      await reaches(subject, id, 'delivered');
      assert.equal((await cancel(subject, id)).status, 409);
      assert.equal((await state(subject, id)).status, 'delivered');
    },
  },
  {
    section,
    name: 'a time that has passed, and one that is years ahead, are refused',
    async run(subject) {
      for (const scheduled_for of [inSeconds(-60), inSeconds(3 * 366 * 86_400)]) {
        const { status, json } = await plan(subject, { scheduled_for });
        const { errors = [] } = json as { errors?: { pointer: string }[] };
        assert.deepEqual([status, errors.map(({ pointer }) => pointer)], [422, ['#/scheduled_for']]);
      }
      const right = inSeconds(3600);
      assert.equal((await state(subject, await planned(subject, right))).scheduled_for, right);
    },
  },
  {
    section,
    name: 'an Idempotency-Key plans once',
    async run(subject) {
      const key = randomUUID();
      const ask = { scheduled_for: inSeconds(3600), reference: randomUUID() };
      const first = await plan(subject, ask, key);
      const again = await plan(subject, ask, key);
      assert.deepEqual([again.status, again.json], [201, first.json]);
      const other = await plan(subject, { ...ask, reference: randomUUID() }, key);
      assert.equal(other.status, 422);
      assert.equal((await cancel(subject, (first.json as { id: string }).id)).status, 200);
    },
  },
  {
    section,
    name: 'planned messages are listed by their state',
    async run(subject) {
      const id = await planned(subject, inSeconds(3600));
      const listed = async (status: string) => {
        const { json } = await call(
          subject,
          'listSentNotifications',
          `/ashlar/v1/notifications?status=${status}&limit=250`,
        );
        return (json as { notifications: { id: string }[] }).notifications.some((one) => one.id === id);
      };
      assert.deepEqual([await listed('scheduled'), await listed('cancelled')], [true, false]);
      assert.equal((await cancel(subject, id)).status, 200);
      assert.deepEqual([await listed('scheduled'), await listed('cancelled')], [false, true]);
    },
  },
];

function inSeconds(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString();
}

async function plan(
  subject: MessagingSubject,
  changes: Record<string, unknown>,
  key?: string,
): Promise<Answer> {
  const body = {
    type: 'email',
    ...(await bodyOf(subject, 'email', { reference: randomUUID(), ...changes })),
  };
  const answer = await call(subject, 'sendNotification', '/ashlar/v1/notifications', {
    method: 'POST',
    body,
    ...(key && { headers: { 'idempotency-key': key } }),
  });
  assertEchoed(answer, body);
  return answer;
}

async function planned(subject: MessagingSubject, scheduled_for: string): Promise<string> {
  const { status, json, text } = await plan(subject, { scheduled_for });
  const { id, status: state } = json as { id: string; status: string };
  assert.deepEqual([status, state], [201, 'scheduled'], text);
  return id;
}

function cancel(subject: MessagingSubject, id: string): Promise<Answer> {
  return call(subject, 'cancelNotification', `/ashlar/v1/notifications/${id}/cancel`, { method: 'POST' });
}

async function state(subject: MessagingSubject, id: string): Promise<Record<string, unknown>> {
  const { json } = await call(subject, 'getSentNotification', `/ashlar/v1/notifications/${id}`);
  return json as Record<string, unknown>;
}
