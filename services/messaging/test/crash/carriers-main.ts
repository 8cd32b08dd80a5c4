import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { SMTPServer } from 'smtp-server';

/**
 * Two carriers in a process of their own, to be killed: texts by HTTP with a key each, which are sent once for a key however often they come; and mail by
 * SMTP, which knows no keys. What is sent is a line of the file LEDGER, written before the answer, and all that is left after a kill. The answer takes a while, so
 * that a kill of either side finds some that were sent and not answered.
 */
const { PORT, SMTP_PORT, LEDGER = '' } = process.env;

const answerAfterMs = 60;

const known = new Set<string>();
if (existsSync(LEDGER)) {
  for (const line of readFileSync(LEDGER, 'utf8').split('\n').filter(Boolean)) {
    known.add((JSON.parse(line) as { key: string }).key);
  }
}

function keep(kind: 'text' | 'mail', key: string, to: string): void {
  appendFileSync(LEDGER, `${JSON.stringify({ kind, key, to })}\n`);
}

const texts = createServer((request, response) => {
  if (request.method === 'GET') {
    response.end('ready');
    return;
  }
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const { key, to } = JSON.parse(Buffer.concat(parts).toString()) as { key: string; to: string };
    if (!known.has(key)) keep('text', key, to);
    known.add(key);
    setTimeout(() => response.end('taken'), answerAfterMs);
  });
});
texts.listen(Number(PORT), '127.0.0.1');

const mails = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  logger: false,
  onData(stream, session, done) {
    const parts: Buffer[] = [];
    stream.on('data', (part: Buffer) => parts.push(part));
    stream.on('end', () => {
      const [, messageId = 'none'] = /^Message-ID: (\S+)/im.exec(Buffer.concat(parts).toString()) ?? [];
      for (const { address } of session.envelope.rcptTo) keep('mail', messageId, address);
      setTimeout(done, answerAfterMs);
    });
  },
});
mails.on('error', () => {});
mails.listen(Number(SMTP_PORT), '127.0.0.1');
