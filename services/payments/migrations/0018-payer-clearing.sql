-- compatible
-- What payers have confirmed and providers have not taken yet, so that the books show a success from its first moment.
alter table ledger_account drop constraint ledger_account_kind_check;
alter table ledger_account
  add check (kind in ('payer_clearing', 'provider_receivable', 'department_payable', 'refunds', 'fees'));
insert into ledger_account (gateway_account_id, kind, currency)
select gateway_account_id, 'payer_clearing', currency from ledger_account where kind = 'department_payable'
on conflict do nothing;

alter table ledger_entry drop constraint ledger_entry_kind_check;
alter table ledger_entry add check (kind in ('confirmation', 'capture', 'capture_failed', 'fee', 'refund_submitted', 'refund_succeeded', 'refund_failed'));

-- What was confirmed before, and waits for its capture.
with waiting as materialized (
  select id, gateway_account_id, amount, currency, updated_at, uuidv7() as transaction from payment
   where status in ('CAPTURE APPROVED', 'CAPTURE READY')
)
insert into ledger_entry (transaction_id, payment_id, account_id, amount, currency, kind, occurred_at)
select waiting.transaction, waiting.id, ledger_account.id, waiting.amount * side.sign, waiting.currency, 'confirmation', waiting.updated_at
  from waiting,
       (values ('payer_clearing', 1), ('department_payable', -1)) as side (kind, sign),
       ledger_account
 where ledger_account.gateway_account_id = waiting.gateway_account_id and ledger_account.kind = side.kind
   and ledger_account.currency = waiting.currency;
