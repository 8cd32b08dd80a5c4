-- compatible
-- Disputes: what payers challenge at their banks, what of a payment is held back or lost by it, and a ledger account for what is held back.
alter table payment add column disputed integer not null default 0 check (disputed >= 0);
comment on column payment.disputed is 'How many disputes of it are open or lost; part of the row, so that its lock keeps refunds and disputes apart.';

-- No foreign keys, as on payment. The payment's lock comes first.
create table dispute (
  id                  text primary key,
  payment_id          text not null,
  gateway_account_id  text not null,
  provider            text not null,
  credential_id       uuid,
  provider_dispute_id text not null,
  amount              integer not null check (amount > 0),
  currency            text not null,
  reason              text not null,
  status              text not null check (status in ('needs_response', 'under_review', 'won', 'lost')),
  evidence_due_at     timestamptz,
  fee                 integer not null default 0 check (fee >= 0),
  look_at             timestamptz,
  created_at          timestamptz not null,
  updated_at          timestamptz not null,
  unique (provider, provider_dispute_id)
);

create index dispute_payment on dispute (payment_id);
create index dispute_newest on dispute (gateway_account_id, created_at desc, id desc);
create index dispute_open on dispute (look_at) where status in ('needs_response', 'under_review');
comment on column dispute.created_at is 'When it was raised, as the provider says.';
comment on column dispute.look_at is 'When the provider is asked again what became of it, in case it did not say.';

alter table ledger_account drop constraint ledger_account_kind_check;
alter table ledger_account add check (kind in ('payer_clearing', 'provider_receivable', 'department_payable', 'refunds', 'fees', 'disputes'));

alter table ledger_entry add column dispute_id text;
alter table ledger_entry drop constraint ledger_entry_kind_check;
alter table ledger_entry add check (kind in ('confirmation', 'capture', 'capture_failed', 'fee', 'refund_submitted', 'refund_succeeded', 'refund_failed',
                                             'dispute_opened', 'dispute_won', 'dispute_lost', 'dispute_fee'));
alter table ledger_entry drop constraint ledger_entry_payment_id_refund_id_account_id_kind_key;
alter table ledger_entry add unique nulls not distinct (payment_id, refund_id, dispute_id, account_id, kind);

-- A sandbox remembers of a card that its payer will challenge the payment, why, and how that ends: never its number.
alter table sandbox_transaction add column dispute_reason text;
alter table sandbox_transaction add column dispute_end text check (dispute_end in ('open', 'won', 'lost'));
alter table sandbox_transaction add column dispute_key text;
create table sandbox_dispute (
  key         text primary key,
  capture_key text not null,
  amount      integer not null,
  reason      text not null,
  status      text not null check (status in ('needs_response', 'under_review', 'won', 'lost')),
  evidence    boolean not null,
  raised_at   timestamptz not null default now()
);
