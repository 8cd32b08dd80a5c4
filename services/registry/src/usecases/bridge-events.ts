import type { Log } from '@ashlar/component';
import { type Event, type EventBus, isEvent, publishEvents } from '@ashlar/events';
import type { Queryable } from '@ashlar/postgres';
import type { ChangeFeeds, Reading } from '../domain/bridge.ts';
import { saveCursor } from '../store/bridge.ts';

/** What the bridge reaches the world through. */
export interface BridgeDeps {
  readonly db: Queryable;
  readonly bus: EventBus;
  readonly feeds: ChangeFeeds;
  now(): Date;
  readonly log: Log;
}

/**
 * Publishes the next part of an implementation's change feed: same event ids, keyed by the subject, in order. The cursor moves only after the bus has taken them, so that a
 * part may come twice and none is missed. Resolves to how far it is now. Rejects when the feed or the bus is away; nothing is lost by that.
 */
export async function bridgeEvents(deps: BridgeDeps, reading: Reading, signal: AbortSignal): Promise<number> {
  const { component, department, baseUrl, position: after, until = Number.MAX_SAFE_INTEGER } = reading;
  const page = await deps.feeds.read({ component, department, baseUrl, after }, signal);
  if ('gone' in page) return passOver(deps, reading, page.oldest);
  const events = page.events
    .filter((event) => isMeant(deps, reading, event))
    .filter((event) => event.position > after && event.position <= until);
  if (events.length > 0) await publishEvents(deps.bus, `ashlar.${component}.v1`, events);
  const position = Math.min(page.position, until);
  if (position > after) await saveCursor(deps.db, reading, position, deps.now());
  return position;
}

/** An event of this department; what is none, or another component's, would stop every consumer and is left out with a loud word. */
function isMeant({ log }: BridgeDeps, { component, department }: Reading, event: unknown): event is Event {
  if (!isEvent(event) || !event.type.startsWith(`${component}.`) || event.source !== `/${component}`) {
    const id = typeof event === 'object' && event !== null ? Reflect.get(event, 'id') : undefined;
    log.error(
      { component, department, event: String(id).slice(0, 64) },
      'the feed holds something that is no event of its component',
    );
    return false;
  }
  // An implementation that does not know how to narrow shows all departments.
  return event.department === department;
}

/** What is no longer kept cannot be published: the registry was away for longer than the implementation keeps its log. */
async function passOver(
  { db, log, now }: BridgeDeps,
  reading: Reading,
  oldest: number | undefined,
): Promise<number> {
  const { component, department, position } = reading;
  if (oldest === undefined || oldest <= position)
    throw new Error('The change feed does not go on from the cursor');
  log.error(
    { component, department, after: position, oldest },
    'events are lost: the change feed no longer keeps them',
  );
  await saveCursor(db, reading, oldest, now());
  return oldest;
}
