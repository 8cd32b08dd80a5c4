import { randomUUID } from 'node:crypto';
import type { Carrier, Handover, Outgoing } from '../../src/domain/ports.ts';

/** A fault that a carrier could have, and the section of the behaviour suite that must catch it. */
export interface PlantedFault {
  readonly section: string;
  /** Whose carrier it is planted in: one that remembers keys and is asked, or one that does not and sends receipts. */
  readonly on: 'sandbox-sms-1' | 'twilio';
  spoil(good: Carrier): Carrier;
}

/** What happens to a message whose carrier rejects. */
const rejecting = (instead: (message: Outgoing, good: Carrier) => Promise<Handover>) => (good: Carrier) => ({
  ...good,
  send: (message: Outgoing) => good.send(message).catch(() => instead(message, good)),
});

/** What a carrier makes of its company's clear answers. */
const answering = (instead: Readonly<Partial<Record<Handover, Handover>>>) => (good: Carrier) => ({
  ...good,
  async send(message: Outgoing) {
    const answer = await good.send(message);
    return instead[answer] ?? answer;
  },
});

/** Carriers that do not do what messaging counts on, each in one way. */
export const plantedFaults: Readonly<Record<string, PlantedFault>> = {
  'sends everything twice': {
    section: 'handing over',
    on: 'twilio',
    spoil: (good) => ({
      ...good,
      async send(message) {
        await good.send(message);
        return good.send(message);
      },
    }),
  },
  'sends nothing': {
    section: 'handing over',
    on: 'twilio',
    spoil: (good) => ({ ...good, send: async () => 'accepted' }),
  },
  'sends what can be written in ASCII': {
    section: 'handing over',
    on: 'twilio',
    spoil: (good) => ({
      ...good,
      send: (message) => good.send({ ...message, text: message.text.replace(/[^\n -~]/g, '?') }),
    }),
  },
  'takes the same words for a repeat': {
    section: 'handing over',
    on: 'twilio',
    spoil(good) {
      const seen = new Set<string>();
      const isNew = ({ to, text }: Outgoing) => seen.size < seen.add(`${to} ${text}`).size;
      return { ...good, send: async (message) => (isNew(message) ? good.send(message) : 'accepted') };
    },
  },
  'mixes up messages that come at once': {
    section: 'handing over',
    on: 'twilio',
    spoil(good) {
      let last = '';
      return {
        ...good,
        async send(message) {
          last = message.text;
          await Promise.resolve();
          return good.send({ ...message, text: last });
        },
      };
    },
  },
  'sends one message after another, and forgets some': {
    section: 'handing over',
    on: 'twilio',
    spoil(good) {
      let isBusy = false;
      return {
        ...good,
        async send(message) {
          if (isBusy) return 'accepted';
          isBusy = true;
          return good.send(message).finally(() => {
            isBusy = false;
          });
        },
      };
    },
  },
  'forgets keys': {
    section: 'keys',
    on: 'sandbox-sms-1',
    spoil: (good) => ({ ...good, send: (message) => good.send({ ...message, key: randomUUID() }) }),
  },
  'remembers a key only once it has answered': {
    section: 'keys',
    on: 'sandbox-sms-1',
    spoil(good) {
      const answered = new Set<string>();
      return {
        ...good,
        async send(message) {
          if (answered.has(message.key)) return 'accepted';
          const answer = await good.send({ ...message, key: randomUUID() });
          answered.add(message.key);
          return answer;
        },
      };
    },
  },
  'says that it remembers, and does not': {
    section: 'keys',
    on: 'twilio',
    spoil: (good) => ({ ...good, remembers: true }),
  },
  'refuses a repeat': {
    section: 'keys',
    on: 'sandbox-sms-1',
    spoil(good) {
      const seen = new Set<string>();
      return {
        ...good,
        async send(message) {
          if (seen.has(message.key)) return 'refused';
          seen.add(message.key);
          return good.send(message);
        },
      };
    },
  },
  'tries again what is refused for good': {
    section: 'refusals',
    on: 'twilio',
    spoil: answering({ refused: 'not_sent' }),
  },
  'gives up what is not taken now': {
    section: 'refusals',
    on: 'twilio',
    spoil: answering({ not_sent: 'refused' }),
  },
  'takes every answer for a yes': {
    section: 'refusals',
    on: 'twilio',
    spoil: answering({ refused: 'accepted', not_sent: 'accepted' }),
  },
  'does not know whether it sent what nobody was there to take': {
    section: 'refusals',
    on: 'twilio',
    spoil: (good) => ({
      ...good,
      async send(message) {
        const answer = await good.send(message);
        if (answer === 'not_sent') throw new Error('It was not sent');
        return answer;
      },
    }),
  },
  'swallows errors': {
    section: 'unknown outcomes',
    on: 'twilio',
    spoil: rejecting(async () => 'accepted'),
  },
  'takes a timeout for a refusal': {
    section: 'unknown outcomes',
    on: 'twilio',
    spoil: rejecting(async () => 'refused'),
  },
  'takes a timeout for a message that was not sent': {
    section: 'unknown outcomes',
    on: 'twilio',
    spoil: rejecting(async () => 'not_sent'),
  },
  'tries again by itself': {
    section: 'unknown outcomes',
    on: 'twilio',
    spoil: rejecting(async (message, good) => {
      await good.send(message);
      throw new Error('It was not answered the first time');
    }),
  },
  'waits for ever': {
    section: 'unknown outcomes',
    on: 'twilio',
    spoil: rejecting(() => new Promise(() => {})),
  },
  'quotes the message in its errors': {
    section: 'unknown outcomes',
    on: 'twilio',
    spoil: rejecting(async ({ to }) => {
      throw new Error('It was not answered', { cause: { number: to } });
    }),
  },
  'sends again what it was not answered for': {
    section: 'unknown outcomes',
    on: 'sandbox-sms-1',
    spoil(good) {
      const unanswered = new Set<string>();
      return {
        ...good,
        send: (message) =>
          good
            .send(unanswered.has(message.key) ? { ...message, key: randomUUID() } : message)
            .catch((error) => {
              unanswered.add(message.key);
              throw error;
            }),
      };
    },
  },
  'knows how messages ended that it never got': {
    section: 'asking',
    on: 'sandbox-sms-1',
    spoil: (good) => ({ ...good, outcome: async (ask) => (await good.outcome(ask)) ?? 'permanent-failure' }),
  },
  'reports everything as delivered': {
    section: 'asking',
    on: 'sandbox-sms-1',
    spoil: (good) => ({ ...good, outcome: async () => 'delivered' }),
  },
  'reports every failure as lasting': {
    section: 'asking',
    on: 'sandbox-sms-1',
    spoil: (good) => ({
      ...good,
      async outcome(ask) {
        const outcome = await good.outcome(ask);
        return outcome === 'temporary-failure' ? 'permanent-failure' : outcome;
      },
    }),
  },
  'tells an end once': {
    section: 'asking',
    on: 'sandbox-sms-1',
    spoil(good) {
      const told = new Set<string>();
      return {
        ...good,
        async outcome(ask) {
          if (told.has(ask.key)) return undefined;
          told.add(ask.key);
          return good.outcome(ask);
        },
      };
    },
  },
  'reads no receipts': {
    section: 'receipts',
    on: 'twilio',
    spoil: ({ readReceipt: _, ...good }) => good,
  },
  'takes what is on its way for delivered': {
    section: 'receipts',
    on: 'twilio',
    spoil: reading((read) => read && { outcome: read.outcome ?? 'delivered' }),
  },
  'reads failures the wrong way round': {
    section: 'receipts',
    on: 'twilio',
    spoil: reading(
      (read) =>
        read && {
          outcome: read.outcome === 'permanent-failure' ? 'temporary-failure' : read.outcome,
        },
    ),
  },
  'believes a receipt the first time it comes': {
    section: 'receipts',
    on: 'twilio',
    spoil(good) {
      const seen = new Set<string>();
      return reading((read, { key, form }) => {
        const isNew = seen.size < seen.add(JSON.stringify([key, form])).size;
        return isNew ? read : undefined;
      })(good);
    },
  },
  'believes no receipt after the first of a message': {
    section: 'receipts',
    on: 'twilio',
    spoil(good) {
      const ended = new Set<string>();
      return reading((read, { key }) => {
        if (ended.has(key)) return undefined;
        if (read?.outcome) ended.add(key);
        return read;
      })(good);
    },
  },
  'says again what it said first': {
    section: 'receipts',
    on: 'twilio',
    spoil(good) {
      const first = new Map<string, ReturnType<NonNullable<Carrier['readReceipt']>>>();
      return reading((read, { key }) => {
        if (!first.has(key)) first.set(key, read);
        return first.get(key);
      })(good);
    },
  },
  'believes anybody': {
    section: 'forgeries',
    on: 'twilio',
    spoil: reading((read) => read ?? { outcome: 'delivered' }),
  },
  'believes whoever signs anything': {
    section: 'forgeries',
    on: 'twilio',
    spoil: (good) => ({
      ...good,
      readReceipt: (receipt) =>
        good.readReceipt?.(receipt) ??
        (Object.values(receipt.headers).some((value) => String(value).length > 20)
          ? { outcome: 'delivered' }
          : undefined),
    }),
  },
  'throws at rubbish': {
    section: 'forgeries',
    on: 'twilio',
    spoil: (good) => ({
      ...good,
      readReceipt(receipt) {
        for (const value of Object.values(receipt.form)) decodeURIComponent(value);
        return good.readReceipt?.(receipt);
      },
    }),
  },
};

type Read = ReturnType<NonNullable<Carrier['readReceipt']>>;

/** A carrier that makes something else of a receipt. */
function reading(instead: (read: Read, receipt: Parameters<NonNullable<Carrier['readReceipt']>>[0]) => Read) {
  return (good: Carrier): Carrier => ({
    ...good,
    readReceipt: (receipt) => instead(good.readReceipt?.(receipt), receipt),
  });
}
