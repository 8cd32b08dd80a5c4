-- compatible
-- Notifications, and the services, keys and templates that they are made with. Needs PostgreSQL 18 (uuidv7).
create table messaging_service (
  id                uuid primary key,
  department        text not null,
  service           text not null,
  name              text not null,
  email_from        text not null,
  sms_sender        text not null,
  email_provider    text not null,
  sms_provider      text not null,
  international_sms boolean not null,
  rate_limit        integer not null,
  guest_list        bytea not null,
  created_at        timestamptz not null,
  sequence          bigint not null
);

create index messaging_service_department on messaging_service (department, created_at, id);

comment on column messaging_service.guest_list is 'Sealed: the addresses and numbers that team keys may send to, as a JSON list.';

create table api_key (
  id         uuid primary key,
  service_id uuid not null references messaging_service,
  name       text not null,
  type       text not null check (type in ('live', 'team', 'test')),
  secret     bytea not null,
  created_at timestamptz not null,
  revoked_at timestamptz
);

create index api_key_service on api_key (service_id, created_at);

comment on column api_key.secret is 'Sealed: tokens are signed with it, so that a digest of it would not do.';

create table template (
  id         uuid primary key,
  service_id uuid not null references messaging_service,
  type       text not null check (type in ('email', 'sms')),
  version    integer not null,
  archived   boolean not null default false,
  created_at timestamptz not null,
  sequence   bigint not null
);

create index template_service on template (service_id, created_at desc);

create table template_version (
  id          uuid not null unique,
  template_id uuid not null references template,
  version     integer not null,
  name        text not null,
  subject     text,
  body        text not null,
  created_by  text not null,
  created_at  timestamptz not null,
  primary key (template_id, version)
);

-- No foreign keys: each creation would lock the rows that it points to, and those are never deleted.
create table notification (
  id               uuid primary key,
  service_id       uuid not null,
  department       text not null,
  service          text not null,
  type             text not null check (type in ('email', 'sms')),
  key_type         text not null check (key_type in ('live', 'team', 'test')),
  template_id      uuid not null,
  template_version integer not null,
  provider         text not null,
  status           text not null,
  sequence         bigint not null,
  fragments        integer,
  reference_mac    bytea,
  message          bytea not null,
  attempt          integer not null default 0,
  repeats          integer not null default 0,
  in_flight        boolean not null default false,
  not_before       timestamptz,
  created_at       timestamptz not null,
  sent_at          timestamptz,
  completed_at     timestamptz
);

comment on column notification.message is 'Sealed: recipient, sender, subject, body, reference.';
comment on column notification.reference_mac is 'A keyed digest of the department''s reference, to find it by.';
comment on column notification.in_flight is 'A try was begun whose outcome is not stored: whoever takes it up next may repeat it.';
comment on column notification.not_before is 'A worker has it in hand, or waits after a fault, until then.';

-- Ids are UUIDs of version 7: their order is the order of creation.
create index notification_list on notification (service_id, key_type, id desc);
-- What the worker looks for.
create index notification_work on notification (status, id) where status in ('created', 'sending');
create index notification_finished on notification (completed_at) where completed_at is not null;

-- The sandbox provider's own memory, as if it were another company's database. Nothing of messaging joins it; the mailbox page shows it.
create table sandbox_message (
  key        text primary key,
  channel    text not null,
  outcome    text not null,
  content    bytea not null,
  created_at timestamptz not null default now()
);

create index sandbox_message_newest on sandbox_message (created_at desc);

comment on column sandbox_message.content is 'Sealed: the message as it was sent.';
