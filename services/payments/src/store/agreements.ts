import { type Creation, onceClause, onceParameters } from '@ashlar/component';
import { type Queryable, receiptSql } from '@ashlar/postgres';
import { type Agreement, agreementEventType, type NewAgreement } from '../domain/agreement.ts';
import { agreementFact } from '../events/facts.ts';

/** The columns of `agreement` under the names of {@link Agreement}. The card's token is not among them. */
export const agreementColumns = `id, gateway_account_id as "gatewayAccountId", department, service, live, status, reference, description,
  user_identifier as "userIdentifier", card, card_set_up_at as "cardSetUpAt", created_at as "createdAt", cancelled_at as "cancelledAt"`;

/** The part of a statement (a CTE's body) that tells what happened to the agreements in `row`; `at` and `trace` are parameters. */
export function toldSql(
  row: string,
  told: { event: Parameters<typeof agreementEventType>[0]; at: string; trace: string },
): string {
  return `insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
    select uuidv7(), ${row}.id, ${row}.sequence, fenced(${row}.department, :fence), ${row}.service, '${agreementEventType(told.event)}',
           ${told.at}::timestamptz, ${agreementFact(row)}, ${told.trace}::text
      from ${row}
    returning ${receiptSql} as receipt`;
}

/** Stores a new agreement and its event. False when the key was used before: nothing is stored then. */
export async function insertAgreement(
  db: Queryable,
  agreement: NewAgreement,
  change: Creation,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'insert-agreement',
    text: `with ${onceClause}, made as (
             insert into agreement (id, gateway_account_id, department, service, live, status, sequence, reference, description,
                                    user_identifier, created_at)
             select $4, $6, $7, $8, $9::boolean, 'created', 1, $10, $11, $12, $5::timestamptz from go
             returning *
           ), told as (${toldSql('made', { event: 'created', at: '$5', trace: '$13' })})
           select receipt from told`,
    values: [
      ...onceParameters(change.once, agreement.id, change.at),
      agreement.gatewayAccountId,
      agreement.department,
      agreement.service,
      agreement.live,
      agreement.reference,
      agreement.description,
      agreement.userIdentifier,
      change.traceparent ?? null,
    ],
  });
  return rowCount === 1;
}

/** Reads an agreement; undefined when there is none with this id. */
export async function readAgreement(db: Queryable, id: string): Promise<Agreement | undefined> {
  const { rows } = await db.query<Agreement>({
    name: 'read-agreement',
    text: `select ${agreementColumns} from agreement where id = $1`,
    values: [id],
  });
  return rows[0];
}

/** Cancels an active agreement and forgets its card's token. False when it is not active. */
export async function cancelActiveAgreement(db: Queryable, ask: { id: string } & Creation): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'cancel-agreement',
    text: `with held as (
             select id from agreement where id = $1 and status = 'active' for update
           ), once as (
             insert into idempotency_record (scope, key, request_hash, resource_id, status, created_at)
             select $4::text, $5::text, $6::bytea, id, 204, $2::timestamptz from held where $5::text is not null
             on conflict do nothing returning resource_id
           ), moved as (
             update agreement
                set status = 'cancelled', sequence = sequence + 1, card_token = null, cancelled_at = $2::timestamptz
              where status = 'active'
                and id in (select resource_id from once union all select id from held where $5::text is null) returning *
           ), told as (${toldSql('moved', { event: 'cancelled', at: '$2', trace: '$3' })})
           select receipt from told`,
    values: [
      ask.id,
      ask.at,
      ask.traceparent ?? null,
      ask.once?.scope ?? null,
      ask.once?.key ?? null,
      ask.once?.requestHash ?? null,
    ],
  });
  return rowCount === 1;
}
