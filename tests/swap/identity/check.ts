import { checkReceipts, type Find } from '../check-change.ts';
import { checkLog, type Finding } from '../check-log.ts';
import type { Heard } from '../feed-reader.ts';
import type { Wanted } from '../ledger.ts';
import type { IdentityChange } from './change.ts';

/** What is compared. */
export interface Evidence {
  /** Of the driver's ledger. */
  readonly wanted: readonly Wanted<IdentityChange>[];
  /** The addresses of all accounts by id, and the names of all clients by id. */
  readonly accounts: ReadonlyMap<string, string>;
  readonly clients: ReadonlyMap<string, string>;
  /** What of that was there before the traffic began. */
  readonly before: ReadonlySet<string>;
  /** Sessions and refresh tokens that have to be good, and are not; tokens that do not verify. A sentence each. */
  readonly dead: readonly string[];
  readonly feed: readonly Heard[];
  readonly heard?: readonly Heard[];
  readonly bus?: readonly Heard[];
}

/** Compares what was accepted with what is there. Every accepted change has exactly one effect, nothing else has any, and a code or token has one winner at most. */
export function check(evidence: Evidence): Finding[] {
  const { wanted, accounts, clients, before, dead, feed } = evidence;
  const findings: Finding[] = [];
  const find: Find = (kind, what) => void findings.push({ kind, what });
  const of = Map.groupBy(wanted, ({ operation }) => operation);
  checkMade('account', of.get('account') ?? [], { there: accounts, before }, find);
  checkMade('client', of.get('client') ?? [], { there: clients, before }, find);
  for (const { operation, key, made } of [...(of.get('redeem') ?? []), ...(of.get('refresh') ?? [])])
    if (made.size > 1) find('doubled', `${operation} ${key} had ${made.size} winners`);
  for (const { key, outcome } of of.get('replay') ?? [])
    if (outcome === 'accepted') find('doubled', `${key} was used before, and taken again`);
  for (const sentence of dead) find('lost', sentence);
  const events = new Map(feed.map((event) => [event.id, event]));
  for (const change of wanted) checkReceipts(change, events, find);
  return [...findings, ...checkLog(evidence)];
}

/** What was accepted is there as it was wanted, once, and nothing else is. */
function checkMade(
  kind: string,
  wanted: readonly Wanted<IdentityChange>[],
  { there, before }: { there: ReadonlyMap<string, string>; before: ReadonlySet<string> },
  find: Find,
): void {
  const asked = new Map(wanted.map((one) => [one.name, one]));
  for (const { made, name, outcome } of wanted) {
    if (made.size > 1) find('doubled', `${kind} ${name} was answered with ${[...made].join(' and ')}`);
    if (outcome === 'accepted' && made.size === 0)
      find('altered', `${kind} ${name} was answered without an id`);
    for (const id of made) {
      const found = there.get(id);
      if (found === undefined) find('lost', `${kind} ${id} (${name})`);
      else if (found !== name) find('altered', `${kind} ${id} is ${found}, not ${name}`);
    }
  }
  for (const [name, found] of Map.groupBy(there, ([, one]) => one)) {
    const ids = found.map(([id]) => id).filter((id) => !before.has(id));
    if (ids.length > 1) find('doubled', `${kind} ${name} exists as ${ids.join(' and ')}`);
    const { outcome = 'refused' } = asked.get(name) ?? {};
    if (ids.length > 0 && outcome === 'refused') find('unasked', `${kind} ${ids.join()} (${name})`);
  }
}
