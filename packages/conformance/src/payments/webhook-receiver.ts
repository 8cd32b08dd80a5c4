import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer, Ask } from '../http.ts';
import { accountPath, asAdmin, eventually, type PaymentsSubject } from './subject.ts';

/** A message as it came in: its bytes, and what they say. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly message: {
    readonly webhook_message_id: string;
    readonly resource_id: string;
    readonly event_type: string;
    readonly resource: Record<string, unknown>;
    readonly [member: string]: unknown;
  };
}

/** A department's server on loopback, with a webhook that points to it. */
export interface Listening {
  /** The webhook as its creation answered it. */
  readonly webhook: { readonly id: string; readonly signing_key: string };
  readonly received: readonly Received[];
  /** The status that it answers with from now on. */
  answer: number;
  /** Resolves with the message of that payment and event; throws when it does not come. */
  hears(paymentId: string, eventType: string): Promise<Received>;
  /** Administers the webhook: `path` begins behind its id. */
  administer(operationId: string, path: string, ask?: Ask): Promise<Answer>;
}

/** Runs with a receiver and a webhook of the subject's account that subscribes to these, and takes both away again. */
export async function listening(
  subject: PaymentsSubject,
  subscriptions: readonly string[],
  run: (listening: Listening) => Promise<void>,
): Promise<void> {
  const received: Received[] = [];
  const state = { answer: 200 };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      received.push({ headers: request.headers, body, message: JSON.parse(body.toString()) });
      response.writeHead(state.answer).end();
    });
  });
  await new Promise<void>((open) => server.listen(0, '127.0.0.1', open));
  const callback_url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`;
  try {
    const made = await createWebhook(subject, { callback_url, subscriptions });
    assert.equal(made.status, 201, made.text);
    const webhook = made.json as Listening['webhook'];
    const place = `${webhooksPath(subject)}/${webhook.id}`;
    const administer = (operationId: string, path: string, ask: Ask = {}) =>
      asAdmin(subject, operationId, `${place}${path}`, ask);
    const hears = (paymentId: string, eventType: string) =>
      eventually(
        async () =>
          received.find(
            ({ message }) => message.resource_id === paymentId && message.event_type === eventType,
          ),
        `the webhook message ${eventType}`,
      );
    try {
      await run(Object.assign(state, { webhook, received, hears, administer }));
    } finally {
      await administer('deleteWebhook', '', { method: 'DELETE' });
    }
  } finally {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
}

/** Asks for a webhook of the subject's account. */
export async function createWebhook(
  subject: PaymentsSubject,
  body: Record<string, unknown>,
): Promise<Answer> {
  return asAdmin(subject, 'createWebhook', webhooksPath(subject), { body });
}

/** What `Pay-Signature` has to be: lower-case hex of the HMAC-SHA256 over the bytes. */
export function signatureOf(key: string, body: Buffer): string {
  return createHmac('sha256', key).update(body).digest('hex');
}

const webhooksPath = (subject: PaymentsSubject) => `${accountPath(subject)}/webhooks`;
