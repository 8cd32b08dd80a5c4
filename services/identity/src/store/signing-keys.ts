import { type AdminChange, type Creation, type KeyRotation, rotateKeys } from '@ashlar/component';
import { type Queryable, receiptSql } from '@ashlar/postgres';
import { signingKeyActivated, signingKeyWithdrawn } from '../events/facts.ts';
import { maySeek, mayWork } from './fence.ts';

/** Rotates the signing keys, with the event; see `rotateKeys` of @ashlar/component. */
export function rotateToldKeys(
  db: Queryable,
  change: KeyRotation,
  creation: Creation,
): Promise<boolean | 'lost'> {
  return rotateKeys(db, change, creation, {
    parts: `logged as (
              insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent, origin)
              select uuidv7(), $4, sequence, fenced('*', :fence), 'identity', '${signingKeyActivated}', $5::timestamptz, jsonb_build_object('kid', $4::text), $9::text, :origin
                from promoted
              returning ${receiptSql} as receipt
            )`,
    receipt: '(select receipt from logged)',
    with: creation.traceparent ?? null,
  });
}

/** Deletes a retired key, with the event. False when it is not there, or not retired. */
export async function withdrawKey(
  db: Queryable,
  { table, slot, kid, at, traceparent }: { table: string; slot: number; kid: string } & AdminChange,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: `withdraw-signing-key-${table}`,
    text: `with withdrawn as (
             delete from ${table} where slot = $1 and state = 'retired' returning sequence + 1 as sequence
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent, origin)
             select uuidv7(), $2, sequence, fenced('*', :fence), 'identity', '${signingKeyWithdrawn}', $3::timestamptz, jsonb_build_object('kid', $2::text), $4::text, :origin
               from withdrawn
             returning ${receiptSql} as receipt
           )
           select receipt from logged`,
    values: [slot, kid, at, traceparent ?? null],
  });
  return rowCount === 1;
}

/** Deletes the keys of a set that retired before a time. */
export async function deleteRetiredKeys(db: Queryable, table: string, before: Date): Promise<void> {
  await db.query({
    name: `delete-retired-signing-keys-${table}`,
    text: `delete from ${table} where state = 'retired' and since < $1 and ${mayWork}`,
    values: [before],
  });
}

/** Whether this installation writes for the issuer, as far as a look can tell: the statement that rotates asks again. */
export async function writesHere(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ here: boolean }>({
    name: 'writes-here',
    text: `select ${maySeek} as here`,
  });
  return rows[0]?.here === true;
}
