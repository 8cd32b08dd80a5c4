import type { Client } from 'pg';
import type { BusMessage, EventBus } from '../bus/port.ts';
import { type RawRow, rowColumns, toRow } from '../change-rows.ts';
import { changesChannel } from '../channels.ts';
import type { ChangeRow } from '../envelope.ts';

/** Where the log stands: the highest position given, and the highest that the bus has acknowledged. */
export interface RelayPositions {
  stamped: number;
  published: number;
}

/** What one stamping did: how many rows, where the log stands now, and which departments have new ones, private or not. */
export interface Stamped {
  count: number;
  stamped: number;
  departments: string[];
}

/** The relay's work, one statement or one send each, all on the connection that holds the lock. */
export interface RelaySteps {
  /** Tries to become the one relay of this database; the lock lasts as long as the connection. */
  lock(connection: Client): Promise<boolean>;
  resume(connection: Client): Promise<RelayPositions>;
  /** Gives the next positions, after `stamped`, to at most `limit` committed rows. */
  stamp(connection: Client, stamped: number, limit: number): Promise<Stamped>;
  /** Wakes the readers of the feed in every process. */
  announce(connection: Client, departments: readonly string[]): Promise<void>;
  /** Stamped rows of our own after a position, in order, private ones included; at most `limit`, or about 4 MB. */
  read(connection: Client, after: number, limit: number): Promise<ChangeRow[]>;
  publish(bus: EventBus, topic: string, messages: readonly BusMessage[]): Promise<void>;
  /** Remembers the position up to which the bus has acknowledged. */
  mark(connection: Client, position: number): Promise<void>;
}

/** The steps as they run in production. */
export const relaySteps: RelaySteps = { lock, resume, stamp, announce, read, publish, mark };

// One number for every component: each has a database of its own, and advisory locks are per database.
const relayLock = 4_705_241;
const maxDepartments = 50;
const readBudgetBytes = 4 * 1024 * 1024;

async function lock(connection: Client): Promise<boolean> {
  const { rows } = await connection.query<{ held: boolean }>({
    name: 'relay-lock',
    text: 'select pg_try_advisory_lock($1) as held',
    values: [relayLock],
  });
  return rows[0]?.held === true;
}

async function resume(connection: Client): Promise<RelayPositions> {
  const { rows } = await connection.query<RelayPositions>({
    name: 'relay-resume',
    text: 'select stamped, published from relay_state',
  });
  return { stamped: Number(rows[0]?.stamped), published: Number(rows[0]?.published) };
}

async function stamp(connection: Client, stamped: number, limit: number): Promise<Stamped> {
  // Compare-and-set on relay_state: whoever loses the race moves nothing, so positions stay unique and gapless even without the lock.
  const { rows } = await connection.query<{ count: string; before: string; departments: string[] | null }>({
    name: 'relay-stamp',
    text: `
      with waiting as materialized (
        select seq from change_log where position is null order by seq limit $2
      ), fresh as materialized (
        select seq, row_number() over (order by seq) as n from waiting
      ), claimed as (
        update relay_state set stamped = $1::bigint + (select count(*) from fresh)
        where stamped = $1::bigint and exists (select from fresh)
        returning stamped
      ), placed as (
        update change_log set position = $1::bigint + fresh.n
        from fresh cross join claimed
        where change_log.seq = fresh.seq
        returning change_log.department
      )
      select count(*) as count, (select stamped from relay_state) as before,
             array_agg(distinct department) as departments
      from placed`,
    values: [stamped, limit],
  });
  const count = Number(rows[0]?.count);
  return { count, stamped: Number(rows[0]?.before) + count, departments: rows[0]?.departments ?? [] };
}

async function announce(connection: Client, departments: readonly string[]): Promise<void> {
  const payload = departments.length > maxDepartments ? '' : JSON.stringify(departments);
  await connection.query({
    name: 'relay-announce',
    text: 'select pg_notify($1, $2)',
    values: [changesChannel, payload],
  });
}

async function read(connection: Client, after: number, limit: number): Promise<ChangeRow[]> {
  const { rows } = await connection.query<RawRow>({
    name: 'relay-read',
    text: `
      select ${rowColumns} from (
        select *, sum(octet_length(data::text)) over (order by position) - octet_length(data::text) as before
        from (select * from change_log where position > $1 and not imported order by position limit $2) as page
      ) as sized
      where before < ${readBudgetBytes} order by position`,
    values: [after, limit],
  });
  return rows.map(toRow);
}

function publish(bus: EventBus, topic: string, messages: readonly BusMessage[]): Promise<void> {
  return bus.publish(topic, messages);
}

async function mark(connection: Client, position: number): Promise<void> {
  // Without waiting for the disk: a mark that a crash takes back only has its batch sent again.
  await connection.query({
    name: 'relay-mark',
    text: `update relay_state set published = greatest(published, $1::bigint)
            where set_config('synchronous_commit', 'off', true) = 'off'`,
    values: [position],
  });
}
