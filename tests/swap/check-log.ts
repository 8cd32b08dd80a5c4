import type { Heard } from './feed-reader.ts';

/**
 * Something that must not be. `lost`: accepted and not there. `doubled`: there more than once. `unasked`: there, and nobody was told yes. `altered`: there, and not as
 * it was accepted. `log`: the feed or the bus is not one gapless story.
 */
export interface Finding {
  readonly kind: 'lost' | 'doubled' | 'unasked' | 'altered' | 'log';
  readonly what: string;
}

/** The feed as it is now, as a reader heard it, and the bus: each event once, in one order. */
export function checkLog(told: {
  readonly feed: readonly Heard[];
  readonly heard?: readonly Heard[];
  readonly bus?: readonly Heard[];
}): Finding[] {
  const { feed, heard, bus } = told;
  // What was told after the reader had ended (a message whose time came later) is nothing that it missed.
  const end = heard?.at(-1)?.position ?? 0;
  const untilEnd = feed.filter(({ position }) => position <= end);
  return [
    ...checkOrder('the feed', feed),
    ...(heard ? [...checkOrder('the reader', heard), ...compare('the reader', heard, untilEnd)] : []),
    // A relay that died between sending and noting it sends again; whoever reads the bus knows an event by its id.
    ...(bus ? compare('the bus', [...new Map(bus.map((event) => [event.id, event])).values()], feed) : []),
  ];
}

function checkOrder(who: string, events: readonly Heard[]): Finding[] {
  const findings: Finding[] = [];
  const find = (what: string) => void findings.push({ kind: 'log', what: `${who} has ${what}` });
  const ids = new Set<string>();
  const sequences = new Map<string, number>();
  let last = 0;
  for (const { id, subject, sequence, position, type } of events) {
    if (ids.has(id)) find(`event ${id} twice`);
    ids.add(id);
    if (position <= last) find(`position ${position} after ${last}`);
    last = position;
    const before = sequences.get(subject) ?? 0;
    if (sequence <= before) find(`sequence ${sequence} (${type}) of ${subject} after ${before}`);
    sequences.set(subject, sequence);
  }
  return findings;
}

/** Both have the same events, which say the same. */
function compare(who: string, theirs: readonly Heard[], feed: readonly Heard[]): Finding[] {
  const findings: Finding[] = [];
  const find = (what: string) => void findings.push({ kind: 'log', what });
  const known = new Map(feed.map((event) => [event.id, event]));
  const seen = new Set<string>();
  for (const event of theirs) {
    seen.add(event.id);
    const own = known.get(event.id);
    const name = `${event.type} ${event.id} of ${event.subject}`;
    if (!own) find(`${who} has ${name}, which is not in the feed`);
    else if (own.sequence !== event.sequence || own.subject !== event.subject || own.type !== event.type)
      find(`${who} has ${name} as sequence ${event.sequence}, the feed as ${own.sequence}`);
    else if (own.position !== event.position)
      find(`${who} has ${name} at position ${event.position}, the feed at ${own.position}`);
  }
  for (const { id, type, subject } of feed)
    if (!seen.has(id)) find(`${who} never had ${type} ${id} of ${subject}`);
  return findings;
}
/** How many events stand on the bus more than once. */
export function repeatsOn(bus: readonly Heard[]): number {
  return bus.length - new Set(bus.map(({ id }) => id)).size;
}
