import { describe, expect, test } from '@jest/globals';
import type { Heard } from '../feed-reader.ts';
import { type Attempt, wantedOf } from '../ledger.ts';
import type { ContentChange } from './change.ts';
import { check, type Evidence, type Links, type Shown } from './check.ts';

const yes = { at: '2026-01-01T00:00:00Z', ms: 1, status: 200 };

/** A page that was written, published and written again; one that was taken away, and a third that took its place. */
const attempts: Attempt<ContentChange>[] = [
  { ...asked('k1', 'write', 'c1', '/a', 'A1'), ...yes, status: 0 },
  { ...asked('k1', 'write', 'c1', '/a', 'A1'), ...yes, receipt: receiptOf('e1', 'd1', 1) },
  { ...asked('k2', 'publish', 'c1', '/a'), ...yes, receipt: receiptOf('e2', 'd1', 2) },
  { ...asked('k3', 'write', 'c1', '/a', 'A2'), ...yes, receipt: receiptOf('e3', 'd1', 3) },
  { ...asked('k4', 'write', 'c2', '/b', 'B1'), ...yes, receipt: receiptOf('e4', 'd2', 1) },
  { ...asked('k5', 'publish', 'c2', '/b'), ...yes, receipt: receiptOf('e5', 'd2', 2) },
  { ...asked('k6', 'unpublish', 'c2', '/b'), ...yes, receipt: receiptOf('e6', 'd2', 3) },
  { ...asked('k7', 'write', 'c3', '/b', 'C1'), ...yes, receipt: receiptOf('e7', 'd3', 1) },
  { ...asked('k8', 'publish', 'c3', '/b'), ...yes, receipt: receiptOf('e8', 'd3', 2) },
  { ...asked('k9', 'link', 'c1', '/a'), target: 't1', ...yes, receipt: receiptOf('e10', 'l1', 1) },
];

const feed: Heard[] = [
  event('e1', 'drafted', 'd1', 1),
  event('e2', 'published', 'd1', 2),
  event('e3', 'drafted', 'd1', 3),
  event('e4', 'drafted', 'd2', 1),
  event('e5', 'published', 'd2', 2),
  event('e6', 'unpublished', 'd2', 3),
  event('e7', 'drafted', 'd3', 1),
  event('e9', 'unpublished', 'd2', 4),
  event('e8', 'published', 'd3', 2),
  { ...event('e10', 'drafted', 'l1', 1), type: 'content.links.changed.v1' },
].map((one, at) => ({ ...one, position: 10 + at * 2, payload: 100 + at }));

const shown: Readonly<Record<string, Shown>> = {
  c1: { lock: 3, title: 'A2', state: 'draft' },
  c2: { lock: 4, title: 'B1', state: 'unpublished' },
  c3: { lock: 2, title: 'C1', state: 'published' },
};
const links: Links = { version: 1, target: 't1' };
const pages = { '/a': 'A1', '/b': 'C1' };

describe('what was accepted against what is there', () => {
  test('finds nothing where each accepted command has one effect', () => {
    expect(check(evidenceOf({}))).toEqual([]);
  });

  test.each<[string, string, Evidence]>([
    ['lost', 'a document is gone', evidenceOf({ shown: { c1: undefined } })],
    ['lost', 'a command is undone', evidenceOf({ shown: { c1: { lock: 2 } } })],
    ['lost', 'an event is gone', evidenceOf({ feed: feed.filter(({ id }) => id !== 'e3') })],
    ['doubled', 'a command was carried out twice', evidenceOf({ shown: { c1: { lock: 4 } } })],
    ['doubled', 'an event is there twice', evidenceOf({ feed: [...feed, late('drafted', 'd1', 4)] })],
    ['altered', 'a draft says something else', evidenceOf({ shown: { c1: { title: 'A1' } } })],
    ['altered', 'a page shows a draft', evidenceOf({ pages: { '/a': 'A2' } })],
    ['altered', 'a page is gone', evidenceOf({ pages: { '/a': '404' } })],
    ['altered', 'a page that made way is there', evidenceOf({ pages: { '/b': 'B1' } })],
    ['lost', 'a change of links is gone', evidenceOf({ links: { version: 0, target: undefined } })],
    ['doubled', 'links were changed twice', evidenceOf({ links: { ...links, version: 2 } })],
    ['altered', 'links lead elsewhere', evidenceOf({ links: { ...links, target: 't9' } })],
    ['log', 'a payload version goes back', evidenceOf({ feed: withPayload('e3', 100) })],
    ['log', 'the reader missed an event', evidenceOf({ heard: feed.slice(1) })],
    ['log', 'the bus lacks an event', evidenceOf({ bus: feed.slice(0, -1) })],
  ])('finds %s: %s', (kind, _what, evidence) => {
    expect(check(evidence).map((finding) => finding.kind)).toContain(kind);
  });

  test('what had no answer may have happened or not', () => {
    const open = attempts.map((one) => (one.key === 'k3' ? { ...one, status: 503, receipt: '' } : one));
    expect(check(evidenceOf({ attempts: open }))).toEqual([]);
    const without = feed.filter(({ id }) => id !== 'e3');
    const c1 = { lock: 2, title: 'A1', state: 'published' };
    expect(check(evidenceOf({ attempts: open, feed: without, shown: { c1 } }))).toEqual([]);
  });
});

interface Changes {
  readonly attempts?: Attempt<ContentChange>[];
  readonly feed?: Heard[];
  readonly heard?: Heard[];
  readonly bus?: Heard[];
  readonly shown?: Readonly<Record<string, Partial<Shown> | undefined>>;
  readonly pages?: Readonly<Record<string, string>>;
  readonly links?: Links;
}

function evidenceOf(changes: Changes): Evidence {
  const told = changes.feed ?? feed;
  const all = new Map(Object.entries(shown));
  for (const [id, change] of Object.entries(changes.shown ?? {})) {
    const before = shown[id];
    if (change && before) all.set(id, { ...before, ...change });
    else all.delete(id);
  }
  return {
    wanted: wantedOf(changes.attempts ?? attempts),
    shown: all,
    pages: new Map(Object.entries({ ...pages, ...changes.pages })),
    links: new Map([['c1', changes.links ?? links]]),
    feed: told,
    heard: changes.heard ?? told,
    bus: changes.bus ?? told,
  };
}

function asked(
  key: string,
  operation: ContentChange['operation'],
  content: string,
  path: string,
  title?: string,
) {
  return { operation, key, content, path, made: content, ...(title !== undefined && { title }) };
}

function event(id: string, what: string, subject: string, sequence: number): Omit<Heard, 'position'> {
  return { id, type: `content.edition.${what}.v1`, subject, sequence };
}

function late(what: string, subject: string, sequence: number): Heard {
  return { ...event('late', what, subject, sequence), position: 99, payload: 999 };
}

function withPayload(id: string, payload: number): Heard[] {
  return feed.map((one) => (one.id === id ? { ...one, payload } : one));
}

function receiptOf(id: string, entity: string, sequence: number): string {
  return `request="r", entity="${entity}", sequence=${sequence}, event="${id}", epoch=1`;
}
