import { describe, expect, test } from '@jest/globals';
import type { Heard } from '../feed-reader.ts';
import { type Attempt, readReceipt, wantedOf } from '../ledger.ts';
import type { PaymentChange } from './change.ts';
import { check, type Evidence, type Shown } from './check.ts';

const at = '2026-01-01T00:00:00Z';
const yes = { at, ms: 1 };

/** Two payments: one paid and partly given back, one cancelled. */
const attempts: Attempt<PaymentChange>[] = [
  { ...yes, operation: 'create', key: 'k1', reference: 'R1', amount: 500, delayed: true, status: 0 },
  {
    ...yes,
    operation: 'create',
    key: 'k1',
    reference: 'R1',
    amount: 500,
    delayed: true,
    status: 200,
    made: 'p1',
  },
  { ...yes, operation: 'authorise', key: 'k2', payment: 'p1', status: 204 },
  { ...yes, operation: 'capture', key: 'k3', payment: 'p1', status: 204, receipt: receiptOf('e4', 'p1', 7) },
  { ...yes, operation: 'refund', key: 'k4', payment: 'p1', amount: 100, status: 202, made: 'r1' },
  {
    ...yes,
    operation: 'create',
    key: 'k5',
    reference: 'R2',
    amount: 300,
    delayed: false,
    status: 201,
    made: 'p2',
  },
  { ...yes, operation: 'cancel', key: 'k6', payment: 'p2', status: 503 },
  { ...yes, operation: 'cancel', key: 'k6', payment: 'p2', status: 204 },
];

const feed: Heard[] = [
  event('e1', 'payment.created', 'p1', 1),
  event('e2', 'payment.created', 'p2', 1),
  event('e3', 'payment.confirmed', 'p1', 4),
  event('e4', 'payment.capture_requested', 'p1', 7),
  event('e5', 'payment.captured', 'p1', 9),
  event('e6', 'refund.submitted', 'p1', 10, 'r1'),
  event('e7', 'refund.succeeded', 'p1', 11, 'r1'),
  event('e8', 'payment.cancelled', 'p2', 2),
].map((one, index) => ({ ...one, position: 10 + index * 2 }));

const paid: Shown = {
  reference: 'R1',
  amount: 500,
  status: 'success',
  refunds: [{ id: 'r1', amount: 100, status: 'success' }],
};
const cancelled: Shown = { reference: 'R2', amount: 300, status: 'cancelled', refunds: [] };
const sound: Evidence = evidenceOf({});

describe('what was accepted against what is there', () => {
  test('finds nothing where each accepted change has one effect', () => {
    expect(check(sound)).toEqual([]);
  });

  test.each<[string, string, Evidence]>([
    ['lost', 'a payment is gone', evidenceOf({ shown: [['p1', paid]] })],
    [
      'lost',
      'a refund is gone',
      evidenceOf({
        shown: [
          ['p1', { ...paid, refunds: [] }],
          ['p2', cancelled],
        ],
      }),
    ],
    [
      'lost',
      'a cancellation is undone',
      evidenceOf({
        shown: [
          ['p1', paid],
          ['p2', { ...cancelled, status: 'created' }],
        ],
      }),
    ],
    ['lost', 'an event is gone', evidenceOf({ feed: feed.filter(({ id }) => id !== 'e3') })],
    ['lost', 'the event of a receipt is gone', evidenceOf({ feed: feed.filter(({ id }) => id !== 'e4') })],
    ['doubled', 'a key made two payments', evidenceOf({ attempts: [...attempts, again('k5', 'p3')] })],
    [
      'doubled',
      'a reference exists twice',
      evidenceOf({
        shown: [
          ['p1', paid],
          ['p2', cancelled],
          ['p3', cancelled],
        ],
      }),
    ],
    [
      'doubled',
      'a payment was confirmed twice',
      evidenceOf({ feed: [...feed, late('payment.confirmed', 'p1', 12)] }),
    ],
    ['doubled', 'a key made two refunds', evidenceOf({ attempts: [...attempts, again('k4', 'r2')] })],
    ['doubled', 'money was taken twice', evidenceOf({ feed: [...feed, late('payment.captured', 'p1', 12)] })],
    [
      'unasked',
      'a payment that nobody created',
      evidenceOf({
        shown: [
          ['p1', paid],
          ['p2', cancelled],
          ['p9', { ...cancelled, reference: 'X' }],
        ],
      }),
    ],
    [
      'unasked',
      'a payment that nobody paid',
      evidenceOf({ feed: [...feed, late('payment.confirmed', 'p2', 3)] }),
    ],
    [
      'unasked',
      'a refund that nobody asked for',
      evidenceOf({
        shown: [
          ['p1', { ...paid, refunds: [...paid.refunds, { id: 'r9', amount: 1, status: 'success' }] }],
          ['p2', cancelled],
        ],
      }),
    ],
    [
      'altered',
      'an amount is another',
      evidenceOf({
        shown: [
          ['p1', { ...paid, amount: 501 }],
          ['p2', cancelled],
        ],
      }),
    ],
    [
      'altered',
      'a receipt names another sequence',
      evidenceOf({ feed: feed.map((one) => (one.id === 'e4' ? { ...one, sequence: 8 } : one)) }),
    ],
    [
      'log',
      'an event is there twice',
      evidenceOf({ feed: [...feed, { ...(feed[0] as Heard), position: 99 }] }),
    ],
    [
      'log',
      'a position goes back',
      evidenceOf({ feed: feed.map((one) => (one.id === 'e8' ? { ...one, position: 3 } : one)) }),
    ],
    ['log', 'a sequence is there twice', evidenceOf({ feed: [...feed, late('refund.failed', 'p1', 11)] })],
    ['log', 'the reader missed an event', evidenceOf({ heard: feed.slice(1) })],
    [
      'log',
      'the reader heard what is not there',
      evidenceOf({ heard: [...feed, late('payment.started', 'p2', 5)] }),
    ],
    ['log', 'the bus lacks an event', evidenceOf({ bus: feed.slice(0, -1) })],
    [
      'log',
      'the bus has another event for the same',
      evidenceOf({ bus: [...feed, late('payment.captured', 'p1', 12)] }),
    ],
  ])('finds %s: %s', (kind, _what, evidence) => {
    expect(check(evidence).map((finding) => finding.kind)).toContain(kind);
  });

  test('what had no answer may have happened or not', () => {
    const open = attempts.map((one) => (one.key === 'k6' ? { ...one, status: 503 } : one));
    expect(check(evidenceOf({ attempts: open }))).toEqual([]);
    const not: Evidence = evidenceOf({
      attempts: open,
      feed: feed.filter(({ id }) => id !== 'e8'),
      shown: [
        ['p1', paid],
        ['p2', { ...cancelled, status: 'created' }],
      ],
    });
    expect(check(not)).toEqual([]);
  });

  test('the bus may have an event twice', () => {
    expect(check(evidenceOf({ bus: [...feed, ...feed] }))).toEqual([]);
  });
});

test('a receipt is read as it is written', () => {
  expect(readReceipt(receiptOf('e4', 'p1', 7))).toEqual({
    request: 'q',
    entity: 'p1',
    sequence: 7,
    event: 'e4',
    epoch: 3,
  });
  expect(readReceipt('nonsense')).toBeUndefined();
});

function receiptOf(id: string, entity: string, sequence: number): string {
  return `request="q", entity="${entity}", sequence=${sequence}, event="${id}", epoch=3`;
}

function event(id: string, type: string, subject: string, sequence: number, refund?: string): Heard {
  return { id, type: `payments.${type}.v1`, subject, sequence, position: 0, ...(refund && { refund }) };
}

function late(type: string, subject: string, sequence: number): Heard {
  return { ...event('e99', type, subject, sequence), position: 99 };
}

function again(key: string, made: string): Attempt<PaymentChange> {
  return { ...(attempts.findLast((one) => one.key === key) as Attempt<PaymentChange>), made };
}

function evidenceOf(changes: {
  attempts?: Attempt<PaymentChange>[];
  shown?: [string, Shown][];
  feed?: Heard[];
  heard?: Heard[];
  bus?: Heard[];
}): Evidence {
  const shown = changes.shown ?? [
    ['p1', paid],
    ['p2', cancelled],
  ];
  const { heard, bus } = changes;
  return {
    wanted: wantedOf(changes.attempts ?? attempts),
    shown: new Map(shown),
    feed: changes.feed ?? feed,
    ...(heard && { heard }),
    ...(bus && { bus }),
  };
}
