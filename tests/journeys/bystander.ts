import { type Event, eventsMigrations, openBus, subscribe } from '@ashlar/events';
import type { Platform } from '@ashlar/local';
import { ensureDatabase, migrate, openPool } from '@ashlar/postgres';
import { until } from '@ashlar/testkit';
import { pino } from 'pino';

/** Another component: it hears events from the bus and counts each once, in a table of its own database. */
export interface Bystander {
  /** Waits until an event of this type about this payment was handled; throws after 20 s. */
  hears(id: string, type: string): Promise<void>;
  /** How often each event was handled, by event id. */
  counts(): Promise<Map<string, number>>;
  /** How often the creation of each payment was handled, by payment id. */
  createdCounts(): Promise<Map<string, number>>;
  /** The types handled for one payment in the order of handling. */
  typesOf(id: string): Promise<string[]>;
  /** Waits until an event was handled and answers the `traceparent` that it came with; throws after 20 s. */
  traceOf(eventId: string): Promise<string | null>;
  close(): Promise<void>;
}

/** Starts a bystander with a database named `name` and a consumer group of its own, which hears these components. */
export async function startBystander(
  platform: Platform,
  name: string,
  components: readonly string[] = ['payments'],
): Promise<Bystander> {
  const url = await ensureDatabase(platform.adminUrl, { name, password: crypto.randomUUID() });
  const log = pino({ level: 'silent' });
  const pool = openPool({ url, applicationName: name });
  await migrate(pool, [eventsMigrations]);
  await pool.query({
    text: `create table if not exists heard
             (n bigserial primary key, event_id uuid, subject text, type text, traceparent text)`,
  });
  const bus = openBus({ ...platform.bus, clientId: name });
  const subscription = await subscribe({
    bus,
    pool,
    consumer: name,
    topics: components.map((component) => `ashlar.${component}.v1`),
    log,
    async handle(event: Event, tx) {
      const values = [event.id, event.subject, event.type, event.traceparent];
      const text = 'insert into heard (event_id, subject, type, traceparent) values ($1, $2, $3, $4)';
      await tx.query({ text, values });
    },
  });

  const typesOf = async (id: string) => {
    const { rows } = await pool.query<{ type: string }>({
      text: 'select type from heard where subject = $1 order by n',
      values: [id],
    });
    return rows.map((row) => row.type);
  };

  const countsOf = async (text: string) => {
    const { rows } = await pool.query<{ id: string; times: number }>({ text });
    return new Map(rows.map((row) => [row.id, row.times]));
  };

  return {
    typesOf,
    async traceOf(eventId) {
      const heard = () =>
        pool.query<{ traceparent: string | null }>({
          text: 'select traceparent from heard where event_id = $1',
          values: [eventId],
        });
      const what = `event ${eventId} from the bus`;
      const row = await until(async () => (await heard()).rows[0], { timeoutMs: 20_000, what });
      return row.traceparent;
    },
    async hears(id, type) {
      const what = `${type} of ${id} from the bus`;
      await until(async () => (await typesOf(id)).includes(type), { timeoutMs: 20_000, what });
    },
    counts: () => countsOf('select event_id as id, count(*) as times from heard group by event_id'),
    createdCounts: () =>
      countsOf(
        `select subject as id, count(*) as times from heard where type = 'payments.payment.created.v1' group by subject`,
      ),
    async close() {
      await subscription.stop();
      await bus.close();
      await pool.end();
    },
  };
}
