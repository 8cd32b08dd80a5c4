import { connect } from 'node:net';
import { until } from '@ashlar/testkit';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createTransport, type SendMailOptions } from 'nodemailer';
import {
  anAccount,
  aText,
  reaches,
  type Service,
  type ServiceOptions,
  sendEmail,
  startService,
  tokenOf,
} from './fixtures.ts';

const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function start(options: ServiceOptions = {}): Promise<Service> {
  const service = await startService({ ...options, env: { MAILBOX_SMTP_PORT: '0', ...options.env } });
  closers.push(() => service.end());
  return service;
}

function portOf({ mailReceiver }: Service): number {
  if (!mailReceiver) throw new Error('The mailbox takes no mail');
  return mailReceiver.port;
}

async function mail(service: Service, changes: SendMailOptions = {}): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: portOf(service), ignoreTLS: true });
  await transport.sendMail({
    from: { name: 'Fishing licences', address: 'licences@messages.example' },
    to: { name: 'Anna Ångström', address: 'Anna@example.org' },
    subject: 'Your licence – granted',
    text: 'You may fish.\nAlso at sea: £5.',
    ...changes,
  });
}

interface Listed {
  readonly id: string;
  readonly to: readonly { address: string; recipient_key: string }[];
  readonly [member: string]: unknown;
}

async function list(service: Service, query = ''): Promise<Listed[]> {
  const { json } = await service.call('GET', `/ashlar/v1/mailbox/messages${query}`);
  return json.messages as Listed[];
}

async function only(service: Service): Promise<Record<string, unknown>> {
  const [first, ...rest] = await list(service);
  expect(rest).toEqual([]);
  return (await service.call('GET', `/ashlar/v1/mailbox/messages/${first?.id}`)).json;
}

describe('mail that arrives by SMTP', () => {
  test('is there once it was answered, with everything that a person reads', async () => {
    const service = await start();
    await mail(service, {
      messageId: '<0198c2f0-a1b2-7c33-9d44-000000000000@messages.example>',
      date: new Date('2026-01-02T03:04:05Z'),
      html: '<p>You may <b>fish</b>.</p>',
      attachments: [
        { filename: 'licence "1".pdf', contentType: 'application/pdf', content: 'x'.repeat(2048) },
      ],
    });
    expect(await only(service)).toEqual({
      id: expect.any(String),
      type: 'email',
      arrived_by: 'smtp',
      from: { name: 'Fishing licences', address: 'licences@messages.example' },
      to: [
        {
          name: 'Anna Ångström',
          address: 'Anna@example.org',
          recipient_key: expect.stringMatching(/^[0-9a-f]{32}$/),
        },
      ],
      subject: 'Your licence – granted',
      outcome: 'delivered',
      received_at: expect.any(String),
      notification_id: '0198c2f0-a1b2-7c33-9d44-000000000000',
      copies: 1,
      text: 'You may fish.\nAlso at sea: £5.\n',
      html: '<p>You may <b>fish</b>.</p>\n',
      written_at: '2026-01-02T03:04:05.000Z',
      message_id: '<0198c2f0-a1b2-7c33-9d44-000000000000@messages.example>',
      attachments: [{ name: 'licence "1".pdf', type: 'application/pdf', bytes: 2048 }],
      unreadable: false,
    });
  });

  test('is for those of the envelope, not of its headers', async () => {
    const service = await start();
    await mail(service, {
      envelope: { from: 'bounces@messages.example', to: ['hidden@example.org', 'b@example.org'] },
    });
    const [found] = await list(service);
    expect(found?.to.map(({ address }) => address)).toEqual(['hidden@example.org', 'b@example.org']);
  });

  test('that comes again is shown again, and told to have come twice', async () => {
    const service = await start();
    const messageId = '<same@messages.example>';
    await mail(service, { messageId });
    await mail(service, { messageId, to: 'other@example.org' });
    await mail(service, { messageId });
    expect((await list(service)).map(({ copies }) => copies)).toEqual([2, 1, 2]);
    const page = await service.call('GET', '/mailbox');
    expect(page.text.match(/Received twice/g)).toHaveLength(2);
  });

  test('without any header is kept, and so is what is no mail at all', async () => {
    const service = await start();
    await mail(service, { raw: 'just a line', envelope: { from: '', to: 'anna@example.org' } });
    const deep = Array.from(
      { length: 60 },
      (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`,
    );
    await mail(service, { raw: deep.join(''), envelope: { from: 'a@b.example', to: 'anna@example.org' } });
    const [broken, bare] = await list(service);
    const read = await service.call('GET', `/ashlar/v1/mailbox/messages/${broken?.id}`);
    expect([read.json.unreadable, bare?.subject]).toEqual([true, null]);
    expect((await service.call('GET', `/mailbox/${broken?.id}`)).text).toContain('cannot be read as mail');
    const source = await service.call('GET', `/mailbox/${bare?.id}/source`);
    expect([source.headers['content-type'], source.text]).toEqual([
      'text/plain; charset=utf-8',
      'just a line\r\n',
    ]);
  });

  test('that is too long or for too many is refused, and nothing of it is kept', async () => {
    const service = await start();
    await expect(mail(service, { text: 'x'.repeat(11_000_000) })).rejects.toMatchObject({
      responseCode: 552,
    });
    const to = Array.from({ length: 120 }, (_, at) => `p${at}@example.org`);
    await mail(service, { to });
    const [kept, ...more] = await list(service);
    expect([kept?.to.length, more]).toEqual([100, []]);
  });

  test('is answered with a "try again" while it cannot be stored', async () => {
    const service = await start();
    await service.pool.query('alter table sandbox_message rename to away');
    await expect(mail(service)).rejects.toMatchObject({ responseCode: 451 });
    await service.pool.query('alter table away rename to sandbox_message');
    await mail(service);
    expect(await list(service)).toHaveLength(1);
  });

  test('is not kept when its sender breaks off before the end', async () => {
    const service = await start();
    const socket = connect(portOf(service), '127.0.0.1');
    closers.push(async () => socket.destroy());
    let heard = '';
    socket.on('data', (data) => {
      heard += data.toString();
    });
    const say = async (line: string, code: string) => {
      heard = '';
      socket.write(`${line}\r\n`);
      await until(() => heard.startsWith(code), { what: `${code} to ${line}` });
    };
    await until(() => heard.startsWith('220'));
    await say('EHLO test', '250');
    await say('MAIL FROM:<a@b.example>', '250');
    await say('RCPT TO:<anna@example.org>', '250');
    await say('DATA', '354');
    socket.write('Subject: half\r\n\r\nthe first li');
    socket.destroy();
    await mail(service, { subject: 'whole' });
    expect((await list(service)).map(({ subject }) => subject)).toEqual(['whole']);
  });

  test('is sealed in the database, and in no log line', async () => {
    const service = await start();
    await mail(service);
    const { rows } = await service.pool.query<{ row: string }>(
      `select encode(content, 'escape') || encode(raw, 'escape') || key || encode(recipients[1], 'escape') as row from sandbox_message`,
    );
    expect(rows[0]?.row).not.toMatch(/anna|fish/i);
  });
});

describe('the mailbox', () => {
  test('finds messages by recipient, whatever carried them, and leads from page to page', async () => {
    const service = await start();
    const account = await anAccount(service);
    for (let at = 0; at < 26; at += 1) await mail(service, { subject: `Number ${at}` });
    await mail(service, { to: 'bo@example.org' });
    const id = await sendEmail(service, account, { email_address: 'ANNA@example.org' });
    await reaches(service, account, id, 'delivered');
    const [newest] = await list(service);
    expect([newest?.notification_id, newest?.arrived_by]).toEqual([id, 'sandbox']);
    expect(await list(service, `?notification_id=${id}`)).toEqual([newest]);

    const key = newest?.to[0]?.recipient_key;
    const first = await service.call('GET', `/ashlar/v1/mailbox/messages?recipient_key=${key}`);
    expect(first.json.messages).toHaveLength(25);
    const rest = await list(service, `?recipient_key=${key}&before=${first.json.next_before}`);
    expect(rest.map(({ subject }) => subject)).toEqual(['Number 1', 'Number 0']);

    const page = await service.call('GET', `/mailbox?recipient=${key}`);
    expect(page.text).not.toContain(`bo@example.org</p>`);
    const [, older] = /href="([^"]+)" rel="next"/.exec(page.text) ?? [];
    const second = await service.call('GET', String(older).replaceAll('&amp;', '&'));
    expect(second.text).toContain('Number 0');
    expect(second.text).not.toContain('rel="next"');
  });

  test('shows texts as the sandbox carrier sent them', async () => {
    const service = await start();
    const account = await anAccount(service);
    const sent = await service.call('POST', '/v2/notifications/sms', {
      key: tokenOf(account.live),
      body: aText(account),
    });
    await reaches(service, account, String(sent.json.id), 'delivered');
    const text = await only(service);
    expect(text).toMatchObject({
      type: 'sms',
      from: { name: 'Fishing licences', address: 'ASHLAR' },
      to: [{ address: '+447700900321' }],
      subject: null,
      text: 'Fishing licences: Hello Anna, you may fish.',
      html: null,
    });
    const page = await service.call('GET', `/mailbox/${text.id}`);
    expect(page.text).toContain('Hello Anna, you may fish.');
    expect((await service.call('GET', `/mailbox/${text.id}/source`)).status).toBe(404);
  });

  test('gives a stranger’s HTML to a frame that may do nothing', async () => {
    const service = await start();
    await mail(service, { html: '<script>alert(1)</script><img src="https://evil.example/x.png">"> out' });
    const { id } = await only(service);
    const { text, headers } = await service.call('GET', `/mailbox/${id}`);
    expect(text).toContain(
      'srcdoc="&lt;!DOCTYPE html&gt;&lt;base target=&quot;_blank&quot;&gt;&lt;script&gt;',
    );
    expect(text).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'self' 'unsafe-inline'; img-src data:;/,
    );
  });

  test('says that it is empty, and that there is no such message', async () => {
    const service = await start();
    const page = await service.call('GET', '/mailbox?recipient=nonsense&before=1');
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('There are no messages yet')]);
    for (const path of [
      '0198c2f0-a1b2-7c33-9d44-000000000000',
      'x',
      '0198c2f0-a1b2-7c33-9d44-000000000000/source',
    ]) {
      const missing = await service.call('GET', `/mailbox/${path}`);
      expect([missing.status, missing.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    }
    const wrong = await service.call('GET', '/ashlar/v1/mailbox/messages?limit=1000');
    expect(wrong.status).toBe(400);
  });

  test('is nowhere unless it is asked for', async () => {
    const service = await start({ env: { MAILBOX: 'false' } });
    expect(service.mailReceiver).toBeUndefined();
    for (const path of ['/mailbox', '/ashlar/v1/mailbox/messages']) {
      expect((await service.call('GET', path)).status).toBe(404);
    }
  });
});
