import { type AdminChange, type Creation, onceClause, onceParameters } from '@ashlar/component';
import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { Status } from '../domain/payment.ts';
import { agedPayments } from './aged-payments.ts';
import type { Deadlines } from './work.ts';

/** Reads by how many milliseconds an account's clock is ahead; undefined when there is no such account. */
export async function readClock(db: Queryable, gatewayAccountId: string): Promise<number | undefined> {
  const { rows } = await db.query<{ aheadMs: string }>({
    name: 'read-clock',
    text: `select clock_ahead_ms as "aheadMs" from gateway_account where id = $1`,
    values: [gatewayAccountId],
  });
  return rows[0] && Number(rows[0].aheadMs);
}

/** Puts a test account's clock forward by `byMs`; answers by how many milliseconds it is ahead then. Undefined when the key was used before. */
export async function advanceClock(
  db: Queryable,
  move: { id: string; gatewayAccountId: string; byMs: number } & Creation,
): Promise<number | undefined> {
  const { rows } = await db.query<{ aheadMs: string }>({
    name: 'advance-clock',
    text: `with ${onceClause}, moved as (
             update gateway_account
                set clock_ahead_ms = clock_ahead_ms + $7::bigint, clock_moved_at = $5::timestamptz, sequence = sequence + 1
               from go where id = $6 and type = 'test' returning gateway_account.*
           ), kept as (
             insert into clock_move (id, gateway_account_id, moved_at, ahead_ms)
             select $4::uuid, id, $5::timestamptz, clock_ahead_ms from moved
           ), ${logged('$5', '$8')}
           select clock_ahead_ms as "aheadMs", (select receipt from logged) from moved`,
    values: [
      ...onceParameters(move.once, move.id, move.at),
      move.gatewayAccountId,
      move.byMs,
      move.traceparent ?? null,
    ],
  });
  return rows[0] && Number(rows[0].aheadMs);
}

/** Puts a test account's clock forward until it is `aheadMs` ahead. False when it is further ahead already. */
export async function setClock(
  db: Queryable,
  move: { id: string; gatewayAccountId: string; aheadMs: number } & AdminChange,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'set-clock',
    text: `with moved as (
             update gateway_account set clock_ahead_ms = $3::bigint, clock_moved_at = $4::timestamptz, sequence = sequence + 1
              where id = $2 and type = 'test' and clock_ahead_ms <= $3::bigint returning *
           ), kept as (
             insert into clock_move (id, gateway_account_id, moved_at, ahead_ms)
             select $1::uuid, id, $4::timestamptz, clock_ahead_ms from moved
           ), ${logged('$4', '$5')}
           select receipt from logged`,
    values: [move.id, move.gatewayAccountId, move.aheadMs, move.at, move.traceparent ?? null],
  });
  return rowCount === 1;
}

/** Puts a test account's clock back to the real time, and forgets that it was ever moved. */
export async function resetClock(
  db: Queryable,
  ask: { gatewayAccountId: string } & AdminChange,
): Promise<void> {
  await db.query({
    name: 'reset-clock',
    text: `with moved as (
             update gateway_account set clock_ahead_ms = 0, clock_moved_at = null, sequence = sequence + 1
              where id = $1 and type = 'test' returning *
           ), forgotten as (
             delete from clock_move where gateway_account_id = $1
           ), ${logged('$2', '$3')}
           select receipt from logged`,
    values: [ask.gatewayAccountId, ask.at, ask.traceparent ?? null],
  });
}

/** Up to `limit` payments whose time is over by their account's own clock, of one account or of all whose clock was moved. */
export async function findAged(
  db: Queryable,
  due: Deadlines,
  ask: { gatewayAccountId?: string; limit: number },
): Promise<{ id: string; status: Status }[]> {
  const { rows } = await db.query<{ id: string; status: Status }>({
    name: 'find-aged',
    text: `select id, status from (${aged}) as aged where $4::text is null or gateway_account_id = $4 limit $5`,
    values: [
      due.createdBefore,
      due.capturableBefore,
      due.touchedBefore,
      ask.gatewayAccountId ?? null,
      ask.limit,
    ],
  });
  return rows;
}

const aged = agedPayments({ created: '$1', capturable: '$2', touched: '$3' });

const logged = (at: string, trace: string) => `logged as (
    insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
    select uuidv7(), id, sequence, fenced(department, :fence), service, null, ${at}::timestamptz,
           jsonb_build_object('gateway_account_id', id, 'clock_ahead_ms', clock_ahead_ms), ${trace}::text
      from moved
    returning ${receiptSql} as receipt
  )`;
