import { randomUUID } from 'node:crypto';
import type { PaymentProvider } from '../../src/domain/ports.ts';

/** A fault that a provider could have, and the section of the behaviour suite that must catch it. */
export interface PlantedFault {
  readonly section: string;
  spoil(good: PaymentProvider): PaymentProvider;
}

const anew = (key: string) => `${key}-${randomUUID()}`;

/** Providers that do not do what payments counts on, each in one way. */
export const plantedFaults: Readonly<Record<string, PlantedFault>> = {
  'forgets the keys of authorisations': {
    section: 'authorise',
    spoil: (good) => ({ ...good, authorise: (ask) => good.authorise({ ...ask, key: anew(ask.key) }) }),
  },
  'authorises every card': {
    section: 'authorise',
    spoil: (good) => ({
      ...good,
      authorise: (ask) => good.authorise({ ...ask, card: { ...ask.card, number: '4444333322221111' } }),
    }),
  },
  'knows what it never heard of': {
    section: 'authorise',
    spoil: (good) => ({
      ...good,
      query: async (ask) => (await good.query(ask)) ?? { operation: 'capture', outcome: 'refused' },
    }),
  },
  'authorises whoever comes back from the issuer': {
    section: '3ds',
    spoil: (good) => ({
      ...good,
      authorise3ds: async (ask) => ({ ...(await good.authorise3ds(ask)), outcome: 'authorised' }),
    }),
  },
  'asks nobody': {
    section: '3ds',
    spoil: (good) => ({
      ...good,
      authorise: (ask) => good.authorise({ ...ask, challengeReturnUrl: undefined }),
    }),
  },
  'asks who is not there': {
    section: '3ds',
    spoil: (good) => ({
      ...good,
      authorise: (ask) => good.authorise({ ...ask, challengeReturnUrl: 'https://pay.test/back' }),
    }),
  },
  'lets go of nothing': {
    section: 'cancel',
    spoil: (good) => ({ ...good, cancel: async () => {} }),
  },
  'lets go only of what came before': {
    section: 'cancel',
    spoil: (good) => ({
      ...good,
      async cancel(ask) {
        const known = await good.query({ key: ask.authorisationKey, paymentId: '', transactionId: null });
        if (known) await good.cancel(ask);
      },
    }),
  },
  'takes the money again for every capture': {
    section: 'capture',
    spoil: (good) => ({
      ...good,
      async capture(ask) {
        const answer = await good.capture(ask);
        const known = await good.query({ key: ask.authorisationKey, paymentId: '', transactionId: null });
        return known?.outcome === 'authorised' ? { outcome: 'captured' } : answer;
      },
    }),
  },
  'refuses a capture that it made already': {
    section: 'capture',
    spoil: (good) => ({
      ...good,
      async capture(ask) {
        const known = await good.query({ key: ask.key, paymentId: '', transactionId: null });
        return known ? { outcome: 'refused' } : good.capture(ask);
      },
    }),
  },
  'gives back for every call': {
    section: 'refund',
    spoil: (good) => ({ ...good, refund: (ask) => good.refund({ ...ask, key: anew(ask.key) }) }),
  },
  'gives back what was never taken': {
    section: 'refund',
    spoil: (good) => ({ ...good, refund: async () => 'refunded' }),
  },
  'keeps no card': {
    section: 'kept cards',
    spoil: (good) => ({ ...good, authorise: (ask) => good.authorise({ ...ask, keepCard: false }) }),
  },
  'keeps every card': {
    section: 'kept cards',
    spoil: (good) => ({ ...good, authorise: (ask) => good.authorise({ ...ask, keepCard: true }) }),
  },
  'charges a kept card as often as it is asked': {
    section: 'kept cards',
    spoil: (good) => ({
      ...good,
      chargeKeptCard: (ask) => good.chargeKeptCard({ ...ask, key: anew(ask.key) }),
    }),
  },
  'knows nothing of captures': {
    section: 'unknown outcomes',
    spoil: (good) => ({
      ...good,
      query: async (ask) => (ask.key.endsWith('-capture') ? undefined : good.query(ask)),
    }),
  },
  'forgets that a payment is disputed': {
    section: 'disputes',
    spoil: (good) => ({
      ...good,
      query: async (ask) => {
        const known = await good.query(ask);
        return known?.operation === 'capture' ? { operation: 'capture', outcome: known.outcome } : known;
      },
    }),
  },
  'knows a dispute that there is not': {
    section: 'disputes',
    spoil: (good) => ({
      ...good,
      dispute: async ({ id }) =>
        (await good.dispute({ id })) ?? {
          id,
          paymentId: '',
          amount: 1,
          reason: 'other',
          status: 'lost',
          evidenceSubmitted: false,
          evidenceDueAt: null,
          fee: 0,
          raisedAt: new Date(0),
        },
    }),
  },
  'knows nothing of refunds': {
    section: 'unknown outcomes',
    spoil: (good) => ({
      ...good,
      query: async (ask) => (ask.key.endsWith('-refund') ? undefined : good.query(ask)),
    }),
  },
};
