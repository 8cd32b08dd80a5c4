import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@ashlar/testkit';
import { jwtVerify } from 'jose';

/** A mail as messaging was asked to send it. */
export interface SentMail {
  readonly email_address?: string;
  readonly phone_number?: string;
  readonly template_id: string;
  readonly personalisation: Readonly<Record<string, string>>;
  readonly reference: string;
}

/** Whoever speaks the part of GOV.UK Notify's v2 API that sends e-mail; it may be away. */
export interface Mailroom {
  /** The file for MESSAGING_FILE. */
  readonly file: string;
  /** Every mail that was accepted, each once. */
  readonly mails: readonly SentMail[];
  /** How many requests there were. */
  asked(): number;
  /** Has it answer with a status from now on; undefined: as it should. */
  answer(status: number | undefined): void;
  /** The newest code to an address, once there are at least so many. */
  code(to: string, count?: number): Promise<string>;
  end(): Promise<void>;
}

const serviceId = '5b1a8f0e-0000-4000-8000-000000000001';
const secret = '5b1a8f0e-0000-4000-8000-000000000002';

/** Starts one on a port of its own. */
export async function startMailroom(): Promise<Mailroom> {
  const mails = new Map<string, SentMail>();
  let asked = 0;
  let status: number | undefined;
  const server = createServer(async (request, reply) => {
    asked += 1;
    const body = await textOf(request);
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), { algorithms: ['HS256'] });
    const fits =
      payload.iss === serviceId &&
      ['/v2/notifications/email', '/v2/notifications/sms'].includes(request.url ?? '');
    if (status === undefined && fits) mails.set(String(request.headers['idempotency-key']), JSON.parse(body));
    reply.writeHead(fits ? (status ?? 201) : 404, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-mailroom-'));
  const file = join(folder, 'messaging.json');
  const templates = {
    code: { en: 'code-en', cy: 'code-cy' },
    notice: { en: 'notice-en', cy: 'notice-cy' },
    phone_code: { en: 'text-en', cy: 'text-cy' },
  };
  const settings = { url: `http://127.0.0.1:${port}`, api_key: `identity-${serviceId}-${secret}`, templates };
  await writeFile(file, JSON.stringify(settings));
  return {
    file,
    get mails() {
      return [...mails.values()];
    },
    asked: () => asked,
    answer(next) {
      status = next;
    },
    code: (to, count = 1) =>
      until(
        async () => {
          const codes = [...mails.values()].filter(
            (mail) => [mail.email_address, mail.phone_number].includes(to) && mail.personalisation.code,
          );
          return codes.length >= count ? codes.at(-1)?.personalisation.code : undefined;
        },
        { what: `the code to ${to}` },
      ),
    async end() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}
