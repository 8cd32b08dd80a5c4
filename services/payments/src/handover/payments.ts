import { idempotencyPart, type Seal, tableEntity } from '@ashlar/component';

/** A payment, with everything that hangs on it. */
export function paymentEntity(seals: { cardToken: Seal; challenge: Seal }) {
  return tableEntity({
    name: 'payment',
    table: 'payment',
    key: 'id',
    sequence: 'sequence',
    of: 'root.department = $1',
    stays: ['not_before'],
    sealed: { card_token: seals.cardToken, challenge: seals.challenge },
    parts: [
      {
        member: 'state_changes',
        table: 'payment_state_change',
        parent: 'payment_id',
        order: 'part.sequence',
      },
      {
        member: 'refunds',
        table: 'refund',
        parent: 'payment_id',
        order: 'part.created_at, part.id',
        stays: ['not_before'],
      },
      {
        member: 'disputes',
        table: 'dispute',
        parent: 'payment_id',
        order: 'part.created_at, part.id',
        // The successor asks the provider soon: nobody knows what came meanwhile.
        stays: ['look_at'],
        fills: {
          look_at: `case when given.status in ('needs_response', 'under_review') then clock_timestamp() end`,
        },
      },
      { member: 'product', table: 'product_payment', parent: 'payment_id', order: 'part.product_id' },
      {
        member: 'notifications',
        table: 'payment_notification',
        parent: 'payment_id',
        order: 'part.provider_id',
      },
      ledgerEntries,
      idempotencyPart(
        'array(select root.id union all select refund.id from refund where refund.payment_id = root.id)',
      ),
    ],
    added: `insert into payment_count (gateway_account_id, payments)
            select gateway_account_id, count(*) from payment where id = any ($1) group by 1
            on conflict (gateway_account_id) do update set payments = payment_count.payments + excluded.payments`,
  });
}

// Entries are never changed: those that are there stay. The ledger's accounts are known by their kind, not by our own numbers.
const ledgerEntries = {
  member: 'ledger_entries',
  tables: ['ledger_entry', 'ledger_account'],
  select: `select json_agg(json_build_object('transaction_id', part.transaction_id, 'account', account.kind, 'refund_id', part.refund_id,
                    'dispute_id', part.dispute_id, 'amount', part.amount, 'currency', part.currency, 'kind', part.kind,
                    'occurred_at', to_char(part.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
                    order by part.occurred_at, part.transaction_id, account.kind)
             from ledger_entry as part join ledger_account as account on account.id = part.account_id where part.payment_id = root.id`,
  inherits: ['gateway_account_id'],
  store: `with given as materialized (
            select * from json_to_recordset($1::json) as part (thing text, gateway_account_id text, transaction_id uuid, account text, refund_id text,
                                                               dispute_id text, amount bigint, currency text, kind text, occurred_at timestamptz)
          ), opened as (
            insert into ledger_account (gateway_account_id, kind, currency)
            select distinct gateway_account_id, account, currency from given
             where not exists (select from ledger_account as known where known.gateway_account_id = given.gateway_account_id
                                  and known.kind = given.account and known.currency = given.currency)
            on conflict (gateway_account_id, kind, currency) do update set kind = excluded.kind
            returning id, gateway_account_id, kind, currency
          ), accounts as (
            select id, gateway_account_id, kind, currency from opened
            union all
            select id, gateway_account_id, kind, currency from ledger_account
             where gateway_account_id in (select gateway_account_id from given)
          )
          insert into ledger_entry (transaction_id, payment_id, refund_id, dispute_id, account_id, amount, currency, kind, occurred_at)
          select distinct on (given.transaction_id, given.thing, given.account, given.kind, given.refund_id, given.dispute_id)
                 given.transaction_id, given.thing, given.refund_id, given.dispute_id, accounts.id, given.amount, given.currency, given.kind, given.occurred_at
            from given join accounts on accounts.gateway_account_id = given.gateway_account_id and accounts.kind = given.account
                                    and accounts.currency = given.currency
          on conflict do nothing`,
} as const;
