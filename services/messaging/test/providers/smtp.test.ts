import { createHash, createVerify, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { createSmtp } from '../../src/providers/smtp.ts';
import { startMailServer } from '../mail-server.ts';
import { outgoing } from './outgoing.ts';

test('mail is signed by DKIM, so that its receiver can check it', async () => {
  const mailServer = await startMailServer();
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const dkim = { domainName: 'messages.example', keySelector: 'one', privateKey: pem };
  const carrier = createSmtp(mailServer.url, dkim);
  const message = outgoing('email');
  expect(await carrier.send(message)).toBe('accepted');
  carrier.close?.();
  await mailServer.close();
  const mail = mailServer.mails.find(({ text }) => text.includes(`<${message.key}@`))?.text ?? '';
  const { signature, bodyHash, body, signed } = dkimParts(mail);
  expect(createHash('sha256').update(body).digest('base64')).toBe(bodyHash);
  const check = (text: string) => createVerify('sha256').update(text).verify(publicKey, signature, 'base64');
  expect(check(signed)).toBe(true);
  expect(check(signed.replace('anna@', 'eve@'))).toBe(false);
});

test.each([
  ['RCPT TO', '550 5.1.1 nobody of that name', 'refused'],
  ['RCPT TO', '550 5.7.1 not from there', 'rejected'],
  ['DATA', '554 5.6.0 not such words', 'rejected'],
])(
  'what is answered to %s with %s is %s: only the address itself is held against it',
  async (at, answer, is) => {
    const server = createServer((socket) => {
      socket.write('220 here\r\n');
      socket.on('error', () => {});
      socket.on('data', (data) => {
        const line = data.toString();
        if (line.startsWith(at)) socket.write(`${answer}\r\n`);
        else socket.write(line.startsWith('DATA') ? '354 go on\r\n' : '250 well\r\n');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const carrier = createSmtp(`smtp://127.0.0.1:${port}?ignoreTLS=true`);
    expect(await carrier.send(outgoing('email'))).toBe(is);
    carrier.close?.();
    await new Promise((resolve) => server.close(resolve));
  },
);

/** What a DKIM signature of a mail is over (RFC 6376, relaxed/relaxed). */
function dkimParts(mail: string) {
  const end = mail.indexOf('\r\n\r\n');
  const headers = mail
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const relaxed = headers.map((line) => {
    const at = line.indexOf(':');
    return `${line.slice(0, at).toLowerCase().trim()}:${line
      .slice(at + 1)
      .replace(/[ \t]+/g, ' ')
      .trim()}`;
  });
  const own = relaxed.find((line) => line.startsWith('dkim-signature:')) ?? '';
  const tag = (name: string) => new RegExp(`[:;] ?${name}=([^;]*)`).exec(own)?.[1]?.replace(/ /g, '') ?? '';
  const named = tag('h').toLowerCase().split(':');
  const lines = named.flatMap((name) => relaxed.filter((line) => line.startsWith(`${name}:`)));
  const body = mail
    .slice(end + 4)
    .replace(/[ \t]+(?=\r\n)/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/(\r\n)*$/, '\r\n');
  return {
    signature: tag('b'),
    bodyHash: tag('bh'),
    body,
    signed: [...lines, own.replace(/([;:] ?b=)[^;]*/, '$1')].join('\r\n'),
  };
}
