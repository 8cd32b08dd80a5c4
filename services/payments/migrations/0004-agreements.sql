-- compatible
-- Agreements: what payers agreed to be charged for again, and payments that are taken without them.
alter table gateway_account add column features jsonb not null default '{"recurring": false}';
update gateway_account set features = jsonb_build_object('recurring', type = 'test');

-- No foreign keys, as on payment. A payment's lock comes before its agreement's.
create table agreement (
  id                 text primary key,
  gateway_account_id text not null,
  department         text not null,
  service            text not null,
  live               boolean not null,
  status             text not null check (status in ('created', 'active', 'cancelled', 'inactive')),
  sequence           bigint not null,
  reference          text not null,
  description        text not null,
  user_identifier    text,
  card               json,
  card_set_up_at     timestamptz,
  card_provider      text,
  card_token         bytea,
  created_at         timestamptz not null,
  cancelled_at       timestamptz,
  check (status <> 'active' or (card is not null and card_token is not null and card_provider is not null))
);

create index agreement_newest on agreement (gateway_account_id, created_at desc, id desc);
create index agreement_reference on agreement (gateway_account_id, lower(reference), created_at desc, id desc);
comment on column agreement.card_token is 'The provider''s own token of the card, sealed with the service''s key. Never a card number. Null when it may not be charged.';

alter table payment alter column return_url drop not null;
alter table payment add column authorisation_mode text not null default 'web' check (authorisation_mode in ('web', 'agreement'));
alter table payment add column agreement_id text;
alter table payment add column agreement_payment_type text;
alter table payment add column card_token bytea;
alter table payment add column can_retry boolean;
comment on column payment.card_token is 'What sets its agreement up once the payer confirms, sealed as there. Null otherwise.';
comment on column payment.can_retry is 'Whether a declined charge of an agreement may be tried again.';

create index payment_agreement on payment (agreement_id, created_at desc) where agreement_id is not null;
create index payment_queued on payment (updated_at) where status = 'USER NOT PRESENT QUEUED';

-- The sandbox remembers of a card that it keeps how later charges go, never its number.
alter table sandbox_transaction add column card_token text;
alter table sandbox_transaction add column recurring_outcome text;
create unique index sandbox_transaction_card on sandbox_transaction (card_token) where card_token is not null;
