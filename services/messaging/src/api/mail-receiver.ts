import type { Log } from '@ashlar/component';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Delivered } from '../usecases/receive-mail.ts';

/** A mail server that keeps what it takes. */
export interface MailReceiver {
  readonly port: number;
  /** Takes no more connections, and ends those that are open once their mail is stored. */
  close(): Promise<void>;
}

/** Where it listens, and what it does with mail. */
export interface MailReceiverOptions {
  readonly host: string;
  /** 0 is any free port. */
  readonly port: number;
  /** Stores a mail; resolves once it is durable. */
  receive(mail: Delivered): Promise<string>;
  readonly log: Log;
}

const mostBytes = 10 * 1024 * 1024;
const mostRecipients = 100;
const mostConnections = 50;

/**
 * Opens a mail server (RFC 5321) for a test platform: it takes mail for anybody, asks for no password and sends nothing on. A mail is answered with 250
 * after it is stored, and with 451 when it could not be. Rejects when the port is taken.
 */
export async function openMailReceiver({
  host,
  port,
  receive,
  log,
}: MailReceiverOptions): Promise<MailReceiver> {
  const server = new SMTPServer({
    name: 'mailbox',
    banner: 'test mailbox, nothing is sent on',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    size: mostBytes,
    rejectOversized: true,
    maxClients: mostConnections,
    socketTimeout: 30_000,
    closeTimeout: 5000,
    onRcptTo: (_address, { envelope }, done) =>
      done(envelope.rcptTo.length < mostRecipients ? null : reply(452, 'Too many recipients')),
    onData: (stream, session, done) => {
      take(stream, session)
        .then((mail) => (mail ? receive(mail) : undefined))
        .then(
          (id) => done(null, `kept as ${id}`),
          (error: unknown) => {
            log.warn({ err: error }, 'a mail could not be kept');
            done(reply(451, 'The mail could not be kept, try again later'));
          },
        );
    },
  });
  // A client that breaks off is its own affair.
  server.on('error', () => {});
  await listening(server, host, port);
  return {
    port: portOf(server),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Reads a mail in full. Undefined when it is too long, which the server answers by itself. */
async function take(
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<Delivered | undefined> {
  const parts: Buffer[] = [];
  for await (const part of stream) if (!stream.sizeExceeded) parts.push(part as Buffer);
  if (stream.sizeExceeded) return undefined;
  const { mailFrom, rcptTo } = session.envelope;
  return {
    from: mailFrom === false ? '' : mailFrom.address,
    recipients: rcptTo.map(({ address }) => address),
    raw: Buffer.concat(parts),
  };
}

function reply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

function listening(server: SMTPServer, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, host, resolve);
  });
}

function portOf(server: SMTPServer): number {
  const address = server.server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
