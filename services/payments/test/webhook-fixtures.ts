import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '@ashlar/testkit';
import {
  type Account,
  type Administered,
  type Answer,
  adminToken,
  anAccount,
  type Service,
} from './fixtures.ts';

/** A request that a receiver got. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly json: Record<string, unknown>;
}

/** A department's server, on loopback. */
export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** How it answers from now on. */
  answer(with_: (response: ServerResponse, nth: number) => void): void;
  /** Resolves with what it got, once that is `count` requests. */
  gets(count: number): Promise<readonly Received[]>;
  close(): Promise<void>;
}

/** Starts a receiver that answers 200 until told otherwise. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let respond = (response: ServerResponse, _nth: number): void => {
    response.writeHead(200).end();
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      received.push({ headers: request.headers, body, json: JSON.parse(body.toString()) });
      respond(response, received.length);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    answer(with_) {
      respond = with_;
    },
    async gets(count) {
      await until(() => received.length >= count, { what: `${count} webhook messages`, timeoutMs: 15_000 });
      return received;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** A webhook as its creation answers it. */
export interface MadeWebhook {
  readonly id: string;
  readonly signing_key: string;
}

/** Every event type that tells a fate. */
export const allEvents = [
  'card_payment_started',
  'card_payment_succeeded',
  'card_payment_captured',
  'card_payment_refunded',
  'card_payment_failed',
  'card_payment_expired',
];

/** Creates a webhook of an account. */
export async function aWebhook(
  service: Administered,
  account: Pick<Account, 'id'>,
  callbackUrl: string,
  changes: Record<string, unknown> = {},
): Promise<MadeWebhook> {
  const { json } = await administer(service, 'POST', webhooksPath(account), {
    callback_url: callbackUrl,
    subscriptions: allEvents,
    ...changes,
  });
  return json as unknown as MadeWebhook;
}

/** Calls the admin API as an operator. */
export async function administer(
  service: Administered,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return service.call(method, path, { key: await adminToken(service), body, headers });
}

/** Where an account's webhooks, or one of them, are administered. */
export function webhooksPath({ id }: Pick<Account, 'id'>, webhook?: { id: string }): string {
  return `/ashlar/v1/gateway-accounts/${id}/webhooks${webhook ? `/${webhook.id}` : ''}`;
}

/** The messages of a webhook as the admin API lists them, newest first. */
export async function messagesOf(
  service: Administered,
  account: Pick<Account, 'id'>,
  webhook: { id: string },
  query = '',
): Promise<Record<string, unknown>[]> {
  const { json } = await administer(service, 'GET', `${webhooksPath(account, webhook)}/messages${query}`);
  return json.messages as Record<string, unknown>[];
}

/** The attempts at a message, oldest first. */
export async function attemptsOf(
  service: Administered,
  account: Pick<Account, 'id'>,
  webhook: { id: string },
  messageId: unknown,
): Promise<Record<string, unknown>[]> {
  const path = `${webhooksPath(account, webhook)}/messages/${messageId}`;
  const { json } = await administer(service, 'GET', path);
  return json.attempts as Record<string, unknown>[];
}

/** Resolves with the newest message of a webhook once it has a status. */
export function newestIs(
  service: Service,
  account: Account,
  webhook: { id: string },
  status: string,
): Promise<Record<string, unknown>> {
  return until(
    async () => {
      const [newest] = await messagesOf(service, account, webhook);
      return newest?.status === status ? newest : undefined;
    },
    { what: `a message that is ${status}`, timeoutMs: 15_000 },
  );
}

/** What `Pay-Signature` has to be: written down here from the standard's words, not taken from the service. */
export function signatureOf(signingKey: string, body: Buffer): string {
  return createHmac('sha256', signingKey).update(body).digest('hex').toLowerCase();
}

/** Runs with a receiver and an account of its own, and a webhook that subscribes to these. */
export async function subscribed(
  service: Service,
  subscriptions: readonly string[],
  run: (around: { receiver: Receiver; account: Account; webhook: MadeWebhook }) => Promise<void>,
): Promise<void> {
  const [receiver, account] = await Promise.all([startReceiver(), anAccount(service)]);
  try {
    const webhook = await aWebhook(service, account, receiver.url, { subscriptions });
    await run({ receiver, account, webhook });
  } finally {
    await receiver.close();
  }
}
