import { describe, expect, test } from '@jest/globals';
import type { Heard } from '../feed-reader.ts';
import { type Attempt, wantedOf } from '../ledger.ts';
import type { MessageChange } from './change.ts';
import { check, type Evidence } from './check.ts';

const yes = { at: '2026-01-01T00:00:00Z', ms: 1, status: 201 };
const email = { type: 'email', to: 'd1-1@people.example' } as const;

/** A mail whose first try had no answer, a text that is planned for later and cancelled, a person's text, an edit, a secure message. */
const attempts: Attempt<MessageChange>[] = [
  { ...yes, operation: 'send', key: 'k1', reference: 'D1-1', ...email, status: 0 },
  { ...yes, operation: 'send', key: 'k1', reference: 'D1-1', ...email, made: 'n1' },
  {
    ...yes,
    operation: 'plan',
    key: 'k2',
    reference: 'D1-2',
    type: 'sms',
    to: '07700900001',
    far: true,
    made: 'n2',
  },
  { ...yes, operation: 'cancel', key: 'k3', message: 'n2', made: 'n2' },
  { ...yes, operation: 'text', key: 'k4', reference: 'D1-3', made: 't1' },
  {
    ...yes,
    operation: 'edit',
    key: 'k5',
    made: '2',
    receipt: 'request="q", entity="x", sequence=2, event="private", epoch=1',
  },
  { ...yes, operation: 'secure', key: 'k6', reference: 'D1-4', made: 's1' },
];

const feed: Heard[] = [
  event('notification.created', 'n1', 1),
  event('notification.created', 'n2', 1),
  event('notification.sending', 'n1', 3),
  event('notification.delivered', 'n1', 4),
  event('notification.cancelled', 'n2', 2),
  event('text.received', 't1', 1),
  event('mailbox.submitted', 's1', 1),
  event('mailbox.delivered', 's1', 2),
].map((one, index) => ({ ...one, id: `e${index}`, position: index + 1 }));

const n1 = { reference: 'D1-1', type: 'email', status: 'delivered' };
const n2 = { reference: 'D1-2', type: 'sms', status: 'cancelled' };
const arrival = { id: 'n1', reference: 'D1-1', to: email.to };
const delivered = { type: 'delivery_status', webhookId: 'w1', id: 'n1', says: 'delivered' };
const received = { type: 'received_text', webhookId: 'w2', id: 't1', says: 'STOP D1-3' };

const sound: Evidence = {
  wanted: wantedOf(attempts),
  shown: new Map([
    ['n1', n1],
    ['n2', n2],
  ]),
  texts: new Map([['t1', 'STOP D1-3']]),
  versions: 2,
  secure: new Map([['s1', []]]),
  feed,
  heard: feed,
  bus: feed,
  arrivals: [arrival],
  told: [delivered, delivered, received],
  repeats: 0,
};

describe('what was accepted of messaging against what is there and what arrived', () => {
  test('finds nothing where each accepted change has one effect; a callback may come again', () => {
    expect(check(sound)).toEqual([]);
  });

  test.each<[string, string, Partial<Evidence>]>([
    ['lost', 'a notification is gone', { shown: new Map([['n2', n2]]) }],
    [
      'lost',
      'a notification was never sent',
      { shown: shownAs('n1', { ...n1, status: 'created' }), arrivals: [] },
    ],
    ['lost', 'a message that counts as delivered never arrived', { arrivals: [] }],
    ['lost', 'a cancellation is undone', { shown: shownAs('n2', { ...n2, status: 'created' }) }],
    ['lost', 'the service was not told of a message', { told: [received] }],
    ['lost', 'the service was not told of a text', { told: [delivered] }],
    ['lost', 'a text of a person is gone', { texts: new Map() }],
    ['lost', 'an edit is gone', { versions: 1 }],
    ['lost', 'a secure message is gone', { secure: new Map() }],
    ['lost', 'an event is gone', { feed: feed.filter(({ type }) => !type.includes('delivered')) }],
    ['doubled', 'a message arrived twice', { arrivals: [arrival, arrival] }],
    [
      'doubled',
      'a message arrived three times, where one repeat may be',
      { arrivals: [arrival, arrival, arrival], repeats: 1 },
    ],
    [
      'doubled',
      'a key made two notifications',
      { wanted: wantedOf([...attempts, { ...(attempts[1] as Attempt<MessageChange>), made: 'n9' }]) },
    ],
    [
      'doubled',
      'an edit made another version when it came again',
      {
        wanted: wantedOf([...attempts, { ...yes, operation: 'edit', key: 'k5', made: '3' }]),
        versions: 3,
      },
    ],
    ['doubled', 'a reference exists twice', { shown: new Map([...sound.shown, ['n9', n1]]) }],
    [
      'doubled',
      'two callbacks tell of one message',
      { told: [...sound.told, { ...delivered, webhookId: 'w9' }] },
    ],
    [
      'doubled',
      'a message was delivered twice',
      { feed: [...feed, { ...event('notification.delivered', 'n1', 5), id: 'e99', position: 99 }] },
    ],
    [
      'doubled',
      'two edits made one version',
      { wanted: wantedOf([...attempts, { ...yes, operation: 'edit', key: 'k9', made: '2' }]) },
    ],
    [
      'unasked',
      'a cancelled message arrived',
      { arrivals: [arrival, { id: 'n2', reference: 'D1-2', to: '07700900001' }] },
    ],
    ['unasked', 'a message arrived that is not known', { arrivals: [arrival, { ...arrival, id: 'n9' }] }],
    [
      'unasked',
      'a notification that nobody asked for',
      { shown: new Map([...sound.shown, ['n9', { ...n1, reference: 'D9-9' }]]) },
    ],
    ['unasked', 'a version that nobody made', { versions: 3 }],
    ['unasked', 'a text that nobody wrote', { texts: new Map([...sound.texts, ['t9', 'HELLO']]) }],
    [
      'altered',
      'a message arrived at somebody else',
      { arrivals: [{ ...arrival, to: 'somebody@people.example' }] },
    ],
    ['altered', 'another message arrived', { arrivals: [{ ...arrival, reference: 'D1-2' }] }],
    [
      'altered',
      'the service was told something else',
      { told: [{ ...delivered, says: 'temporary-failure' }, received] },
    ],
    [
      'altered',
      'evidence does not verify',
      { secure: new Map([['s1', ['evidence 1: the signature is not valid']]]) },
    ],
    ['log', 'the reader missed an event', { heard: feed.slice(1) }],
    ['log', 'the reader missed one in between', { heard: feed.toSpliced(1, 1) }],
    ['log', 'the bus lacks an event', { bus: feed.slice(1) }],
  ])('finds %s: %s', (kind, _what, changes) => {
    expect(check({ ...sound, ...changes }).map((finding) => finding.kind)).toContain(kind);
  });

  test('what is told after the reader has ended is nothing that it missed', () => {
    expect(check({ ...sound, heard: feed.slice(0, -1) })).toEqual([]);
  });

  test('where processes were killed a message may arrive once more', () => {
    expect(check({ ...sound, arrivals: [arrival, arrival], repeats: 1 })).toEqual([]);
  });

  test('a cancellation that had no answer may have happened or not', () => {
    const wanted = wantedOf(
      attempts.map((one) => (one.operation === 'cancel' ? { ...one, status: 503 } : one)),
    );
    expect(check({ ...sound, wanted })).toEqual([]);
    const left = feed.filter(({ type }) => !type.includes('cancelled'));
    const shown = shownAs('n2', { ...n2, status: 'created' });
    expect(check({ ...sound, wanted, shown, feed: left, heard: left, bus: left })).toEqual([]);
  });
});

function event(type: string, subject: string, sequence: number): Heard {
  return { id: '', type: `messaging.${type}.v1`, subject, sequence, position: 0 };
}

function shownAs(id: string, shown: typeof n1): Evidence['shown'] {
  return new Map([...sound.shown, [id, shown]]);
}
