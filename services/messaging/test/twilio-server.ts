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
  /** How it answers the next message. */
  next(answer: TwilioAnswer): void;
  /** The header that signs a receipt to an address. */
  sign(url: string, form: Readonly<Record<string, string>>): string;
  close(): Promise<void>;
}

/** It does not take the message and says so; or it takes it, and answers so, breaks off, or does not answer at all. */
export type TwilioAnswer =
  | { readonly status: number; readonly code?: number }
  | { readonly status: number; readonly taken: true; readonly text: string }
  | 'breaks off'
  | 'is silent';

export const twilioAccount = { accountSid: 'AC0123', authToken: 'a-secret-of-the-account' };

/** Starts it. */
export async function startTwilioServer(): Promise<TwilioServer> {
  const messages: TwilioServer['messages'][number][] = [];
  let answer: TwilioAnswer | undefined;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const now = answer;
      answer = undefined;
      if (typeof now === 'object' && !('taken' in now)) return reply(response, now.status, { ...now });
      const form = new URLSearchParams(Buffer.concat(parts).toString());
      messages.push({ path: request.url ?? '', headers: request.headers, form });
      if (now === undefined) reply(response, 201, { sid: `SM${messages.length}`, status: 'queued' });
      else if (now === 'breaks off') request.socket.destroy();
      else if (now !== 'is silent') response.writeHead(now.status).end(now.text);
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

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
