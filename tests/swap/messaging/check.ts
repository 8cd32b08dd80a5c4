import { checkReceipts, expectCount, type Find } from '../check-change.ts';
import { checkLog, type Finding } from '../check-log.ts';
import type { Heard } from '../feed-reader.ts';
import type { Wanted } from '../ledger.ts';
import type { Arrival, Told } from './carriers.ts';
import type { MessageChange } from './change.ts';

/** A notification as the serving implementation shows it. */
export interface Shown {
  readonly reference: string | null;
  readonly type: string;
  readonly status: string;
}

/** What is compared. */
export interface Evidence {
  /** Of the driver's ledger. */
  readonly wanted: readonly Wanted<MessageChange>[];
  /** Every notification that the ledger or the feed names, where it is found. */
  readonly shown: ReadonlyMap<string, Shown>;
  /** The texts of people that the service is shown, by their ids: what they say. */
  readonly texts: ReadonlyMap<string, string>;
  /** The number of versions of the template that is edited; it began with one. */
  readonly versions: number;
  /** Of each secure message that is found: what is wrong with its evidence. */
  readonly secure: ReadonlyMap<string, readonly string[]>;
  /** The whole feed. */
  readonly feed: readonly Heard[];
  /** What a reader heard that went on from its cursor across every swap, in the order in which it came. */
  readonly heard?: readonly Heard[];
  /** What stands on the bus. */
  readonly bus?: readonly Heard[];
  /** What arrived at the carriers, which know no idempotency keys. */
  readonly arrivals: readonly Arrival[];
  /** What the service was told by callbacks. */
  readonly told: readonly Told[];
  /** How often a message may arrive again: once where processes were killed. */
  readonly repeats: 0 | 1;
}

/** Compares what was accepted with what is there and what arrived outside. Every accepted change has exactly one effect, and nothing else has any. */
export function check(evidence: Evidence): Finding[] {
  const { wanted, shown, feed } = evidence;
  const findings: Finding[] = [];
  const find: Find = (kind, what) => void findings.push({ kind, what });
  const of = Map.groupBy(wanted, ({ operation }) => operation);
  const notifications = [...(of.get('send') ?? []), ...(of.get('plan') ?? [])];
  for (const change of wanted) checkAnswers(change, find);
  for (const one of notifications) checkMade(one, shown, find);
  checkReferences(notifications, shown, find);
  checkNotifications(evidence, notifications, find);
  checkTexts(evidence, of.get('text') ?? [], find);
  checkEdits(evidence.versions, of.get('edit') ?? [], find);
  checkSecure(evidence, of.get('secure') ?? [], find);
  const events = new Map(feed.map((event) => [event.id, event]));
  // An edit is nobody's business outside: what its receipt tells of stands in no feed.
  for (const change of wanted) if (change.operation !== 'edit') checkReceipts(change, events, find);
  return [...findings, ...checkLog(evidence)];
}

type Change = Wanted<MessageChange>;

/** What was accepted was answered with one id, or one number of a version, however often it was asked for. */
function checkAnswers({ operation, reference, made, outcome, key }: Change, find: Find): void {
  const what = `${operation} ${reference ?? key}`;
  if (made.size > 1) find('doubled', `${what} was answered with ${[...made].join(' and ')}`);
  if (outcome === 'accepted' && made.size === 0) find('altered', `${what} was answered without an id`);
}

function checkMade({ made, reference, type }: Change, shown: ReadonlyMap<string, Shown>, find: Find): void {
  for (const id of made) {
    const found = shown.get(id);
    if (!found) find('lost', `notification ${id} (${reference})`);
    else if (found.reference !== reference || found.type !== type)
      find('altered', `notification ${id} is ${found.type} ${found.reference}, not ${type} ${reference}`);
  }
}

/** Each reference was asked for once: two notifications with it are one too many, and one that nobody asked for too. */
function checkReferences(wanted: readonly Change[], shown: ReadonlyMap<string, Shown>, find: Find): void {
  const asked = new Map(wanted.map((one) => [one.reference, one]));
  for (const [reference, found] of Map.groupBy(shown, ([, one]) => one.reference ?? '')) {
    const ids = found.map(([id]) => id).join(' and ');
    const { outcome } = asked.get(reference) ?? {};
    if (found.length > 1) find('doubled', `${reference} exists as ${ids}`);
    if (outcome === undefined || outcome === 'refused') find('unasked', `notification ${ids} (${reference})`);
  }
}

/** What each notification should have come to: its end, its events, its arrival at a carrier, and the callback that tells of it. */
function checkNotifications(
  { wanted, shown, feed, arrivals, told, repeats }: Evidence,
  notifications: readonly Change[],
  find: Find,
): void {
  const asked = new Map(notifications.map((one) => [one.reference, one]));
  const cancelled = new Map(
    wanted.flatMap(({ operation, message, outcome }) =>
      operation === 'cancel' && message !== undefined ? [[message, outcome] as const] : [],
    ),
  );
  const counts = countsOf(feed);
  const arrived = Map.groupBy(arrivals, ({ id }) => id);
  const heard = Map.groupBy(
    told.filter(({ type }) => type === 'delivery_status'),
    ({ id }) => id,
  );
  for (const id of arrived.keys())
    if (!shown.has(id)) find('unasked', `${id} arrived at its carrier and is not known`);
  for (const [id, { reference, status }] of shown) {
    const change = asked.get(reference ?? '');
    const stop = cancelled.get(id);
    const expected = change?.far
      ? stop === 'accepted'
        ? ['cancelled']
        : stop === 'open'
          ? ['cancelled', 'created']
          : ['created']
      : ['delivered'];
    if (!expected.includes(status))
      find('lost', `notification ${id} is ${status} and should be ${expected.join(' or ')}`);
    const times = (event: string) => counts.get(`${id} messaging.notification.${event}.v1`) ?? 0;
    const when = (is: string) => (status === is ? 'accepted' : undefined);
    expectCount('creation', times('created'), 'accepted', `created of ${id}`, find);
    expectCount('delivery', times('delivered'), when('delivered'), `delivered of ${id}`, find);
    expectCount('cancellation', times('cancelled'), when('cancelled'), `cancelled of ${id}`, find);
    if (times('sending') > 1) find('doubled', `sending of ${id} happened ${times('sending')} times`);
    checkArrivals({ id, change, isDue: !change?.far, arrived: arrived.get(id) ?? [], repeats }, find);
    checkCallback(id, heard.get(id) ?? [], when('delivered') && 'delivered', find);
  }
}

interface Arrived {
  readonly id: string;
  readonly change: Change | undefined;
  readonly isDue: boolean;
  readonly arrived: readonly Arrival[];
  readonly repeats: number;
}

function checkArrivals({ id, change, isDue, arrived, repeats }: Arrived, find: Find): void {
  const count = arrived.length;
  if (isDue && count === 0) find('lost', `${id} never arrived at its carrier`);
  if (isDue && count > 1 + repeats) find('doubled', `${id} arrived at its carrier ${count} times`);
  if (!isDue && count > 0) find('unasked', `${id} arrived at its carrier, and its time has not come`);
  for (const { reference, to } of arrived)
    if (reference !== change?.reference || (change?.type === 'email' && to !== change.to))
      find('altered', `${id} arrived as ${reference} for ${to}`);
}

/** One message of a callback, however often it was sent, that says what is `expected`; none where nothing is. */
function checkCallback(id: string, told: readonly Told[], expected: string | undefined, find: Find): void {
  const messages = new Set(told.map(({ webhookId }) => webhookId));
  if (messages.size > 1) find('doubled', `the service was told of ${id} by ${messages.size} callbacks`);
  if (messages.size === 0 && expected !== undefined) find('lost', `the service was never told of ${id}`);
  for (const { says } of told)
    if (says !== expected) find('altered', `the service was told that ${id} is ${says}`);
}

function checkTexts({ texts, told, feed }: Evidence, wanted: readonly Change[], find: Find): void {
  const heard = Map.groupBy(
    told.filter(({ type }) => type === 'received_text'),
    ({ id }) => id,
  );
  const counts = countsOf(feed);
  const asked = new Map(wanted.map((one) => [`STOP ${one.reference}`, one]));
  for (const { made, reference } of wanted)
    for (const id of made)
      if (texts.get(id) !== `STOP ${reference}`)
        find('lost', `text ${id} (${reference}) is ${texts.get(id)}`);
  for (const [content, found] of Map.groupBy(texts, ([, text]) => text)) {
    if (found.length > 1) find('doubled', `text ${content} exists ${found.length} times`);
    if ((asked.get(content)?.outcome ?? 'refused') === 'refused') find('unasked', `text ${content}`);
  }
  for (const [id, content] of texts) {
    expectCount(
      'text',
      counts.get(`${id} messaging.text.received.v1`) ?? 0,
      'accepted',
      `received of ${id}`,
      find,
    );
    checkCallback(id, heard.get(id) ?? [], content, find);
  }
}

/** Each edit made a version of its own, and nothing else did. */
function checkEdits(versions: number, edits: readonly Change[], find: Find): void {
  const made = edits.flatMap((edit) => [...edit.made]);
  const twice = made.filter((version, at) => made.indexOf(version) !== at);
  if (twice.length > 0) find('doubled', `versions ${twice.join()} of the template were made by two edits`);
  const accepted = edits.filter(({ outcome }) => outcome === 'accepted').length;
  const open = edits.filter(({ outcome }) => outcome === 'open').length;
  if (versions < 1 + accepted) find('lost', `the template has ${versions} versions after ${accepted} edits`);
  if (versions > 1 + accepted + open)
    find('unasked', `the template has ${versions} versions after ${accepted} edits`);
}

function checkSecure({ secure, feed }: Evidence, wanted: readonly Change[], find: Find): void {
  const counts = countsOf(feed);
  for (const { made, reference } of wanted)
    for (const id of made) {
      const faults = secure.get(id);
      if (!faults) find('lost', `secure message ${id} (${reference})`);
      for (const fault of faults ?? []) find('altered', `secure message ${id}: ${fault}`);
      for (const event of ['submitted', 'delivered']) {
        const times = counts.get(`${id} messaging.mailbox.${event}.v1`) ?? 0;
        expectCount('message', times, 'accepted', `${event} of ${id}`, find);
      }
    }
}

function countsOf(feed: readonly Heard[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { subject, type } of feed)
    counts.set(`${subject} ${type}`, (counts.get(`${subject} ${type}`) ?? 0) + 1);
  return counts;
}
