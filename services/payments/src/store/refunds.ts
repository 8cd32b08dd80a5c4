import type { CreationKey } from '@ashlar/component';
import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { Refund } from '../domain/entities.ts';
import type { Entry } from '../domain/money.ts';
import { externalRefundStatus, type RefundStatus, refundEventType } from '../domain/refund.ts';
import { refundFact, totalSql } from '../events/facts.ts';
import { enterSql, postingsJson } from './ledger.ts';
import { traceSql } from './trace.ts';

/** The columns of `refund` under the names of {@link Refund}. */
export const refundColumns = `id, payment_id as "paymentId", gateway_account_id as "gatewayAccountId", provider,
  credential_id as "credentialId", amount, currency, status, created_at as "createdAt"`;

/** A refund to store, with the ledger entries that set its amount aside. */
export interface NewRefund {
  readonly id: string;
  readonly paymentId: string;
  readonly amount: number;
  /** What has to be available of the payment; undefined for whatever is. */
  readonly expected: number | undefined;
  readonly transaction: string;
  readonly entries: readonly Entry[];
  readonly once: CreationKey | undefined;
  readonly at: Date;
  readonly traceparent: string | undefined;
}

/**
 * Sets a refund's amount aside on its payment and stores the refund, its event and its entries. `unavailable` when the payment has not
 * that much left or not what its caller expects; `key_used` when the key was used before: nothing is stored then.
 */
export async function insertRefund(
  db: Queryable,
  refund: NewRefund,
): Promise<Refund | 'unavailable' | 'key_used'> {
  const { rows } = await db
    .query<Refund>({
      name: 'insert-refund',
      text: `with paid as (
               update payment set refunded = refunded + $3::integer, sequence = sequence + 1, updated_at = $5::timestamptz
                where id = $2 and status = 'CAPTURED' and disputed = 0 and ${totalSql('payment')} - refunded >= $3::integer
                  and ($4::integer is null or ${totalSql('payment')} - refunded = $4::integer)
               returning *
             ), once as (
               insert into idempotency_record (scope, key, request_hash, resource_id, status, created_at)
               select $6::text, $7::text, $8::bytea, $1, 202, $5::timestamptz from paid where $7::text is not null
             ), made as (
               insert into refund (id, payment_id, gateway_account_id, provider, credential_id, amount, currency, status, created_at, updated_at)
               select $1, paid.id, paid.gateway_account_id, paid.provider, paid.credential_id, $3::integer, paid.currency, 'REFUND READY',
                      $5::timestamptz, $5::timestamptz
                 from paid
               returning *
             ), ${submittedEntries}, logged as (
               insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
               select uuidv7(), paid.id, paid.sequence, fenced(paid.department, :fence), paid.service, '${refundEventType('submitted')}',
                      $5::timestamptz, ${refundFact('made', 'paid', `'submitted'`)}, $10::text
                 from paid, made
               returning ${receiptSql} as receipt
             )
             select ${refundColumns}, (select receipt from logged) from made`,
      values: [
        refund.id,
        refund.paymentId,
        refund.amount,
        refund.expected ?? null,
        refund.at,
        refund.once?.scope ?? null,
        refund.once?.key ?? null,
        refund.once?.requestHash ?? null,
        postingsJson([
          { transaction: refund.transaction, kind: 'refund_submitted', entries: refund.entries },
        ]),
        refund.traceparent ?? null,
      ],
    })
    .catch(keyUsed);
  return rows === 'key_used' ? rows : (rows[0] ?? 'unavailable');
}

/** What became of a refund, with the ledger entries that say so. */
export interface RefundEnd {
  readonly id: string;
  readonly to: Exclude<RefundStatus, 'REFUND READY'>;
  readonly event: 'succeeded' | 'failed';
  /** How much of the payment can be given back again. */
  readonly returned: number;
  readonly transaction: string;
  readonly entries: readonly Entry[];
  readonly at: Date;
  readonly traceparent?: string | undefined;
}

/** Stores what became of a refund. Undefined when that was stored before. */
export async function recordRefund(db: Queryable, end: RefundEnd): Promise<Refund | undefined> {
  const { rows } = await db.query<Refund>({
    name: 'record-refund',
    text: `with ended as (
             update refund set status = $2, updated_at = $3::timestamptz, not_before = null
              where id = $1 and status = 'REFUND READY' returning *
           ), paid as (
             update payment set refunded = refunded - $4::integer, sequence = sequence + 1, updated_at = $3::timestamptz
               from ended where payment.id = ended.payment_id
             returning payment.*
           ), ${endedEntries}, logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
             select uuidv7(), paid.id, paid.sequence, fenced(paid.department, :fence), paid.service, $6::text, $3::timestamptz,
                    ${refundFact('ended', 'paid', '$7::text')}, ${traceSql('paid', '$8')}
               from paid, ended
             returning ${receiptSql} as receipt
           )
           select ${refundColumns}, (select receipt from logged) from ended`,
    values: [
      end.id,
      end.to,
      end.at,
      end.returned,
      postingsJson([{ transaction: end.transaction, kind: `refund_${end.event}`, entries: end.entries }]),
      refundEventType(end.event),
      externalRefundStatus(end.to),
      end.traceparent ?? null,
    ],
  });
  return rows[0];
}

/** Reads a refund; undefined when there is none with this id. */
export async function readRefund(db: Queryable, id: string): Promise<Refund | undefined> {
  const { rows } = await db.query<Refund>({
    name: 'read-refund',
    text: `select ${refundColumns} from refund where id = $1`,
    values: [id],
  });
  return rows[0];
}

/** A payment's refunds, oldest first. */
export async function listRefunds(db: Queryable, paymentId: string): Promise<Refund[]> {
  const { rows } = await db.query<Refund>({
    name: 'list-refunds',
    text: `select ${refundColumns} from refund where payment_id = $1 order by created_at, id`,
    values: [paymentId],
  });
  return rows;
}

// The record of a key is inserted after the payment is locked, and a conflict undoes the whole statement.
function keyUsed(error: unknown): { rows: 'key_used' } {
  const { code, constraint } = (error ?? {}) as { code?: unknown; constraint?: unknown };
  if (code === '23505' && constraint === 'idempotency_record_pkey') return { rows: 'key_used' };
  throw error;
}
const submittedEntries = enterSql('paid', { postings: '$9', at: '$5', refund: '$1' });
const endedEntries = enterSql('paid', { postings: '$5', at: '$3', refund: '$1' });
