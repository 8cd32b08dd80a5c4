import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as whole } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { referenceIn } from './change.ts';

/** A message that arrived at a carrier. */
export interface Arrival {
  /** The notification that it is of: of the Message-ID, or of the address for receipts. */
  readonly id: string;
  readonly reference: string | undefined;
  readonly to: string;
}

/** A request that told the service of something. */
export interface Told {
  readonly type: string;
  /** The same for every try of one message. */
  readonly webhookId: string;
  /** What it tells of, */
  readonly id: string;
  /** and what it says of it: a status, or what a person wrote. */
  readonly says: string;
}

/** What lies outside messaging: a mail server, a carrier of texts in Twilio's shape, and the service's own server for callbacks. They outlive every implementation. */
export interface Outside {
  /** Set for each implementation. `receiptsUrl` is where the carrier reaches the department's messaging. */
  env(receiptsUrl: string): Record<string, string>;
  readonly callbacksUrl: string;
  readonly arrivals: readonly Arrival[];
  readonly told: readonly Told[];
  close(): Promise<void>;
}

const secret = 'a-secret-of-the-account';

/** Puts them up on loopback. Each takes everything, as often as it comes; carriers answer after `delayMs`. */
export async function openOutside(delayMs: number): Promise<Outside> {
  const arrivals: Arrival[] = [];
  const told: Told[] = [];
  const receipts = createReceipts();
  const mail = mailServer(delayMs, (arrival) => void arrivals.push(arrival));
  const texts = createServer(async (request, response) => {
    const form = new URLSearchParams(await whole(request));
    const address = form.get('StatusCallback') ?? '';
    arrivals.push({
      id: address.split('/').at(-1) ?? '',
      reference: referenceIn(form.get('Body') ?? ''),
      to: form.get('To') ?? '',
    });
    const sid = `SM${arrivals.length}`;
    await wait(delayMs);
    response
      .writeHead(201, { 'content-type': 'application/json' })
      .end(JSON.stringify({ sid, status: 'queued' }));
    receipts.send(address, { MessageSid: sid, MessageStatus: 'delivered' });
  });
  const callbacks = createServer(async (request, response) => {
    const { id, status, message } = JSON.parse(await whole(request));
    const webhookId = String(request.headers['webhook-id']);
    told.push({ type: (request.url ?? '').slice(1), webhookId, id, says: status ?? message });
    response.writeHead(204).end();
  });
  await Promise.all([mail.server, texts, callbacks].map(listen));
  return {
    env: (receiptsUrl) => ({
      SMTP_URL: `smtp://127.0.0.1:${portOf(mail.server)}`,
      TWILIO_ACCOUNT_SID: 'AC0123',
      TWILIO_AUTH_TOKEN: secret,
      TWILIO_URL: `http://127.0.0.1:${portOf(texts)}`,
      CARRIER_RECEIPTS_URL: receiptsUrl,
      CALLBACK_INSECURE_TARGETS: 'true',
    }),
    callbacksUrl: `http://127.0.0.1:${portOf(callbacks)}`,
    arrivals,
    told,
    async close() {
      receipts.stop();
      for (const server of [texts, callbacks]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
      await new Promise<void>((resolve) => mail.close(() => resolve()));
    },
  };
}

function mailServer(delayMs: number, arrives: (arrival: Arrival) => void): SMTPServer {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 100,
    onData(stream, { envelope }, done) {
      whole(stream).then((mail) => {
        const id = /^message-id:\s*<([^@>]+)/im.exec(mail)?.[1] ?? '';
        const reference = referenceIn(/^subject:.*$/im.exec(mail)?.[0] ?? '');
        arrives({ id, reference, to: envelope.rcptTo.map(({ address }) => address).join() });
        setTimeout(done, delayMs);
      }, done);
    },
  });
  // Who is killed breaks off.
  server.on('error', () => {});
  return server;
}

const receiptAfterMs = 150;

/** Tells what became of texts, again while nobody takes it, as Twilio signs it. */
function createReceipts() {
  let running = true;
  const post = async (url: string, form: Readonly<Record<string, string>>): Promise<boolean> => {
    const signed = Object.keys(form)
      .sort()
      .reduce((text, name) => text + name + form[name], url);
    const signature = createHmac('sha1', secret).update(signed).digest('base64');
    const headers = { 'x-twilio-signature': signature };
    const answer = await fetch(url, { method: 'POST', headers, body: new URLSearchParams(form) });
    await answer.body?.cancel();
    return answer.ok;
  };
  return {
    async send(url: string, form: Readonly<Record<string, string>>): Promise<void> {
      await wait(receiptAfterMs);
      while (running && !(await post(url, form).catch(() => false))) await wait(500);
    },
    stop() {
      running = false;
    },
  };
}

function listen(server: { listen(port: number, host: string, done: () => void): unknown }): Promise<void> {
  return new Promise((resolve) => void server.listen(0, '127.0.0.1', resolve));
}

function portOf(server: Pick<Server, 'address'>): number {
  return (server.address() as AddressInfo).port;
}
