import type { ServerResponse } from 'node:http';
import type { Event } from '@ashlar/events';
import { until } from '@ashlar/testkit';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { webhookEventOf } from '../../src/domain/webhook.ts';
import { tokens } from '../../src/wiring.ts';
import { type Account, anAccount, aPaymentAt, reaches } from '../fixtures.ts';
import { attemptsOf, aWebhook, messagesOf, type Receiver, startReceiver } from '../webhook-fixtures.ts';
import { playRegistry, type Registry, type Side, startSide, swapOf } from './fixtures.ts';

let registry: Registry;
let receiver: Receiver;
let old: Side;
let next: Side;
let account: Account;
/** How far the clock of the new one is ahead: retries come due by it. */
let aheadMs = 0;

beforeAll(async () => {
  [registry, receiver] = await Promise.all([playRegistry(), startReceiver()]);
  // One at a time: while one is under way the others wait.
  const env = { WEBHOOK_PARALLEL: '1', WEBHOOK_TIMEOUT_MS: '20000' };
  [old, next] = await Promise.all([
    startSide(registry, { env }),
    startSide(registry, {
      env,
      override: (wiring) => wiring.value(tokens.now, () => new Date(Date.now() + aheadMs)),
    }),
  ]);
  account = await anAccount(old);
});

afterAll(async () => {
  await receiver?.close();
  await Promise.all([old?.end(), next?.end()]);
  registry?.end();
});

/** What the receiver got: for each event the ids of the messages, one for each time. */
function ledger(): Map<string, string[]> {
  const got = new Map<string, string[]>();
  for (const { headers, json } of receiver.received) {
    const event = String(headers['ashlar-event-id']);
    got.set(event, [...(got.get(event) ?? []), String(json.webhook_message_id)]);
  }
  return got;
}

/** The ids of the department's events that webhooks are told of, as its feed has them. */
async function eventsOf(side: Side): Promise<string[]> {
  const { json } = await side.call('GET', '/ashlar/v1/changes?limit=500', { key: account.key });
  const told = (json.events as Event[]).filter(({ type, time, data }) =>
    webhookEventOf({ type, time: new Date(time), data }),
  );
  return told.map(({ id }) => id);
}

const resourceOf = (nth: number) => String(receiver.received[nth - 1]?.json.resource_id);

test('with a backlog at the moment of the swap, each event arrives once; the one that was under way at most once more', async () => {
  const webhook = await aWebhook(old, account, receiver.url);
  const arrived = await aPaymentAt(old, account, 'cancelled');
  await receiver.gets(1);

  // Tried once, and to be tried again in a minute.
  receiver.answer((response) => response.writeHead(500).end());
  const failing = await aPaymentAt(old, account, 'cancelled');
  await receiver.gets(2);
  expect(resourceOf(2)).toBe(failing);
  const [halfTried] = await until(
    async () => {
      const messages = await messagesOf(old, account, webhook, `?resource_id=${failing}`);
      const [message] = messages;
      const tried =
        message && (await attemptsOf(old, account, webhook, message.webhook_message_id)).length > 0;
      return tried ? messages : undefined;
    },
    { what: 'the attempt to be stored' },
  );

  const swap = swapOf(registry, old, next, 1);
  await swap.follow();
  await swap.caughtUp();

  // One that is under way when the old one is frozen, and those that wait behind it.
  let answerLate: ((status: number) => void) | undefined;
  receiver.answer((response: ServerResponse) => {
    answerLate = (status) => response.writeHead(status).end();
  });
  const inFlight = await aPaymentAt(old, account, 'cancelled');
  await receiver.gets(3);
  expect(resourceOf(3)).toBe(inFlight);
  const waiting = await Promise.all([1, 2, 3, 4].map(() => aPaymentAt(old, account, 'confirmed')));
  await Promise.all(waiting.map((id) => reaches(old, id, 'CAPTURED')));

  const barrier = await swap.barrier();
  answerLate?.(200);
  expect([...ledger().values()].map((ids) => ids.length)).toEqual([1, 1, 1]);
  expect(await messagesOf(next, account, webhook, `?resource_id=${arrived}`)).toMatchObject([
    { status: 'SUCCESSFUL' },
  ]);

  receiver.answer((response) => response.writeHead(200).end());
  await swap.commit(barrier);
  aheadMs = 61_000;
  const expected = await eventsOf(next);
  expect(expected.length).toBeGreaterThan(10);
  await until(() => ledger().size >= expected.length, { what: 'every event to arrive', timeoutMs: 20_000 });
  await until(async () => (await messagesOf(next, account, webhook, '?status=PENDING')).length === 0, {
    what: 'every message to be done with',
  });
  const got = ledger();
  expect(new Set(got.keys())).toEqual(new Set(expected));
  for (const [event, ids] of got) {
    expect([event, new Set(ids).size]).toEqual([event, 1]);
    const resource = receiver.received.find(({ headers }) => headers['ashlar-event-id'] === event)?.json
      .resource_id;
    // Refused once before, and taken now; the late answer was not heard.
    const times = resource === failing || resource === inFlight ? 2 : 1;
    expect([resource, ids.length]).toEqual([resource, times]);
  }
  const id = halfTried?.webhook_message_id;
  expect([...got.values()]).toContainEqual([id, id]);
});
