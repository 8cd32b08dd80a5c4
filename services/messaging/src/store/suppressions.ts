import type { AdminChange } from '@ashlar/component';
import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { Suppression } from '../domain/suppression.ts';
import type { Vault } from './vault.ts';

/** An address to add, and what it is found by. */
export interface NewSuppression extends Suppression {
  readonly recipientMac: Buffer;
}

/** An address of a service, by what it is found by. */
export interface SuppressionKey {
  readonly serviceId: string;
  readonly recipientMac: Buffer;
}

const columns = `id, service_id as "serviceId", recipient, reason, notification_id as "notificationId", since`;

type Row = Omit<Suppression, 'recipient'> & { readonly recipient: Buffer };

const insertColumns =
  'id, service_id, department, service, recipient, recipient_mac, reason, notification_id, since';

/** The change-log row of a suppression, which is an event: `from` is a CTE of its rows. */
function logged(
  from: string,
  sequence: number,
  word: 'added' | 'removed',
  at: string,
  trace: string,
): string {
  return `insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
    select uuidv7(), ${from}.id::text, ${sequence}, fenced(${from}.department, :fence), ${from}.service, 'messaging.suppression.${word}.v1', ${at}::timestamptz,
           jsonb_build_object('suppression_id', ${from}.id, 'messaging_service_id', ${from}.service_id, 'reason', ${from}.reason), ${trace}
      from ${from}
    returning ${receiptSql} as receipt`;
}

/**
 * The part of a statement that adds an address of a row's service, with its event; one that is on the list stays as it is. `row` is a CTE with the
 * columns service_id, department and service. The parameters from `first` are the {@link suppressionParameters}.
 */
export function suppressing(row: string, first: number, trace: string): string {
  const [id, recipient, mac, reason, notification, since] = [0, 1, 2, 3, 4, 5].map((at) => `$${first + at}`);
  return `suppressed as (
    insert into suppression (${insertColumns})
    select ${id}::uuid, ${row}.service_id, ${row}.department, ${row}.service, ${recipient}::bytea, ${mac}::bytea, ${reason}::text,
           ${notification}::uuid, ${since}::timestamptz from ${row}
    on conflict (service_id, recipient_mac) do nothing
    returning *
  ), told as (${logged('suppressed', 1, 'added', since ?? '', trace)})`;
}

/** The parameters of {@link suppressing}. */
export function suppressionParameters(vault: Vault, suppression: NewSuppression): unknown[] {
  const { id, recipient, recipientMac, reason, notificationId, since } = suppression;
  return [id, vault.seal(recipient), recipientMac, reason, notificationId, since];
}

/** Adds an address to its service's list, and answers what stands there: one that was there before stays as it is. Undefined when another request has just added it. */
export async function insertSuppression(
  db: Queryable,
  vault: Vault,
  suppression: NewSuppression,
  traceparent: string,
): Promise<Suppression | undefined> {
  const { rows } = await db.query<Row>({
    name: 'insert-suppression',
    text: `with owner as (
             select id as service_id, department, service from messaging_service where id = $1::uuid
           ), ${suppressing('owner', 3, '$2::text')}
           select ${columns}, (select receipt from told) as receipt from suppressed
           union all
           select ${columns}, null from suppression where service_id = $1::uuid and recipient_mac = $5::bytea`,
    values: [suppression.serviceId, traceparent, ...suppressionParameters(vault, suppression)],
  });
  return rows[0] && opened(vault, rows[0]);
}

/** Takes an address from its service's list, with its event. False when it is not there. */
export async function deleteSuppression(
  db: Queryable,
  { id, serviceId, change }: { id: string; serviceId: string; change: AdminChange },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'delete-suppression',
    text: `with gone as (
             delete from suppression where id = $1::uuid and service_id = $2::uuid returning *
           ), logged as (${logged('gone', 2, 'removed', '$3', '$4::text')})
           select receipt from logged`,
    values: [id, serviceId, change.at, change.traceparent ?? null],
  });
  return rowCount === 1;
}

/** One page of a service's list, newest first. */
export async function listSuppressions(
  db: Queryable,
  vault: Vault,
  ask: { serviceId: string; before: string | null; limit: number },
): Promise<Suppression[]> {
  const { rows } = await db.query<Row>({
    name: 'list-suppressions',
    text: `select ${columns} from suppression where service_id = $1::uuid and ($2::uuid is null or id < $2::uuid) order by id desc limit $3`,
    values: [ask.serviceId, ask.before, ask.limit],
  });
  return rows.map((row) => opened(vault, row));
}

/** Finds those of some addresses that are on their services' lists. */
export async function findSuppressions(
  db: Queryable,
  vault: Vault,
  keys: readonly SuppressionKey[],
): Promise<(Suppression & SuppressionKey)[]> {
  const { rows } = await db.query<Row & SuppressionKey>({
    name: 'find-suppressions',
    text: `select ${columns}, recipient_mac as "recipientMac" from suppression
             join unnest($1::uuid[], $2::bytea[]) as asked (service_id, recipient_mac) using (service_id, recipient_mac)`,
    values: [keys.map(({ serviceId }) => serviceId), keys.map(({ recipientMac }) => recipientMac)],
  });
  return rows.map((row) => ({ ...opened(vault, row), recipientMac: row.recipientMac }));
}

function opened(vault: Vault, row: Row): Suppression {
  return { ...row, recipient: vault.open<string>(row.recipient) };
}
