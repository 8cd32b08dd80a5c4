import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Event, EventBus } from '@ashlar/events';
import { until } from '@ashlar/testkit';

/** Stands in for an implementation of payments that publishes nothing itself: its change feed. */
export interface Feed {
  readonly url: string;
  /** Every event, by position. */
  readonly events: Event[];
  /** Appends an event of a key of a department, and answers it. */
  append(subject: string, department?: string): Event;
  /** Answers 503 from now on, or no longer. */
  away: boolean;
  /** Forgets everything up to this position. */
  pruned: number;
  /** Shows everything, whatever department is asked for. */
  narrows: boolean;
  /** How many requests for this department were open at once, at most. */
  mostAtOnce(department: string): number;
  /** How many requests are open. */
  openNow(): number;
  /** The tokens that came. */
  readonly tokens: Set<string | undefined>;
  close(): Promise<void>;
}

/** Starts one. */
export async function startFeed(): Promise<Feed> {
  const open = new Map<string, number>();
  const most = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const query = new URL(request.url ?? '', 'http://feed').searchParams;
    const [department, after] = [query.get('department') ?? '*', Number(query.get('after'))];
    feed.tokens.add(request.headers.authorization);
    open.set(department, (open.get(department) ?? 0) + 1);
    most.set(department, Math.max(most.get(department) ?? 0, open.get(department) ?? 0));
    response.on('close', () => open.set(department, (open.get(department) ?? 1) - 1));
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (feed.away) return answer(503, { code: 'unavailable' });
    if (after < feed.pruned) return answer(410, { code: 'cursor_gone', after: feed.pruned });
    const page = () => feed.events.filter(({ position }) => position > after);
    await until(() => page().length > 0 || feed.away, { timeoutMs: 300 }).catch(() => {});
    const all = page().slice(0, 5);
    const events = feed.narrows ? all.filter((event) => event.department === department) : all;
    return answer(200, { events, position: all.at(-1)?.position ?? after, head: feed.events.length });
  });
  const feed: Feed = {
    url: '',
    events: [],
    away: false,
    pruned: 0,
    narrows: true,
    tokens: new Set(),
    append(subject, department = 'demo') {
      const event = anEvent(feed.events, subject, department);
      feed.events.push(event);
      return event;
    },
    openNow: () => [...open.values()].reduce((sum, count) => sum + count, 0),
    mostAtOnce: (department) => most.get(department) ?? 0,
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(feed, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

function anEvent(before: readonly Event[], subject: string, department: string): Event {
  const type = 'payments.payment.created.v1';
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: '/payments',
    type,
    subject,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    dataschema: `urn:ashlar:event:${type}`,
    department,
    service: 'licences',
    sequence: before.filter((event) => event.subject === subject).length + 1,
    position: before.length + 1,
    data: { payment_id: subject },
  };
}

/** What has arrived on a topic of the bus, in the order of its arrival, key by key. */
export interface Arrivals {
  readonly events: Event[];
  /** Those of one key without the repeats. */
  of(subject: string): Event[];
  stop(): Promise<void>;
}

/** Collects what arrives on a topic from its beginning. Each message must have its event's subject as its key. */
export async function collect(bus: EventBus, topic: string): Promise<Arrivals> {
  const events: Event[] = [];
  await bus.ensureTopics([{ name: topic, partitions: 6 }]);
  const consumer = await bus.consume({
    topics: [topic],
    group: `test-${randomUUID()}`,
    async handle({ key, value }) {
      const event = JSON.parse(value.toString()) as Event;
      if (key !== event.subject) throw new Error(`Key ${key} is not the subject ${event.subject}`);
      events.push(event);
    },
  });
  return {
    events,
    of: (subject) => firsts(events.filter((event) => event.subject === subject)),
    stop: () => consumer.stop(),
  };
}

function firsts(events: readonly Event[]): Event[] {
  return events.filter(({ id }, at) => events.findIndex((other) => other.id === id) === at);
}
