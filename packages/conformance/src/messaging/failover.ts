import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Case } from '../suite.ts';
import { makeService, sms } from './made-up-service.ts';
import { call, type MessagingSubject, reaches } from './subject.ts';

const section = 'failover';

interface Provider {
  readonly channel: string;
  readonly id: string;
  readonly errors_last_minute: number;
}

async function providers(subject: MessagingSubject): Promise<Provider[]> {
  const authorization = `Bearer ${subject.operatorToken}`;
  const { status, json, text } = await call(
    subject,
    'listMessagingProviders',
    '/ashlar/v1/messaging-providers',
    { authorization },
  );
  assert.equal(status, 200, text);
  return (json as { messaging_providers: Provider[] }).messaging_providers;
}

/** Tells a carrier how many messages to refuse, from 0 to 1, and answers whether it is one that does as it is told. */
async function refuses(subject: MessagingSubject, id: string, fail_share: number): Promise<boolean> {
  const path = `/ashlar/v1/messaging-providers/sms/${id}`;
  const authorization = `Bearer ${subject.operatorToken}`;
  const ask = { method: 'PATCH', body: { script: { fail_share } }, authorization };
  const { status, text } = await call(subject, 'updateMessagingProvider', path, ask);
  assert.ok([200, 422].includes(status), text);
  return status === 200;
}

async function hasFailed(subject: MessagingSubject, carrier: string): Promise<boolean> {
  const found = (await providers(subject)).find(({ channel, id }) => channel === 'sms' && id === carrier);
  return found !== undefined && found.errors_last_minute > 0;
}

/** What happens while one of two carriers of text messages takes nothing. It needs an operator, and carriers that do as they are told. */
export const failoverCases: readonly Case<MessagingSubject>[] = [
  {
    section,
    name: 'while one carrier takes nothing, every text message goes by another at once, and is delivered',
    async run(subject) {
      const told: string[] = [];
      for (const { channel, id } of await providers(subject)) {
        if (channel === 'sms' && (await refuses(subject, id, 0))) told.push(id);
      }
      const [bad, good] = told;
      assert.ok(bad && good, 'there are two carriers of text messages that do as they are told');
      const own = await makeService(subject, { sms_provider: 'automatic' });
      await refuses(subject, bad, 1);
      try {
        const reference = randomUUID();
        const sent = await Promise.all(
          Array.from({ length: 12 }, () => sms(subject, own, own.live, { reference })),
        );
        for (const { status, text, json } of sent) {
          assert.equal(status, 201, text);
          await reaches({ ...subject, apiKey: own.live }, (json as { id: string }).id, 'delivered');
        }
        const deadline = Date.now() + 10_000;
        while (!(await hasFailed(subject, bad))) {
          assert.ok(Date.now() < deadline, `after 10 s ${bad} is not known to have failed`);
          await setTimeout(250);
        }
      } finally {
        await refuses(subject, bad, 0);
      }
    },
  },
];
