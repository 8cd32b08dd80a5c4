import type { Client } from 'pg';
import { type RawRow, rowColumns, toRow } from '../../src/change-rows.ts';
import { type RelaySteps, relaySteps, type Stamped } from '../../src/relay/steps.ts';
import type { Subject } from '../cases/house.ts';
import type { Fault } from './fault.ts';

/** Defects of the relay. */
export const relayFaults: Fault[] = [
  {
    name: 'the relay publishes with a cursor on seq',
    caughtBy: 'a change that commits after younger ones is published all the same',
    complaint: /in vain for the late change to be heard/,
    plant: (sound) => withRelay(sound, { read: readAfterSeq() }),
  },
  {
    name: 'a horizon of transaction ids decides what is stamped',
    caughtBy: 'a transaction held open in another database of the server holds nothing back',
    complaint: /in vain for the change to be heard/,
    plant: (sound) => withRelay(sound, { stamp: stampWith(belowHorizon, 'seq') }),
  },
  {
    name: 'changes are stamped by the time they name',
    caughtBy: 'a key stays in order however its events are timed and named',
    complaint: /toEqual/,
    plant: (sound) => withRelay(sound, { stamp: stampWith('true', 'occurred_at') }),
  },
  {
    name: 'changes are stamped by their ids',
    caughtBy: 'a key stays in order however its events are timed and named',
    complaint: /toEqual/,
    plant: (sound) => withRelay(sound, { stamp: stampWith('true', 'event_id') }),
  },
  {
    name: 'a second relay works without the lock and stamps unguarded',
    caughtBy: 'two relays at once give every change one position',
    complaint: /toEqual|toBe|in vain for every change/,
    plant: (sound) => withRelay(sound, { lock: async () => true, stamp: stampUnguarded }),
  },
  {
    name: 'the position is marked before the events are sent',
    caughtBy: 'a relay that dies before send loses nothing, keeps the order, and each effect happens once',
    complaint: /in vain for every effect/,
    plant: (sound) => withRelay(sound, { read: readAndMark }),
  },
  {
    name: 'a failed send is taken for a sent one',
    caughtBy: 'while the bus is away changes get their positions, and all arrive in order once it is back',
    complaint: /in vain for the bus to be missed/,
    plant: (sound) =>
      withRelay(sound, { publish: (bus, topic, messages) => bus.publish(topic, messages).catch(() => {}) }),
  },
];

const belowHorizon = 'xmin::text::bigint < pg_snapshot_xmin(pg_current_snapshot())::text::bigint';

function withRelay(sound: Subject, steps: Partial<RelaySteps>): Subject {
  return { ...sound, relay: { ...sound.relay, ...steps } };
}

function readAfterSeq(): RelaySteps['read'] {
  let cursor = 0;
  return async (connection, _after, limit) => {
    const { rows } = await connection.query<RawRow & { seq: string }>(
      `select seq, ${rowColumns} from change_log where seq > $1 and position is not null order by seq limit $2`,
      [cursor, limit],
    );
    cursor = Number(rows.at(-1)?.seq ?? cursor);
    return rows.map(toRow);
  };
}

function stampWith(condition: string, order: string): RelaySteps['stamp'] {
  return async (connection, stamped, limit) => {
    const { rows } = await connection.query<{ department: string }>(
      `with fresh as (
         select seq, row_number() over (order by ${order}) as n from change_log
         where position is null and ${condition} order by ${order} limit $2
       ), claimed as (
         update relay_state set stamped = $1::bigint + (select count(*) from fresh) where stamped = $1::bigint returning 1
       )
       update change_log set position = $1::bigint + fresh.n from fresh, claimed where change_log.seq = fresh.seq
       returning department`,
      [stamped, limit],
    );
    return toStamped(stamped + rows.length, rows);
  };
}

async function stampUnguarded(connection: Client, _stamped: number, limit: number): Promise<Stamped> {
  const { rows } = await connection.query<{ seq: string; department: string }>(
    'select seq, department from change_log where position is null order by seq limit $1',
    [limit],
  );
  // What the other relay does meanwhile is not noticed.
  await connection.query('select pg_sleep(0.01)');
  const highest = await connection.query<{ position: string }>(
    'select coalesce(max(position), 0) as position from change_log',
  );
  const base = Number(highest.rows[0]?.position);
  for (const [index, { seq }] of rows.entries()) {
    await connection.query('update change_log set position = $1 where seq = $2', [base + index + 1, seq]);
  }
  await connection.query('update relay_state set stamped = greatest(stamped, $1)', [base + rows.length]);
  return toStamped(base + rows.length, rows);
}

async function readAndMark(connection: Client, after: number, limit: number) {
  const rows = await relaySteps.read(connection, after, limit);
  const last = rows.at(-1);
  if (last !== undefined) await relaySteps.mark(connection, last.position);
  return rows;
}

function toStamped(stamped: number, rows: readonly { department: string }[]): Stamped {
  return { count: rows.length, stamped, departments: [...new Set(rows.map(({ department }) => department))] };
}
