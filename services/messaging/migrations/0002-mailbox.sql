-- compatible
-- The mailbox shows mail that arrived by SMTP too, finds messages by recipient and by notification, and tells repeats.
alter table sandbox_message
  add column id              uuid not null default uuidv7(),
  add column notification_id uuid,
  add column recipients      bytea[] not null default '{}',
  add column same            bytea,
  add column raw             bytea;

create unique index sandbox_message_id on sandbox_message (id);
create index sandbox_message_notification on sandbox_message (notification_id);
create index sandbox_message_recipients on sandbox_message using gin (recipients);
create index sandbox_message_same on sandbox_message (same) where same is not null;

comment on column sandbox_message.id is 'Of version 7: their order is the order of arrival.';
comment on column sandbox_message.notification_id is 'What it was sent for: the key of the sandbox carrier, or the name in a Message-ID that is such an id.';
comment on column sandbox_message.recipients is 'Keyed digests of the recipients, to find it by.';
comment on column sandbox_message.same is 'Of mail by SMTP: a keyed digest of its Message-ID and recipients, the same for a repeat.';
comment on column sandbox_message.raw is 'Sealed: mail as it came by SMTP. Its content is then only what a list shows.';
comment on column sandbox_message.content is 'Sealed: the message as the sandbox carrier was given it, or the heading of mail that came by SMTP.';
