import type { Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail server on loopback, and what it took. */
export interface MailServer {
  readonly url: string;
  readonly mails: readonly { readonly to: readonly string[]; readonly text: string }[];
  /** What it does with the next mail: refuses its recipient with a code, or takes it and breaks the connection off in place of an answer. */
  next(answer: number | 'breaks off'): void;
  close(): Promise<void>;
}

/**
 * Starts a mail server that answers a mail after `delayMs`; the first `times` recipients (all, if it is left out) are refused with the code `refuse`, and the first
 * `cutsOff` connections break when a mail is about to begin.
 */
export async function startMailServer(
  options: { refuse?: number; times?: number; delayMs?: number; cutsOff?: number } = {},
): Promise<MailServer> {
  const mails: { to: string[]; text: string }[] = [];
  const sockets = new Map<number | undefined, Socket>();
  let refusals = options.refuse === undefined ? 0 : (options.times ?? Number.POSITIVE_INFINITY);
  let { cutsOff: toCutOff = 0 } = options;
  let next: number | 'breaks off' | undefined;
  const taken = () => {
    const now = next;
    next = undefined;
    return now;
  };
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onRcptTo(_address, session, done) {
      if (toCutOff > 0) {
        toCutOff -= 1;
        sockets.get(session.remotePort)?.destroy();
        return;
      }
      refusals -= 1;
      const code = refusals >= 0 ? options.refuse : typeof next === 'number' ? taken() : undefined;
      if (code !== undefined) done(Object.assign(new Error('not now'), { responseCode: code }));
      else done();
    },
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        mails.push({ to, text: Buffer.concat(parts).toString() });
        if (taken() === 'breaks off') sockets.get(session.remotePort)?.destroy();
        else setTimeout(done, options.delayMs ?? 0);
      });
    },
  });
  server.on('error', () => {});
  server.server.on('connection', (socket: Socket) => sockets.set(socket.remotePort, socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as { port: number };
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    next(answer) {
      next = answer;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
