-- compatible
-- What a messaging service may send, to whom and how much a day, and what its messages come from.
alter table messaging_service
  add column trial_mode              boolean not null default false,
  add column team_members            bytea,
  add column channels                text[] not null default '{email,sms,letter}',
  add column international_letters   boolean not null default false,
  add column daily_limits            jsonb not null default '{"email": 250000, "sms": 250000, "international_sms": 100, "letter": 20000}',
  add column files_contact_link      text,
  add column archived_at             timestamptz;

comment on column messaging_service.trial_mode is 'Until it goes live it sends to its team and guests only.';
comment on column messaging_service.team_members is 'Sealed, as the guest list is.';
comment on column messaging_service.files_contact_link is 'Where recipients of files turn to; without it no files are sent.';

alter table api_key add column secret_digest bytea;

create unique index api_key_secret_digest on api_key (secret_digest) where secret_digest is not null;

comment on column api_key.secret_digest is 'A keyed digest of the secret: a caller that sends it plainly is found by it. Null for keys that are older than this.';

-- Addresses that replies go to, and names or numbers that text messages come from.
create table sender (
  id         uuid primary key,
  service_id uuid not null references messaging_service,
  type       text not null check (type in ('email_reply_to', 'sms_sender')),
  value      text not null,
  is_default boolean not null,
  created_at timestamptz not null,
  deleted_at timestamptz
);

create index sender_service on sender (service_id, created_at, id);

comment on column sender.is_default is 'The newest of its type that has this is the one that is used where a message names none.';

-- How much was sent on a day (UTC), for the daily limits. Each process adds what it accepted, about once a second.
create table daily_count (
  service_id uuid not null,
  day        date not null,
  kind       text not null check (kind in ('email', 'sms', 'international_sms', 'letter')),
  count      bigint not null,
  primary key (service_id, day, kind)
);
