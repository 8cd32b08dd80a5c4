import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Case } from '../suite.ts';
import { administer, email, type MadeService, makeService, manage, sms } from './made-up-service.ts';
import { call, type MessagingSubject } from './subject.ts';

const section = 'callbacks';
const token = 'a-token-of-the-suite';

interface Told {
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

/** A department's server on loopback. */
interface Receiver {
  readonly url: string;
  readonly told: readonly Told[];
  /** The status that it answers with from now on. */
  answer: number;
}

/** Runs with a server that hears callbacks, and takes it away again; answers what the run did. */
async function withReceiver<Done>(run: (receiver: Receiver) => Promise<Done>): Promise<Done> {
  const told: Told[] = [];
  const state = { answer: 200 };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      told.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
      response.writeHead(state.answer).end();
    });
  });
  await new Promise<void>((open) => server.listen(0, '127.0.0.1', open));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/told`;
  try {
    return await run(Object.assign(state, { url, told }));
  } finally {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
}

/** A service of its own that wants to hear of these. */
async function listening(
  subject: MessagingSubject,
  url: string,
  types: readonly string[],
): Promise<MadeService> {
  const own = await makeService(subject);
  for (const type of types) {
    const ask = { method: 'PUT', body: { url, bearer_token: token } };
    const { status, text } = await manage(subject, 'putCallback', `/${own.id}/callbacks/${type}`, ask);
    assert.equal(status, 200, text);
  }
  return own;
}

interface Logged {
  readonly subject_id: string;
  readonly status: string;
  readonly attempts: readonly { status_code?: number }[];
}

/** What the log of callbacks says of a thing once it was tried. */
async function triedOnce(subject: MessagingSubject, own: MadeService, id: string): Promise<Logged> {
  return soon(async () => {
    const path = `/${own.id}/callback-messages`;
    const { json } = await manage(subject, 'listCallbackMessages', path, { method: 'GET' });
    const { callback_messages: all } = json as { callback_messages: Logged[] };
    return all.find((one) => one.subject_id === id && one.attempts.length > 0);
  }, `an attempt to tell of ${id}`);
}

async function soon<Found>(
  look: () => Promise<Found | undefined> | Found | undefined,
  what: string,
): Promise<Found> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    assert.ok(Date.now() < deadline, `${what} does not come within 15 s`);
    await setTimeout(100);
  }
}

/** The id of what was accepted. */
function idOf({ status, text, json }: { status: number; text: string; json: unknown }): string {
  assert.equal(status, 201, text);
  return (json as { id: string }).id;
}

/** Services hear of their messages: what, how, and what is tried again. */
export const callbackCases: readonly Case<MessagingSubject>[] = [
  {
    section,
    name: 'a delivered e-mail and text message are told of, with the service’s token and the standard’s members',
    run: (subject) =>
      withReceiver(async (receiver) => {
        const own = await listening(subject, receiver.url, ['delivery_status']);
        const to = 'Anybody@conformance.example';
        const reference = randomUUID();
        const mail = idOf(await email(subject, own, own.live, { email_address: to, reference }));
        const text = idOf(await sms(subject, own, own.live));
        const toldOf = (id: string) => soon(() => receiver.told.find(({ body }) => body.id === id), id);
        const { headers, body } = await toldOf(mail);
        const { json } = await call(subject, 'getNotification', `/v2/notifications/${mail}`, {
          key: own.live,
        });
        const shown = json as Record<string, unknown>;
        assert.deepEqual(body, {
          id: mail,
          reference,
          to,
          status: 'delivered',
          created_at: shown.created_at,
          completed_at: shown.completed_at,
          sent_at: shown.sent_at,
          notification_type: 'email',
          template_id: own.emailTemplate,
          template_version: 1,
        });
        assert.equal(headers.authorization, `Bearer ${token}`);
        assert.match(String(headers['content-type']), /^application\/json/);
        const { body: ofText } = await toldOf(text);
        assert.deepEqual(
          [ofText.notification_type, ofText.status, ofText.to],
          ['sms', 'delivered', '07700900123'],
        );
      }),
  },
  {
    section,
    name: 'a text message from a person is told of in the standard’s members',
    run: (subject) =>
      withReceiver(async (receiver) => {
        const own = await listening(subject, receiver.url, ['received_text']);
        const content = `Hello ${randomUUID()}`;
        const body = { user_number: '07700 900 123', content };
        const { id } = await administer(subject, 'receiveText', `/${own.id}/received-texts`, body);
        const told = await soon(() => receiver.told.find((one) => one.body.id === id), 'the text message');
        const { destination_number, date_received, ...rest } = told.body;
        assert.deepEqual(rest, { id, source_number: '447700900123', message: content });
        assert.deepEqual([typeof destination_number, typeof date_received], ['string', 'string']);
        assert.equal(told.headers.authorization, `Bearer ${token}`);
      }),
  },
  {
    section,
    name: 'a receiver that fails for now is told again later, one that refuses is not',
    run: (subject) =>
      withReceiver(async (receiver) => {
        const own = await listening(subject, receiver.url, ['delivery_status']);
        for (const [answer, status] of [
          [500, 'pending'],
          [429, 'pending'],
          [404, 'failed'],
          [302, 'failed'],
          [204, 'delivered'],
        ] as const) {
          receiver.answer = answer;
          const id = idOf(await email(subject, own, own.live));
          const logged = await triedOnce(subject, own, id);
          assert.deepEqual(
            [logged.status, logged.attempts.map(({ status_code }) => status_code)],
            [status, [answer]],
            `after an answer of ${answer}`,
          );
        }
      }),
  },
  {
    section,
    name: 'a receiver that does not listen is told again later',
    async run(subject) {
      const gone = await withReceiver(async ({ url }) => url);
      const own = await listening(subject, gone, ['delivery_status']);
      const logged = await triedOnce(subject, own, idOf(await email(subject, own, own.live)));
      assert.deepEqual([logged.status, logged.attempts[0]?.status_code], ['pending', undefined]);
    },
  },
];
