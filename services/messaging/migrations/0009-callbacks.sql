-- compatible
-- Where a service wants to hear of its messages, and what was told to it.
create table service_callback (
  service_id uuid not null references messaging_service,
  type       text not null check (type in ('delivery_status', 'received_text')),
  settings   bytea not null,
  created_at timestamptz not null,
  primary key (service_id, type)
);

comment on column service_callback.settings is 'Sealed: the address, the bearer token, the key that signs.';

-- Stored together with what it tells of; its body is made when it is sent.
create table callback_message (
  id         uuid primary key,
  service_id uuid not null,
  type       text not null,
  subject_id uuid not null,
  status     text not null default 'pending' check (status in ('pending', 'delivered', 'failed')),
  tries      integer not null default 0,
  not_before timestamptz not null,
  in_hand    boolean not null default false,
  created_at timestamptz not null,
  ended_at   timestamptz
);

create index callback_message_due on callback_message (service_id, type, not_before) where status = 'pending';
create index callback_message_list on callback_message (service_id, id desc);
create index callback_message_ended on callback_message (ended_at) where ended_at is not null;

comment on column callback_message.subject_id is 'The notification or the received text that it tells of.';
comment on column callback_message.not_before is 'It is sent then, or its worker has it in hand until then.';

create table callback_attempt (
  message_id  uuid not null references callback_message on delete cascade,
  started_at  timestamptz not null,
  duration_ms integer not null,
  status_code integer,
  result      text not null
);

create index callback_attempt_message on callback_attempt (message_id, started_at);
