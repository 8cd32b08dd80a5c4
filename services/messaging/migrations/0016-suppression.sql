-- compatible
-- Addresses that a service's e-mails do not go to any more, and how many of its e-mails come back.
create table suppression (
  id              uuid primary key,
  service_id      uuid not null references messaging_service,
  department      text not null,
  service         text not null,
  recipient       bytea not null,
  recipient_mac   bytea not null,
  reason          text not null check (reason in ('hard_bounce', 'complaint', 'unsubscribe', 'manual')),
  notification_id uuid,
  since           timestamptz not null,
  unique (service_id, recipient_mac)
);

create index suppression_list on suppression (service_id, id desc);

comment on column suppression.recipient is 'Sealed: the address.';
comment on column suppression.recipient_mac is 'A keyed digest of the address, by which it is found.';
comment on column suppression.notification_id is 'The notification that led to it, where one did.';

alter table notification add column failure_reason text;

comment on column notification.failure_reason is 'Why it failed without being sent: suppressed. Null where its provider says no more than its status.';

-- What was handed to carriers, and what came back for good, hour by hour (UTC). Each process adds what it handed on, about once a second.
create table email_hour (
  service_id uuid not null references messaging_service,
  hour       timestamptz not null,
  sent       bigint not null,
  bounced    bigint not null,
  primary key (service_id, hour)
);

create index email_hour_old on email_hour (hour);

alter table messaging_service
  add column email_state       text not null default 'normal' check (email_state in ('normal', 'warned', 'suspended')),
  add column email_state_since timestamptz;

comment on column messaging_service.email_state is 'Whether too many of its e-mails come back; while it is suspended it may not send any.';
