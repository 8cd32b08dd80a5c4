import type { CarrierSubject } from '@ashlar/conformance';
import { freePort } from '@ashlar/testkit';
import type { CarrierScript } from '../../src/domain/carrier-script.ts';
import type { Carrier, Outcome, Outgoing } from '../../src/domain/ports.ts';
import { receiptOf } from '../../src/providers/scripted.ts';
import { createSmtp } from '../../src/providers/smtp.ts';
import { createTwilio } from '../../src/providers/twilio.ts';
import { listMailbox } from '../../src/store/mailbox.ts';
import { recipientDigest } from '../../src/usecases/mailbox-digests.ts';
import { readMail } from '../../src/usecases/read-mail.ts';
import type { Service } from '../fixtures.ts';
import type { MailServer } from '../mail-server.ts';
import { type TwilioServer, twilioAccount } from '../twilio-server.ts';

/** A carrier under test that can be spoilt. */
export type Subject = CarrierSubject & { readonly carrier: Carrier };

const receiptsUrl = 'https://messages.example';

/** The sandbox's carrier of mail and texts. */
export function aSandbox(service: Service, channel: 'email' | 'sms'): Subject {
  return {
    channel,
    carrier: service.deps.providers.get('sandbox'),
    got: (to) => inSandbox(service, to),
    trouble: {},
    patienceMs: 10_000,
    endsAt: failing[channel],
  };
}

/** A scripted carrier; its troubles are those of its script. */
export function aScripted(service: Service, id: string): Subject {
  const channel = id.includes('sms') ? 'sms' : 'email';
  const carrier = service.deps.providers.get(id);
  let isScripted = false;
  const write = async (script: Partial<CarrierScript>) => {
    isScripted = Object.keys(script).length > 0;
    await service.pool.query('update provider set script = $2 where id = $1', [id, JSON.stringify(script)]);
  };
  return {
    ...aSandbox(service, channel),
    carrier: {
      ...carrier,
      send: (message) => carrier.send(message).finally(() => (isScripted ? write({}) : undefined)),
    },
    trouble: {
      'is busy': () => write({ fail_share: 1 }),
      'loses its answer': () => write({ lost_answer_share: 1 }),
    },
    receipt: (key, event) =>
      receiptOf(
        { receiptProof: (text) => service.deps.mac('scripted-receipt', text) },
        id,
        key,
        event === 'on its way' ? 'on-its-way' : event,
      ),
  };
}

/** Mail by SMTP. */
export function anSmtp(server: MailServer, opened: Carrier[]): Subject {
  const open = (url: string) => {
    const carrier = createSmtp(url);
    opened.push(carrier);
    return carrier;
  };
  return {
    channel: 'email',
    carrier: open(server.url),
    async got(to) {
      const mails = server.mails.filter((mail) => mail.to.includes(to));
      const read = await Promise.all(mails.map(({ text }) => readMail(Buffer.from(text))));
      return read.map((mail) => ({ text: mail?.text?.replace(/\n$/, '') ?? '' }));
    },
    trouble: {
      refuses: () => server.next(550),
      'is busy': () => server.next(450),
      'loses its answer': () => server.next('breaks off'),
    },
    patienceMs: 10_000,
    away: async () => open(`smtp://127.0.0.1:${await freePort()}`),
  };
}

/** Texts by Twilio. */
export function aTwilio(server: TwilioServer): Subject {
  const open = (url: string) => createTwilio({ ...twilioAccount, url, receiptsUrl, timeoutMs: 500 });
  return {
    channel: 'sms',
    carrier: open(server.url),
    got: async (to) =>
      server.messages
        .filter(({ form }) => form.get('To') === to)
        .map(({ form }) => ({ text: form.get('Body') ?? '' })),
    trouble: {
      refuses: () => server.next({ status: 400, code: 21211 }),
      'is busy': () => server.next({ status: 429, code: 20429 }),
      'loses its answer': () => server.next('breaks off'),
      'is silent': () => server.next('is silent'),
      fails: () => server.next({ status: 500, taken: true, text: '' }),
      babbles: () => server.next({ status: 200, taken: true, text: '<p>Please sign in to this network</p>' }),
    },
    patienceMs: 5000,
    away: async () => open(`http://127.0.0.1:${await freePort()}`),
    receipt(key, event) {
      const form = twilioReceipts[event];
      const url = `${receiptsUrl}/ashlar/v1/carrier-receipts/twilio/${key}`;
      return { key, form, headers: { 'x-twilio-signature': server.sign(url, form) } };
    },
  };
}

const twilioReceipts = {
  'on its way': { MessageStatus: 'sent' },
  delivered: { MessageStatus: 'delivered' },
  'permanent-failure': { MessageStatus: 'undelivered', ErrorCode: '30005' },
  'temporary-failure': { MessageStatus: 'undelivered', ErrorCode: '30003' },
};

const failing: Readonly<Record<'email' | 'sms', Readonly<Record<Outcome, string>>>> = {
  email: {
    delivered: 'anna@example.org',
    'permanent-failure': 'perm-fail@simulator.notify',
    'temporary-failure': 'temp-fail@simulator.notify',
  },
  sms: {
    delivered: '+447700900321',
    'permanent-failure': '+447700900002',
    'temporary-failure': '+447700900003',
  },
};

async function inSandbox({ deps, pool }: Service, to: string) {
  const filter = { recipient: recipientDigest(deps, to), notificationId: null, before: null, limit: 100 };
  const messages = await listMailbox(pool, deps.vault, filter);
  return messages.reverse().map(({ content }) => ({ text: (content as Outgoing).text }));
}
