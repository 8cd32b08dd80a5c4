import { SMTPServer } from 'smtp-server';

/** A mail server on loopback, and what it took. */
export interface MailServer {
  readonly url: string;
  readonly mails: readonly { readonly to: readonly string[]; readonly text: string }[];
  close(): Promise<void>;
}

/** Starts a mail server that answers a mail after `delayMs`; the first `times` recipients (all, if it is left out) are refused with the code `refuse`. */
export async function startMailServer(
  options: { refuse?: number; times?: number; delayMs?: number } = {},
): Promise<MailServer> {
  const mails: { to: string[]; text: string }[] = [];
  let refusals = options.refuse === undefined ? 0 : (options.times ?? Number.POSITIVE_INFINITY);
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onRcptTo(_address, _session, done) {
      refusals -= 1;
      if (refusals >= 0) done(Object.assign(new Error('not now'), { responseCode: options.refuse }));
      else done();
    },
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        mails.push({ to, text: Buffer.concat(parts).toString() });
        setTimeout(done, options.delayMs ?? 0);
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as { port: number };
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
