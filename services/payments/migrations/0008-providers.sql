-- compatible
-- Providers that speak first: what they told us, so that nothing counts twice; what the sandboxes have still to tell; and what providers keep
-- for themselves.
create table provider_notification (
  provider    text not null,
  id          text not null,
  received_at timestamptz not null,
  primary key (provider, id)
);

create index provider_notification_old on provider_notification (received_at);

alter table payment add column fee integer check (fee >= 0);
comment on column payment.fee is 'What its provider kept of the amount, in minor units. Null while that is not known, and where no provider says it.';

alter table ledger_account drop constraint ledger_account_kind_check;
alter table ledger_account add check (kind in ('provider_receivable', 'department_payable', 'refunds', 'fees'));
insert into ledger_account (gateway_account_id, kind, currency)
select gateway_account_id, 'fees', currency from ledger_account where kind = 'department_payable'
on conflict do nothing;

alter table ledger_entry drop constraint ledger_entry_kind_check;
alter table ledger_entry add check (kind in ('capture', 'fee', 'refund_submitted', 'refund_succeeded', 'refund_failed'));

-- A sandbox decides on the row of what it follows, so that whatever meets there, one wins.
alter table sandbox_transaction add column captured_by text;
alter table sandbox_transaction add column refund_keys text[] not null default '{}';
alter table sandbox_transaction add column refunded integer not null default 0;
comment on column sandbox_transaction.captured_by is 'Of an authorisation: the key of the capture that took its money.';
comment on column sandbox_transaction.refund_keys is 'Of a capture: the keys of the refunds that were paid out of it.';
update sandbox_transaction set captured_by = taken.key
  from sandbox_transaction as taken
 where taken.operation = 'capture' and taken.outcome = 'captured' and sandbox_transaction.key = taken.authorisation_key;
update sandbox_transaction set refund_keys = back.keys, refunded = back.amount
  from (select authorisation_key, array_agg(key) as keys, sum(amount)::integer as amount from sandbox_transaction
         where operation = 'refund' and outcome = 'refunded' group by authorisation_key) as back
 where sandbox_transaction.key = back.authorisation_key;

-- What a sandbox has still to say, as another company's queue: a row goes once its last copy was taken.
create table sandbox_notification (
  key      text primary key,
  provider text not null,
  event_id uuid not null default uuidv7(),
  copies   integer not null,
  due_at   timestamptz not null
);

create index sandbox_notification_due on sandbox_notification (due_at);
