-- compatible
-- Webhooks: where an account's events are sent, every message with its fate, and how far the change log was turned into messages.
create table webhook (
  id                     text primary key,
  gateway_account_id     text not null,
  live                   boolean not null,
  callback_url           text not null,
  description            text not null,
  status                 text not null check (status in ('active', 'inactive')),
  subscriptions          text[] not null,
  signing_key            bytea not null,
  signing_key_made_at    timestamptz not null,
  previous_signing_key   bytea,
  previous_signing_until timestamptz,
  failures               integer not null default 0,
  created_at             timestamptz not null,
  deleted_at             timestamptz
);

create index webhook_account on webhook (gateway_account_id, created_at);
comment on column webhook.signing_key is 'Sealed with the service''s key.';
comment on column webhook.failures is 'Attempts that failed since the last that did not: a receiver in trouble gets one lane.';

create table webhook_message (
  id           text primary key,
  webhook_id   text not null references webhook,
  event_id     uuid not null,
  test         boolean not null default false,
  resource_id  text not null,
  event_type   text not null,
  event_date   timestamptz not null,
  sequence     bigint,
  refund_id    text,
  traceparent  text,
  body         bytea not null,
  status       text not null default 'PENDING' check (status in ('PENDING', 'SUCCESSFUL', 'FAILED', 'WILL_NOT_SEND')),
  tries        integer not null default 0,
  send_at      timestamptz not null,
  leased_until timestamptz,
  created_at   timestamptz not null,
  unique (webhook_id, event_id)
);

create index webhook_message_due on webhook_message (webhook_id, send_at) where status = 'PENDING';
create index webhook_message_leased on webhook_message (leased_until) where status = 'PENDING' and leased_until is not null;
create index webhook_message_newest on webhook_message (webhook_id, created_at desc, id desc);
create index webhook_message_resource on webhook_message (webhook_id, resource_id, created_at desc, id desc);
create index webhook_message_age on webhook_message (created_at);
comment on column webhook_message.body is 'The bytes that are signed and sent, sealed: they hold personal data.';
comment on column webhook_message.tries is 'Attempts since it was made or last replayed.';
comment on column webhook_message.leased_until is 'Somebody is sending it; nobody else takes it before then.';

create table webhook_attempt (
  message_id  text not null references webhook_message on delete cascade,
  id          uuid not null default uuidv7(),
  started_at  timestamptz not null,
  duration_ms integer not null,
  status      text not null check (status in ('SUCCESSFUL', 'FAILED', 'WILL_NOT_SEND')),
  status_code integer,
  result      text not null,
  primary key (message_id, id)
);

-- What was asked to be sent again, so that a repeat of the request answers the same.
create table webhook_replay (
  id          text primary key,
  webhook_id  text not null references webhook,
  replayed    integer not null,
  next_cursor text,
  created_at  timestamptz not null
);

-- One row: the position of the change log up to which messages were made, moved in the statement that stores them.
create table webhook_cursor (
  only_row boolean primary key default true check (only_row),
  position bigint not null
);

insert into webhook_cursor (position) select stamped from relay_state;
