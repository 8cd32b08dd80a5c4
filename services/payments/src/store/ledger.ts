import { randomUUID } from 'node:crypto';
import type { Queryable } from '@ashlar/postgres';
import type { LedgerEntry } from '../domain/entities.ts';
import { type Booking, bookings, type Entry, type EntryKind } from '../domain/money.ts';
import type { Move } from '../domain/payment.ts';
import { totalSql } from '../events/facts.ts';

/** A transaction of the ledger: its entries sum to zero. */
export interface Posting {
  /** A new UUID. */
  readonly transaction: string;
  readonly kind: EntryKind;
  readonly entries: readonly Entry[];
}

/** Transactions as the JSON that {@link enterSql} reads: what a step enters with all of its payment's amount, and others. */
export function postingsJson(postings: readonly Posting[], move?: Move): string {
  return JSON.stringify([
    ...(move?.booking ? sharesOf(move.booking) : []),
    ...postings.flatMap(({ transaction, kind, entries }) =>
      entries.map(({ account, amount }) => ({ transaction, kind, account, amount })),
    ),
  ]);
}

function sharesOf(kind: Booking) {
  const transaction = randomUUID();
  const { debit, credit } = bookings[kind];
  return [
    { transaction, kind, account: debit, share: 1 },
    { transaction, kind, account: credit, share: -1 },
  ];
}

/**
 * The part of a statement (two CTEs) that enters transactions, as SQL. `paid` is the payment's row in it; `postings` their JSON, `at` a
 * parameter; `refund` or `dispute` what they are for, if for either. An account that the ledger lacks, as of a gateway account that an older version of the
 * service made, is opened on the way.
 */
export function enterSql(
  paid: string,
  entry: { postings: string; at: string; refund?: string; dispute?: string },
): string {
  const { refund = 'null', dispute = 'null' } = entry;
  const rows = `jsonb_to_recordset(${entry.postings}::jsonb) as entry (transaction uuid, kind text, account text, amount bigint, share integer)`;
  const amount = `coalesce(entry.amount, entry.share * ${totalSql(paid)})`;
  const known = (columns: string) => `select ${columns} from ledger_account
             where ledger_account.gateway_account_id = ${paid}.gateway_account_id
               and ledger_account.kind = entry.account and ledger_account.currency = ${paid}.currency`;
  return `opened as (
    insert into ledger_account (gateway_account_id, kind, currency)
    select distinct ${paid}.gateway_account_id, entry.account, ${paid}.currency from ${paid}, ${rows}
     where not exists (${known('')})
    on conflict (gateway_account_id, kind, currency) do update set kind = excluded.kind
    returning id, kind
  ), entered as (
    insert into ledger_entry (transaction_id, payment_id, refund_id, dispute_id, account_id, amount, currency, kind, occurred_at)
    select entry.transaction, ${paid}.id, ${refund}, ${dispute},
           coalesce((${known('ledger_account.id')}), (select opened.id from opened where opened.kind = entry.account)),
           ${amount}, ${paid}.currency, entry.kind, ${entry.at}::timestamptz
      from ${paid}, ${rows} where ${amount} <> 0
  )`;
}

/** A payment's entries, in the order they were made. */
export async function readLedger(db: Queryable, paymentId: string): Promise<LedgerEntry[]> {
  const { rows } = await db.query<LedgerEntry>({
    name: 'read-ledger',
    text: `select entry.transaction_id as "transactionId", account.kind as account, entry.amount, entry.currency, entry.kind,
                  entry.refund_id as "refundId", entry.dispute_id as "disputeId", entry.occurred_at as "occurredAt"
             from ledger_entry as entry join ledger_account as account on account.id = entry.account_id
            where entry.payment_id = $1 order by entry.id`,
    values: [paymentId],
  });
  return rows;
}
