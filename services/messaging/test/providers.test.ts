import { createHash, createVerify, generateKeyPairSync, randomUUID } from 'node:crypto';
import { freePort } from '@ashlar/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Carrier, Outgoing } from '../src/domain/ports.ts';
import { createSmtp } from '../src/providers/smtp.ts';
import { createTwilio } from '../src/providers/twilio.ts';
import {
  type Account,
  adminToken,
  anAccount,
  aText,
  reaches,
  type Service,
  startService,
  tokenOf,
} from './fixtures.ts';
import { type MailServer, startMailServer } from './mail-server.ts';
import { startTwilioServer, type TwilioServer, twilioAccount } from './twilio-server.ts';

const receiptsUrl = 'https://messages.example';
let service: Service;
let account: Account;
let twilioServer: TwilioServer;
let mailServer: MailServer;

beforeAll(async () => {
  [twilioServer, mailServer] = await Promise.all([startTwilioServer(), startMailServer()]);
  service = await startService({
    env: {
      SANDBOX_CARRIERS: 'true',
      SMTP_URL: mailServer.url,
      TWILIO_ACCOUNT_SID: twilioAccount.accountSid,
      TWILIO_AUTH_TOKEN: twilioAccount.authToken,
      TWILIO_URL: twilioServer.url,
      CARRIER_RECEIPTS_URL: receiptsUrl,
    },
  });
  account = await anAccount(service, { sms_provider: 'twilio' });
});

afterAll(async () => {
  await service?.end();
  await Promise.all([twilioServer?.close(), mailServer?.close()]);
});

const twilio = (url = twilioServer.url) =>
  createTwilio({ ...twilioAccount, url, receiptsUrl, timeoutMs: 5000 });

function outgoing(channel: 'email' | 'sms', changes: Partial<Outgoing> = {}): Outgoing {
  return {
    key: randomUUID(),
    channel,
    to: channel === 'email' ? 'anna@example.org' : '+447700900321',
    from: channel === 'email' ? 'licences@messages.example' : 'ASHLAR',
    senderName: 'Fishing licences',
    subject: channel === 'email' ? 'Your licence' : null,
    text: 'You may fish – ½ price & more.',
    html: null,
    unsubscribeUrl: null,
    replyTo: null,
    ...changes,
  };
}

/** What a carrier needs for the suite that all of them pass. */
interface Bench {
  readonly channel: 'email' | 'sms';
  carrier(): Carrier;
  /** How often the party beyond got a message. */
  arrived(message: Outgoing): Promise<number>;
  /** The same carrier, with nobody at its address; left out for those that are within this process. */
  away?(): Promise<Carrier>;
}

const inSandbox = async ({ key }: Outgoing) =>
  (await service.pool.query('select from sandbox_message where key = $1', [key])).rowCount ?? 0;

const benches: Readonly<Record<string, Bench>> = {
  sandbox: { channel: 'email', carrier: () => service.deps.providers.get('sandbox'), arrived: inSandbox },
  'sandbox-sms-1': {
    channel: 'sms',
    carrier: () => service.deps.providers.get('sandbox-sms-1'),
    arrived: inSandbox,
  },
  'sandbox-email-1': {
    channel: 'email',
    carrier: () => service.deps.providers.get('sandbox-email-1'),
    arrived: inSandbox,
  },
  smtp: {
    channel: 'email',
    carrier: () => service.deps.providers.get('smtp'),
    arrived: async ({ key }) => mailServer.mails.filter(({ text }) => text.includes(`<${key}@`)).length,
    away: async () => createSmtp(`smtp://127.0.0.1:${await freePort()}`),
  },
  twilio: {
    channel: 'sms',
    carrier: () => service.deps.providers.get('twilio'),
    arrived: async ({ key }) =>
      twilioServer.messages.filter(({ form }) => form.get('StatusCallback')?.endsWith(key)).length,
    away: async () => twilio(`http://127.0.0.1:${await freePort()}`),
  },
};

describe.each(Object.entries(benches))('the provider %s', (_id, bench) => {
  test('takes a message, which arrives once', async () => {
    const message = outgoing(bench.channel);
    expect(await bench.carrier().send(message)).toBe('accepted');
    expect(await bench.arrived(message)).toBe(1);
  });

  test('has a message once however often it is given it, if it says that it remembers', async () => {
    const message = outgoing(bench.channel);
    const carrier = bench.carrier();
    await carrier.send(message);
    expect(await carrier.send(message)).toBe('accepted');
    expect(await bench.arrived(message)).toBe(carrier.remembers ? 1 : 2);
  });

  test('knows nothing of a message that it was never given, or all that it takes as delivered', async () => {
    const { key, to } = outgoing(bench.channel);
    expect([undefined, 'delivered']).toContain(await bench.carrier().outcome({ key, to }));
  });

  test('says for certain that nothing was sent when there is nobody to send to', async () => {
    const carrier = await bench.away?.();
    expect(await (carrier?.send(outgoing(bench.channel)) ?? 'not_sent')).toBe('not_sent');
    carrier?.close?.();
  });
});

describe('Twilio', () => {
  test('is given number, sender, text and where to tell what became of it', async () => {
    const message = outgoing('sms');
    await twilio().send(message);
    const sent = twilioServer.messages.at(-1);
    expect(sent?.path).toBe('/2010-04-01/Accounts/AC0123/Messages.json');
    expect(sent?.headers.authorization).toBe(
      `Basic ${Buffer.from('AC0123:a-secret-of-the-account').toString('base64')}`,
    );
    expect(Object.fromEntries(sent?.form ?? [])).toEqual({
      To: '+447700900321',
      From: 'ASHLAR',
      Body: message.text,
      StatusCallback: `${receiptsUrl}/ashlar/v1/carrier-receipts/twilio/${message.key}`,
    });
  });

  test.each([
    [{ status: 400, code: 21211 }, 'refused'],
    [{ status: 400, code: 21610 }, 'refused'],
    [{ status: 400, code: 21606 }, 'not_sent'],
    [{ status: 401, code: 20003 }, 'not_sent'],
    [{ status: 429, code: 20429 }, 'not_sent'],
  ])('that answers %j has the message %s', async (answer, handover) => {
    twilioServer.next(answer);
    expect(await twilio().send(outgoing('sms'))).toBe(handover);
  });

  test.each([[{ status: 503 }], ['breaks off' as const]])(
    'that answers %j leaves the outcome unknown',
    async (answer) => {
      twilioServer.next(answer);
      await expect(twilio().send(outgoing('sms'))).rejects.toThrow();
    },
  );

  const receipts = [
    [{ MessageStatus: 'delivered' }, 'delivered'],
    [{ MessageStatus: 'undelivered', ErrorCode: '30005' }, 'permanent-failure'],
    [{ MessageStatus: 'undelivered', ErrorCode: '30003' }, 'temporary-failure'],
    [{ MessageStatus: 'failed' }, 'temporary-failure'],
  ] as const;

  test.each(receipts)(
    'tells by %j that a message is %s; what it says later changes nothing',
    async (form, status) => {
      const id = await sendText();
      await reaches(service, account, id, 'sending');
      expect(await tell(id, { MessageStatus: 'sent' })).toBe(204);
      await reaches(service, account, id, 'sending');
      expect(await tell(id, form)).toBe(204);
      await reaches(service, account, id, status);
      for (const [later] of receipts) expect(await tell(id, later)).toBe(204);
      await reaches(service, account, id, status);
    },
  );

  test('is not believed without its signature, nor about a message of another provider', async () => {
    const id = await sendText();
    await reaches(service, account, id, 'sending');
    expect(await tell(id, { MessageStatus: 'delivered' }, 'bm90IHNpZ25lZA==')).toBe(404);
    const changed = await service.call('PATCH', `/ashlar/v1/messaging-services/${account.id}`, {
      key: await adminToken(service),
      body: { sms_provider: 'sandbox' },
    });
    expect(changed.status).toBe(200);
    const other = await sendText();
    await reaches(service, account, other, 'delivered');
    expect(await tell(other, { MessageStatus: 'failed' })).toBe(404);
    expect(await tell(randomUUID(), { MessageStatus: 'failed' })).toBe(404);
    await reaches(service, account, id, 'sending');
  });

  async function sendText(): Promise<string> {
    const sent = await service.call('POST', '/v2/notifications/sms', {
      key: tokenOf(account.live),
      body: aText(account),
    });
    return String(sent.json.id);
  }

  async function tell(id: string, form: Readonly<Record<string, string>>, signature?: string) {
    const path = `/ashlar/v1/carrier-receipts/twilio/${id}`;
    const told = await service.call('POST', path, {
      text: new URLSearchParams(form).toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': signature ?? twilioServer.sign(`${receiptsUrl}${path}`, form),
      },
    });
    return told.status;
  }
});

test('mail is signed by DKIM, so that its receiver can check it', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const dkim = { domainName: 'messages.example', keySelector: 'one', privateKey: pem };
  const carrier = createSmtp(mailServer.url, dkim);
  const message = outgoing('email');
  expect(await carrier.send(message)).toBe('accepted');
  carrier.close?.();
  const mail = mailServer.mails.find(({ text }) => text.includes(`<${message.key}@`))?.text ?? '';
  const { signature, bodyHash, body, signed } = dkimParts(mail);
  expect(createHash('sha256').update(body).digest('base64')).toBe(bodyHash);
  const check = (text: string) => createVerify('sha256').update(text).verify(publicKey, signature, 'base64');
  expect(check(signed)).toBe(true);
  expect(check(signed.replace('anna@', 'eve@'))).toBe(false);
});

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
