-- compatible
-- Payments, the accounts that take them, and the ledger. Needs PostgreSQL 18 (uuidv7, OLD and NEW in RETURNING).
create table gateway_account (
  id         text primary key,
  department text not null,
  service    text not null,
  name       text not null,
  type       text not null check (type in ('test', 'live')),
  provider   text not null,
  limits     jsonb not null,
  created_at timestamptz not null,
  sequence   bigint not null
);

create index gateway_account_department on gateway_account (department, created_at, id);

create table api_key (
  id                 uuid primary key,
  gateway_account_id text not null references gateway_account,
  token_hash         bytea not null unique,
  description        text not null,
  created_at         timestamptz not null,
  revoked_at         timestamptz
);

create index api_key_account on api_key (gateway_account_id, created_at);

comment on column api_key.token_hash is 'SHA-256 of the token: the token itself is shown once and not kept.';

-- No foreign key to the account: each creation would lock the account's row, and accounts are never deleted.
create table payment (
  id                      text primary key,
  gateway_account_id      text not null,
  department              text not null,
  service                 text not null,
  live                    boolean not null,
  provider                text not null,
  status                  text not null,
  sequence                bigint not null,
  amount                  integer not null,
  currency                text not null,
  reference               text not null,
  description             text not null,
  return_url              text not null,
  language                text not null,
  delayed_capture         boolean not null,
  email                   text,
  -- json, not jsonb: what the department sent comes back as it was, with every character that JSON allows.
  metadata                json,
  prefilled               json,
  card                    json,
  provider_transaction_id text,
  page_token_use          integer not null default 0,
  attempt                 integer not null default 0,
  expire_now              boolean not null default false,
  not_before              timestamptz,
  created_at              timestamptz not null,
  updated_at              timestamptz not null,
  captured_at             timestamptz
);

comment on column payment.page_token_use is 'How many of the payment''s links were followed; part of the next link''s token.';
comment on column payment.attempt is 'How many cards were sent to the provider; part of the authorisation''s idempotency key.';
comment on column payment.not_before is 'A worker has it in hand, or waits after a fault, until then.';

-- What the workers look for, once a second.
create index payment_work on payment (status, updated_at)
  where status in ('AUTHORISATION READY', 'CAPTURE APPROVED', 'CAPTURE READY', 'SYSTEM CANCEL READY', 'USER CANCEL READY', 'EXPIRE CANCEL READY');
create index payment_open on payment (created_at)
  where status in ('CREATED', 'ENTERING CARD DETAILS', 'AUTHORISATION SUCCESS');
create index payment_capturable on payment (created_at) where status = 'AWAITING CAPTURE REQUEST';
create index payment_expire_now on payment (id)
  where expire_now and status in ('CREATED', 'ENTERING CARD DETAILS', 'AUTHORISATION SUCCESS', 'AWAITING CAPTURE REQUEST');

-- The changes of state that a department sees, after the creation (which is the payment's own created_at).
create table payment_state_change (
  payment_id  text not null,
  sequence    bigint not null,
  status      text not null,
  occurred_at timestamptz not null,
  primary key (payment_id, sequence)
);

create table ledger_account (
  id                 bigint generated always as identity primary key,
  gateway_account_id text not null references gateway_account,
  kind               text not null check (kind in ('provider_receivable', 'department_payable')),
  currency           text not null,
  unique (gateway_account_id, kind, currency)
);

create table ledger_entry (
  id             bigint generated always as identity primary key,
  transaction_id uuid not null,
  payment_id     text not null,
  account_id     bigint not null references ledger_account,
  amount         bigint not null check (amount <> 0),
  currency       text not null,
  kind           text not null check (kind in ('capture')),
  occurred_at    timestamptz not null,
  unique (payment_id, account_id, kind)
);

create index ledger_entry_transaction on ledger_entry (transaction_id);

-- Entries are never changed: a mistake is put right by further entries. The role takes the right to do otherwise from itself.
revoke update, delete, truncate on ledger_entry from current_user;

-- The sandbox provider's own memory, as if it were another company's database. Nothing of payments reads or joins it.
create table sandbox_transaction (
  key               text primary key,
  operation         text not null check (operation in ('authorise', 'capture')),
  authorisation_key text,
  outcome           text not null,
  transaction_id    text not null,
  amount            integer,
  created_at        timestamptz not null default now()
);
