import { checkReceipts, expectCount, type Find } from '../check-change.ts';
import { checkLog, type Finding } from '../check-log.ts';
import type { Heard } from '../feed-reader.ts';
import type { Wanted } from '../ledger.ts';
import type { PaymentChange } from './change.ts';

/** A payment as the serving implementation shows it. */
export interface Shown {
  readonly reference: string;
  readonly amount: number;
  readonly status: string;
  readonly refunds: readonly { readonly id: string; readonly amount: number; readonly status: string }[];
}

/** What is compared. */
export interface Evidence {
  /** Of the driver's ledger. */
  readonly wanted: readonly Wanted<PaymentChange>[];
  /** Every payment that the ledger or the feed names, where it is found. */
  readonly shown: ReadonlyMap<string, Shown>;
  /** The whole feed. */
  readonly feed: readonly Heard[];
  /** What a reader heard that went on from its cursor across every swap, in the order in which it came. */
  readonly heard?: readonly Heard[];
  /** What stands on the bus. */
  readonly bus?: readonly Heard[];
}

/** Compares what was accepted with what is there. Every accepted change has exactly one effect, in state and log, and nothing else has any. */
export function check(evidence: Evidence): Finding[] {
  const { wanted, shown, feed } = evidence;
  const counts = countsOf(feed);
  const creations = wanted.filter(({ operation }) => operation === 'create');
  const others = Map.groupBy(
    wanted.filter(({ operation }) => operation !== 'create'),
    ({ payment }) => payment ?? '',
  );
  const findings: Finding[] = [];
  const find = (kind: Finding['kind'], what: string) => void findings.push({ kind, what });
  for (const creation of creations) checkCreation(creation, shown, find);
  checkReferences(creations, shown, find);
  const delayed = new Set(creations.flatMap((one) => (one.delayed ? [...one.made] : [])));
  for (const [id, payment] of shown)
    checkPayment({ id, payment, delayed: delayed.has(id), wanted: others.get(id) ?? [], counts }, find);
  const events = new Map(feed.map((event) => [event.id, event]));
  for (const change of wanted) checkReceipts(change, events, find);
  return [...findings, ...checkLog(evidence)];
}

function checkCreation(creation: Wanted<PaymentChange>, shown: ReadonlyMap<string, Shown>, find: Find): void {
  const { reference = '', made, outcome, amount } = creation;
  if (made.size > 1) find('doubled', `${reference} was answered with ${[...made].join(' and ')}`);
  if (outcome === 'accepted' && made.size === 0) find('altered', `${reference} was answered without an id`);
  for (const id of made) {
    const payment = shown.get(id);
    if (!payment) find('lost', `payment ${id} (${reference})`);
    else if (payment.reference !== reference || payment.amount !== amount)
      find(
        'altered',
        `payment ${id} is ${payment.reference} of ${payment.amount}, not ${reference} of ${amount}`,
      );
  }
}

/** Each reference was asked for once: two payments with it are one too many, and one that nobody asked for too. */
function checkReferences(
  creations: readonly Wanted<PaymentChange>[],
  shown: ReadonlyMap<string, Shown>,
  find: Find,
): void {
  const asked = new Map(creations.map((creation) => [creation.reference, creation]));
  const ids = Map.groupBy(shown, ([, { reference }]) => reference);
  for (const [reference, payments] of ids) {
    const found = payments.map(([id]) => id).join(' and ');
    const { outcome } = asked.get(reference) ?? {};
    if (payments.length > 1) find('doubled', `${reference} exists as ${found}`);
    if (outcome === undefined || outcome === 'refused') find('unasked', `payment ${found} (${reference})`);
  }
}

interface One {
  readonly id: string;
  readonly payment: Shown;
  /** Whether its money is taken only when that is asked for. */
  readonly delayed: boolean;
  /** What was wanted of this payment after its creation. */
  readonly wanted: readonly Wanted<PaymentChange>[];
  readonly counts: Counts;
}

/** Events that happen to a payment once at most, by what leads to them. */
const steps = [
  ['authorise', 'payment.confirmed'],
  ['capture', 'payment.capture_requested'],
  ['cancel', 'payment.cancelled'],
] as const;

function checkPayment(one: One, find: Find): void {
  const { id, payment, wanted, counts } = one;
  const happened = (type: string) => counts.get(`${id} ${type}`) ?? 0;
  expectCount('creation', happened('payment.created'), 'accepted', `created of ${id}`, find);
  const outcomes = new Map(wanted.map(({ operation, outcome }) => [operation, outcome]));
  for (const [operation, type] of steps)
    expectCount(operation, happened(type), outcomes.get(operation), `${type} of ${id}`, find);
  const taken = payment.status === 'success' ? 'accepted' : undefined;
  expectCount('capture of the money', happened('payment.captured'), taken, `captured of ${id}`, find);
  const expected = statusOf(one);
  if (!expected.includes(payment.status))
    find('lost', `payment ${id} is ${payment.status} and should be ${expected.join(' or ')}`);
  checkRefunds(one, find);
}

/** What a payment may be after all that was accepted of it. */
function statusOf({ wanted, delayed }: One): string[] {
  const outcomeOf = (operation: string) =>
    wanted.find((one) => one.operation === operation)?.outcome ?? 'refused';
  if (outcomeOf('cancel') === 'accepted') return ['cancelled'];
  if (outcomeOf('capture') === 'accepted') return ['success'];
  const open = ['capture', 'cancel', 'authorise'].some((operation) => outcomeOf(operation) === 'open');
  if (open) return ['created', 'started', 'capturable', 'success', 'cancelled'];
  if (outcomeOf('authorise') === 'accepted') return [delayed ? 'capturable' : 'success'];
  return ['created'];
}

function checkRefunds({ id, payment, wanted, counts }: One, find: Find): void {
  const refunds = wanted.filter(({ operation }) => operation === 'refund');
  const asked = new Map(refunds.flatMap((refund) => [...refund.made].map((made) => [made, refund])));
  let open = refunds.filter(({ outcome, made }) => outcome === 'open' && made.size === 0).length;
  for (const refund of refunds)
    if (refund.made.size > 1) find('doubled', `a refund of ${id} is ${[...refund.made].join(' and ')}`);
  for (const [made, { amount }] of asked) {
    const found = payment.refunds.filter((refund) => refund.id === made);
    if (found.length === 0) find('lost', `refund ${made} of ${id}`);
    if (found.length > 1) find('doubled', `refund ${made} of ${id} is shown ${found.length} times`);
    if (found.some((refund) => refund.amount !== amount)) find('altered', `refund ${made} of ${id}`);
  }
  for (const refund of payment.refunds) {
    if (!asked.has(refund.id) && open-- <= 0) find('unasked', `refund ${refund.id} of ${id}`);
    for (const type of ['refund.submitted', 'refund.succeeded']) {
      const times = counts.get(`${refund.id} ${type}`) ?? 0;
      expectCount('refund', times, 'accepted', `${type} of ${refund.id}`, find);
    }
  }
}

/** How often something happened, by the id of a payment or refund and the short type. */
type Counts = ReadonlyMap<string, number>;

/** `payments.refund.submitted.v1` is `refund.submitted`. */
export function shortType(type: string): string {
  return type.replace(/^payments\./, '').replace(/\.v\d+$/, '');
}

/** Counts events by payment and type, and those of refunds by refund and type. */
export function countsOf(feed: readonly Heard[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { subject, refund, type } of feed) {
    const what = `${refund ?? subject} ${shortType(type)}`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return counts;
}
