import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Answer } from '../http.ts';
import type { Case } from '../suite.ts';
import { email, type MadeService, madeService, makeService, manage, sms } from './made-up-service.ts';
import { call, type MessagingSubject, reaches } from './subject.ts';

const section = 'suppressed';

interface Entry {
  readonly id: string;
  readonly email_address: string;
  readonly reason: string;
  readonly notification_id: string | null;
}

/** Addresses that a service's e-mails do not go to any more, and what becomes of e-mails to them. */
export const suppressedCases: readonly Case<MessagingSubject>[] = [
  {
    section,
    name: 'an e-mail to an address on the list is accepted, fails for good, and says why; however the address is written',
    async run(subject) {
      const own = await madeService(subject);
      const address = someone();
      const entry = await put(subject, own, address);
      assert.deepEqual([entry.email_address, entry.reason], [address, 'complaint']);
      for (const email_address of [address, address.toUpperCase()]) {
        const ended = await sent(subject, own, { email_address });
        assert.deepEqual([ended.status, ended.failure_reason], ['permanent-failure', 'suppressed']);
        assert.equal(ended.sent_at, null, 'it was given to a carrier');
      }
    },
  },
  {
    section,
    name: 'an address that is taken from the list gets e-mails again',
    async run(subject) {
      const own = await madeService(subject);
      const address = someone();
      const { id } = await put(subject, own, address);
      assert.equal((await sent(subject, own, { email_address: address })).status, 'permanent-failure');
      const remove = { method: 'DELETE' };
      const path = `/${own.id}/suppressions/${id}`;
      assert.equal((await manage(subject, 'deleteSuppression', path, remove)).status, 204);
      assert.equal((await manage(subject, 'deleteSuppression', path, remove)).status, 404);
      assert.deepEqual(await search(subject, own, address), []);
      const ended = await sent(subject, own, { email_address: address });
      assert.deepEqual([ended.status, ended.failure_reason], ['delivered', null]);
    },
  },
  {
    section,
    name: 'the list of one service is no other’s, nor of test keys and text messages',
    async run(subject) {
      const own = await madeService(subject);
      const other = await makeService(subject);
      const email_address = someone();
      await put(subject, own, email_address);
      assert.deepEqual(await search(subject, other, email_address), []);
      assert.equal((await sent(subject, other, { email_address })).status, 'delivered');
      assert.equal((await sent(subject, own, { email_address }, own.test)).status, 'delivered');
      const text = await sms(subject, own, own.live);
      const { id } = text.json as { id: string };
      await reaches({ ...subject, apiKey: own.live }, id, 'delivered');
    },
  },
  {
    section,
    name: 'an address is on the list once, as it was put there first, and is found by it',
    async run(subject) {
      const own = await madeService(subject);
      const address = someone();
      const first = await put(subject, own, address);
      assert.deepEqual(await put(subject, own, address.toUpperCase(), 'manual'), first);
      assert.deepEqual(await search(subject, own, address), [first]);
      assert.deepEqual(await search(subject, own, someone()), []);
    },
  },
  {
    section,
    name: 'the list is read in pages, newest first',
    async run(subject) {
      const own = await makeService(subject);
      const addresses = [someone(), someone(), someone()];
      for (const address of addresses) await put(subject, own, address);
      const page = async (query: string) => {
        const path = `/${own.id}/suppressions${query}`;
        const { json } = await manage(subject, 'listSuppressions', path, { method: 'GET' });
        return json as { suppressions: Entry[]; next_before?: string };
      };
      const first = await page('?limit=2');
      assert.ok(first.next_before, 'there is another page');
      const second = await page(`?limit=2&before=${first.next_before}`);
      const listed = [...first.suppressions, ...second.suppressions].map((one) => one.email_address);
      assert.deepEqual(listed, addresses.toReversed());
      assert.equal(second.next_before, undefined);
    },
  },
  {
    section,
    name: 'the standard’s own recipients, and what is no address, are not put on a list',
    async run(subject) {
      const own = await madeService(subject);
      for (const email_address of ['perm-fail@simulator.notify', 'nobody']) {
        const { status, json } = await ask(subject, own, { email_address });
        const { errors = [] } = json as { errors?: { pointer: string }[] };
        assert.deepEqual([status, errors.map(({ pointer }) => pointer)], [422, ['#/email_address']]);
      }
    },
  },
  {
    section,
    name: 'a service says how many of its e-mails come back, and may send while they are few',
    async run(subject) {
      const own = await makeService(subject);
      const path = `/${own.id}/email-sending`;
      const { json } = await manage(subject, 'getEmailSending', path, { method: 'GET' });
      const { state, sent_last_day, bounced_last_day, warn_percent, suspend_percent } = json as Record<
        string,
        unknown
      >;
      assert.deepEqual([state, sent_last_day, bounced_last_day], ['normal', 0, 0]);
      assert.ok(Number(warn_percent) <= Number(suspend_percent));
      const shown = await manage(subject, 'getMessagingService', `/${own.id}`, { method: 'GET' });
      assert.equal((shown.json as { email_state: string }).email_state, 'normal');
    },
  },
];

function someone(): string {
  return `${randomUUID()}@conformance.example`;
}

function ask(subject: MessagingSubject, own: MadeService, body: Record<string, unknown>): Promise<Answer> {
  return manage(subject, 'putSuppression', `/${own.id}/suppressions`, { method: 'PUT', body });
}

async function put(
  subject: MessagingSubject,
  own: MadeService,
  email_address: string,
  reason = 'complaint',
): Promise<Entry> {
  const { status, json, text } = await ask(subject, own, { email_address, reason });
  assert.equal(status, 200, text);
  return json as Entry;
}

async function search(
  subject: MessagingSubject,
  own: MadeService,
  email_address: string,
): Promise<readonly Entry[]> {
  const path = `/${own.id}/suppressions/search`;
  const { json } = await manage(subject, 'searchSuppressions', path, {
    method: 'POST',
    body: { email_address },
  });
  return (json as { suppressions: Entry[] }).suppressions;
}

/** Sends an e-mail, waits until it has ended, and answers our view of it. */
async function sent(
  subject: MessagingSubject,
  own: MadeService,
  changes: Record<string, unknown>,
  key = own.live,
): Promise<Record<string, unknown>> {
  const accepted = await email(subject, own, key, changes);
  assert.equal(accepted.status, 201, accepted.text);
  const { id } = accepted.json as { id: string };
  const read = async (): Promise<Record<string, unknown>> =>
    (await call(subject, 'getSentNotification', `/ashlar/v1/notifications/${id}`, { key })).json as Record<
      string,
      unknown
    >;
  const deadline = Date.now() + 20_000;
  for (;;) {
    const now = await read();
    if (now.completed_at !== null) return now;
    assert.ok(Date.now() < deadline, `it is still ${now.status} after 20 s`);
    await setTimeout(100);
  }
}
