-- compatible
-- Text messages that people send to services, and people who want no more mail.
create table received_text (
  id         uuid primary key,
  service_id uuid not null references messaging_service,
  text       bytea not null,
  created_at timestamptz not null
);

create index received_text_list on received_text (service_id, id desc);
create index received_text_old on received_text (created_at);

comment on column received_text.id is 'Of version 7: their order is the order of arrival.';
comment on column received_text.text is 'Sealed: the numbers that it is from and to, and what it says.';

alter table template_version add column has_unsubscribe_link boolean not null default false;

comment on column template_version.has_unsubscribe_link is 'E-mails that bring no link of their own carry one of ours (RFC 8058).';

-- A person's wish to get no more of a template's mail. It outlives its notification.
create table unsubscribe_request (
  id              uuid primary key,
  service_id      uuid not null references messaging_service,
  template_id     uuid not null,
  notification_id uuid not null,
  recipient       bytea not null,
  recipient_mac   bytea not null,
  created_at      timestamptz not null,
  processed_at    timestamptz
);

create unique index unsubscribe_request_open on unsubscribe_request (service_id, template_id, recipient_mac) where processed_at is null;
create index unsubscribe_request_list on unsubscribe_request (service_id, id) where processed_at is null;
create index unsubscribe_request_processed on unsubscribe_request (processed_at) where processed_at is not null;

comment on column unsubscribe_request.recipient is 'Sealed: the address.';
comment on column unsubscribe_request.recipient_mac is 'A keyed digest of the address: a second wish before the first is dealt with is the same one.';
