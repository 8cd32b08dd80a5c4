import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Twilio's Messages API on loopback, as far as we call it. */
export interface TwilioServer {
  readonly url: string;
  readonly messages: readonly {
    readonly path: string;
    readonly headers: IncomingHttpHeaders;
    readonly form: URLSearchParams;
  }[];
  /** How it answers the next message: a status with an error code of its own, or not at all after it took it. */
  next(answer: { status: number; code?: number } | 'breaks off'): void;
  /** The header that signs a receipt to an address. */
  sign(url: string, form: Readonly<Record<string, string>>): string;
  close(): Promise<void>;
}

export const twilioAccount = { accountSid: 'AC0123', authToken: 'a-secret-of-the-account' };

/** Starts it. */
export async function startTwilioServer(): Promise<TwilioServer> {
  const messages: TwilioServer['messages'][number][] = [];
  let answer: Parameters<TwilioServer['next']>[0] | undefined;
  const reply = (response: ServerResponse, status: number, body: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const now = answer;
      answer = undefined;
      if (now && now !== 'breaks off') {
        reply(response, now.status, { code: now.code, status: now.status });
        return;
      }
      const form = new URLSearchParams(Buffer.concat(parts).toString());
      messages.push({ path: request.url ?? '', headers: request.headers, form });
      if (now) request.socket.destroy();
      else reply(response, 201, { sid: `SM${messages.length}`, status: 'queued' });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    messages,
    next(given) {
      answer = given;
    },
    sign(url, form) {
      const sorted = Object.keys(form).sort();
      const text = url + sorted.map((name) => name + form[name]).join('');
      return createHmac('sha1', twilioAccount.authToken).update(text).digest('base64');
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
