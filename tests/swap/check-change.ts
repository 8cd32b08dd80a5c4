import type { Finding } from './check-log.ts';
import type { Heard } from './feed-reader.ts';
import type { Wanted } from './ledger.ts';

/** Notes something that must not be. */
export type Find = (kind: Finding['kind'], what: string) => void;

/** Expects that something happened as often as what leads to it was accepted: once, or never. */
export function expectCount(
  cause: string,
  times: number,
  outcome: Wanted['outcome'] | undefined,
  what: string,
  find: Find,
): void {
  if (times > 1) find('doubled', `${what} happened ${times} times`);
  if (times === 0 && outcome === 'accepted') find('lost', `${what} never happened`);
  if (times > 0 && (outcome === undefined || outcome === 'refused'))
    find('unasked', `${what} happened without an accepted ${cause}`);
}

/** Expects that what the receipts of a change tell of stands in the feed, as they tell it. */
export function checkReceipts({ receipts, key }: Wanted, feed: ReadonlyMap<string, Heard>, find: Find): void {
  const byType = new Map<string, string>();
  for (const { event, entity, sequence } of receipts) {
    const found = feed.get(event);
    if (!found) {
      find('lost', `event ${event} of a receipt for ${entity}`);
      continue;
    }
    if (found.subject !== entity || found.sequence !== sequence)
      find('altered', `event ${event} is ${found.subject} ${found.sequence}, not ${entity} ${sequence}`);
    // One request may have led to several events; to two of one type only if it was obeyed twice.
    const before = byType.get(found.type);
    if (before !== undefined && before !== event)
      find('doubled', `${key} has receipts for ${before} and ${event}, both ${found.type}`);
    byType.set(found.type, event);
  }
}
