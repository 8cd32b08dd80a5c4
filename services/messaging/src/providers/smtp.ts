import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import type { Carrier, Handover, Outgoing } from '../domain/ports.ts';

/**
 * Hands mail to a server by SMTP (RFC 5321). The server remembers no keys: a repeat is told by its Message-ID, which is made of the notification's id.
 * What happens after the server took a message is not heard of, so that counts as delivered.
 */
export function createSmtp(url: string, dkim?: Dkim): Carrier {
  const transport = createTransport({
    url,
    ...(dkim && { dkim }),
    // Connections are kept: to make one takes longer than to send a mail. A mail goes over a second one only if no byte of it went over the first.
    pool: true,
    maxConnections: mostAtOnce,
    maxRequeues: 2,
    // Shorter together than the worker's lease, so that no second worker sends what this one still may.
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  transport.use('stream', ({ message, data }, done) => {
    const { handing } = data as { handing?: () => Promise<void> };
    if (handing) message.processFunc((mail) => Readable.from(withheld(mail, handing), { highWaterMark: 1 }));
    done();
  });
  return {
    remembers: false,
    tellsHanding: true,
    async send(message, handing) {
      let isPart = handing !== undefined;
      const toBeWhole = async () => {
        isPart = false;
        await handing?.();
      };
      try {
        await transport.sendMail({ ...mailOf(message), ...(handing && { handing: toBeWhole }) });
        return 'accepted';
      } catch (error) {
        const known = handoverOf(error) ?? (isPart ? 'not_sent' : undefined);
        if (known === undefined) throw error;
        return known;
      }
    },
    outcome: async () => 'delivered',
    close: () => transport.close(),
  };
}

/** The mail's bytes, the last of them only once `handing` is done: a server that lacks them has no mail (RFC 5321 section 4.1.1.4). A signed mail is made as a whole before. */
async function* withheld(mail: AsyncIterable<Buffer>, handing: () => Promise<void>): AsyncGenerator<Buffer> {
  for await (const part of mail) yield part;
  await handing();
}

/** What mail is signed with (RFC 6376). Its public key is in the DNS, at `<keySelector>._domainkey.<domainName>`. */
export interface Dkim {
  readonly domainName: string;
  readonly keySelector: string;
  /** As PEM. */
  readonly privateKey: string;
}

/** No mail waits for a connection: the worker has no more in hand. */
const mostAtOnce = 20;

function mailOf(mail: Outgoing) {
  const { key, to, from, senderName, replyTo, subject, text, html, unsubscribeUrl } = mail;
  const [, host = 'localhost'] = from.split('@');
  return {
    messageId: `<${key}@${host}>`,
    // As objects: an address in a text would be parsed, and a list of them taken for several recipients.
    from: { name: senderName, address: from },
    to: { name: '', address: to },
    ...(replyTo !== null && { replyTo: { name: '', address: replyTo } }),
    subject: subject ?? '',
    text,
    ...(html !== null && { html }),
    ...(unsubscribeUrl !== null && {
      headers: {
        'List-Unsubscribe': `<${unsubscribeUrl}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    }),
  };
}

interface SmtpError {
  readonly code?: unknown;
  readonly originalCode?: unknown;
  readonly syscall?: unknown;
  readonly command?: unknown;
  readonly responseCode?: unknown;
  readonly response?: unknown;
  readonly timeoutType?: unknown;
}

const beforeMail: ReadonlySet<unknown> = new Set([
  'EDNS',
  'EAUTH',
  'ECONNREFUSED',
  'CONNECT_TIMEOUT',
  'GREETING_TIMEOUT',
  'UPGRADE_TIMEOUT',
]);

/** What an error says for certain: a server's answer is one, and so is a connection that never stood. Undefined when the mail may have been taken. */
function handoverOf(error: unknown): Handover | undefined {
  const { code, originalCode, syscall, command, responseCode, response, timeoutType } = (error ??
    {}) as SmtpError;
  if (typeof responseCode === 'number') {
    // Only a refusal of the recipient or the mail is about this message: a login that fails is a fault to be mended.
    if (responseCode < 500 || (command !== 'RCPT TO' && command !== 'DATA')) return 'not_sent';
    // A status of the class 5.7 (RFC 3463 section 3.8) is about policy: the address may be a good one.
    return command === 'RCPT TO' && !/^\d{3}[ -]5\.7\./.test(String(response)) ? 'refused' : 'rejected';
  }
  const early = syscall === 'connect' || [code, originalCode, timeoutType].some((one) => beforeMail.has(one));
  return early ? 'not_sent' : undefined;
}
