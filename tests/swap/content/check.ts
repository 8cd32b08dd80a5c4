import { checkReceipts, type Find } from '../check-change.ts';
import { checkLog, type Finding } from '../check-log.ts';
import type { Heard } from '../feed-reader.ts';
import type { Wanted } from '../ledger.ts';
import type { ContentChange } from './change.ts';

/** A document as the serving implementation shows it: its newest edition, the draft first. */
export interface Shown {
  readonly lock: number;
  readonly title: string;
  readonly state: string;
}

/** A link set as it is shown, with the one target that the driver gives it. */
export interface Links {
  readonly version: number;
  readonly target: string | undefined;
}

/** What is compared. */
export interface Evidence {
  /** Of the driver's ledger, in the order of the first tries. */
  readonly wanted: readonly Wanted<ContentChange>[];
  /** Every document that the ledger names, where it is found, by its content id. */
  readonly shown: ReadonlyMap<string, Shown>;
  /** What the public reads at each path that the ledger names: a title, or the status where there is none. */
  readonly pages: ReadonlyMap<string, string>;
  /** Every link set that the ledger names, where it is found, by its content id. */
  readonly links: ReadonlyMap<string, Links>;
  /** The whole feed. */
  readonly feed: readonly Heard[];
  /** What a reader heard that went on from its cursor across every swap, in the order in which it came. */
  readonly heard?: readonly Heard[];
  /** What stands on the bus. */
  readonly bus?: readonly Heard[];
}

type Change = Wanted<ContentChange>;

/** Compares what was accepted with what is there. Every accepted command has exactly one effect, and nothing else has any. */
export function check(evidence: Evidence): Finding[] {
  const { shown, pages, links, feed } = evidence;
  const wanted = evidence.wanted.filter(({ operation }) => operation !== 'link');
  const linked = evidence.wanted.filter(({ operation }) => operation === 'link');
  const findings: Finding[] = [];
  const find: Find = (kind, what) => void findings.push({ kind, what });
  for (const [id, changes] of Map.groupBy(wanted, ({ content }) => content))
    checkDocument({ id, changes, shown: shown.get(id), after: successorsOf(wanted, changes) }, find);
  checkEvents(wanted, feed, find);
  for (const [id, changes] of Map.groupBy(linked, ({ content }) => content))
    checkLinks({ id, changes, links: links.get(id), feed }, find);
  for (const [path, changes] of Map.groupBy(wanted, (one) => one.path))
    checkPage(path, changes, pages.get(path), find);
  checkPayloads(feed, find);
  const events = new Map(feed.map((event) => [event.id, event]));
  for (const change of evidence.wanted) checkReceipts(change, events, find);
  return [...findings, ...checkLog(evidence)];
}

/** The publication of another document at the path of one that was taken away: that one makes way, and counts it. */
function successorsOf(wanted: readonly Change[], changes: readonly Change[]): readonly Change[] {
  const last = changes.findLast(({ operation }) => operation === 'unpublish');
  if (!last) return [];
  return wanted
    .slice(wanted.indexOf(last))
    .filter(
      ({ operation, path, content }) =>
        operation === 'publish' && path === last.path && content !== last.content,
    )
    .slice(0, 1);
}

/** Each command that was accepted raised the document's lock version by one, and its newest edition is that of the last draft. */
function checkDocument(
  {
    id,
    changes,
    shown,
    after,
  }: { id: string; changes: readonly Change[]; shown: Shown | undefined; after: readonly Change[] },
  find: Find,
): void {
  const counted = [...changes, ...after];
  const accepted = counted.filter(({ outcome }) => outcome === 'accepted').length;
  const open = counted.filter(({ outcome }) => outcome === 'open').length;
  if (!shown) {
    if (accepted > 0) find('lost', `document ${id}`);
    return;
  }
  if (shown.lock < accepted)
    find('lost', `${id} is at lock version ${shown.lock} after ${accepted} commands`);
  if (shown.lock > accepted + open)
    find('doubled', `${id} is at lock version ${shown.lock} after ${accepted} commands`);
  const titles = titlesOf(changes);
  if (open === 0 && shown.title !== titles.newest)
    find('altered', `${id} is called ${shown.title}, not ${titles.newest}`);
}

/** Each change of a link set that was accepted raised its version by one and was told once, and it leads to the last target. */
function checkLinks(
  its: { id: string; changes: readonly Change[]; links: Links | undefined; feed: readonly Heard[] },
  find: Find,
): void {
  const { id, changes, links, feed } = its;
  const accepted = changes.filter(({ outcome }) => outcome === 'accepted');
  const open = changes.filter(({ outcome }) => outcome === 'open').length;
  const { version = 0, target } = links ?? {};
  const what = `the links of ${id} are at version ${version} after ${accepted.length} changes`;
  if (version < accepted.length) find('lost', what);
  if (version > accepted.length + open) find('doubled', what);
  const last = accepted.at(-1)?.target;
  if (open === 0 && target !== last) find('altered', `the links of ${id} lead to ${target}, not ${last}`);
  const subject = accepted.flatMap(({ receipts }) => receipts)[0]?.entity;
  const told = feed.filter(
    (one) => one.subject === subject && one.type === 'content.links.changed.v1',
  ).length;
  if (subject !== undefined && told !== version) find('log', `${what}, which ${told} events tell of`);
}

/** What a document's newest edition and its page are called, after commands that were all carried out. */
function titlesOf(changes: readonly Change[]): { newest: string; live: string } {
  let [newest, live] = ['', ''];
  for (const { operation, outcome, title = '' } of changes) {
    if (outcome !== 'accepted') continue;
    if (operation === 'write') newest = title;
    if (operation === 'publish') live = newest;
    if (operation === 'discard') newest = live;
  }
  return { newest, live };
}

const types = {
  write: 'drafted',
  publish: 'published',
  unpublish: 'unpublished',
  discard: 'discarded',
  link: '',
} as const;

/** As many events of a kind as commands that were accepted, of each document; which of them it is, a receipt says. */
function checkEvents(wanted: readonly Change[], feed: readonly Heard[], find: Find): void {
  const subjects = new Map(
    wanted.flatMap(({ content, receipts }) => receipts.map(({ entity }) => [content, entity] as const)),
  );
  const counts = new Map<string, number>();
  for (const { subject, type } of feed)
    counts.set(`${subject} ${type}`, (counts.get(`${subject} ${type}`) ?? 0) + 1);
  for (const [content, changes] of Map.groupBy(wanted, (one) => one.content)) {
    const subject = subjects.get(content);
    if (subject === undefined) continue;
    for (const [operation, its] of Map.groupBy(changes, (one) => one.operation)) {
      const accepted = its.filter(({ outcome }) => outcome === 'accepted').length;
      const open = its.filter(({ outcome }) => outcome === 'open').length;
      const times = counts.get(`${subject} content.edition.${types[operation]}.v1`) ?? 0;
      const what = `${types[operation]} of ${content} happened ${times} times, after ${accepted} commands`;
      // A page that another document takes the place of is taken away with no command of its own.
      if (times < accepted) find('lost', what);
      if (times > accepted + open && operation !== 'unpublish') find('doubled', what);
    }
  }
}

/** At each path the public reads what was published there last, or that it is gone. */
function checkPage(path: string, changes: readonly Change[], page: string | undefined, find: Find): void {
  if (changes.some(({ outcome }) => outcome === 'open')) return;
  const last = changes.findLast(
    ({ operation, outcome }) =>
      outcome === 'accepted' && (operation === 'publish' || operation === 'unpublish'),
  );
  const own = changes.filter(({ content }) => content === last?.content);
  const expected = !last ? '404' : last.operation === 'publish' ? titlesOf(own).live : '410';
  if (page !== expected) find('altered', `${path} shows ${page}, and should show ${expected}`);
}

/** The payload version of a document only rises, whoever serves. */
function checkPayloads(feed: readonly Heard[], find: Find): void {
  const last = new Map<string, number>();
  for (const { subject, type, payload } of feed) {
    if (payload === undefined) continue;
    const before = last.get(subject) ?? 0;
    if (payload <= before) find('log', `payload version ${payload} (${type}) of ${subject} after ${before}`);
    last.set(subject, payload);
  }
}
