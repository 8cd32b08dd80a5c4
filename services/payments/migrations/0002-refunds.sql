-- compatible
-- Refunds: money that goes back, how much of each payment is on its way or gone, and a ledger account for what is on its way.
alter table payment add column refunded integer not null default 0;
comment on column payment.refunded is 'The sum of its refunds that are on their way or done; part of the row, so that its lock guards it.';

-- No foreign keys, as on payment. The payment's lock comes first: a refund is made in the statement that reserves its amount there.
create table refund (
  id                 text primary key,
  payment_id         text not null,
  gateway_account_id text not null,
  provider           text not null,
  amount             integer not null check (amount > 0),
  currency           text not null,
  status             text not null,
  not_before         timestamptz,
  created_at         timestamptz not null,
  updated_at         timestamptz not null
);

create index refund_payment on refund (payment_id, created_at, id);
create index refund_newest on refund (gateway_account_id, created_at desc, id desc);
create index refund_work on refund (updated_at) where status = 'REFUND READY';

alter table ledger_account drop constraint ledger_account_kind_check;
alter table ledger_account add check (kind in ('provider_receivable', 'department_payable', 'refunds'));
insert into ledger_account (gateway_account_id, kind, currency)
select gateway_account_id, 'refunds', currency from ledger_account where kind = 'department_payable';

alter table ledger_entry add column refund_id text;
alter table ledger_entry drop constraint ledger_entry_kind_check;
alter table ledger_entry add check (kind in ('capture', 'refund_submitted', 'refund_succeeded', 'refund_failed'));
alter table ledger_entry drop constraint ledger_entry_payment_id_account_id_kind_key;
alter table ledger_entry add unique nulls not distinct (payment_id, refund_id, account_id, kind);

alter table sandbox_transaction drop constraint sandbox_transaction_operation_check;
alter table sandbox_transaction add check (operation in ('authorise', 'capture', 'refund'));
create index sandbox_transaction_refund on sandbox_transaction (authorisation_key) where operation = 'refund';
