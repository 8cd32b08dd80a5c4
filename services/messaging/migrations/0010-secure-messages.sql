-- compatible
-- A mailbox for each person: messages that are encrypted each for itself, the evidence of what happened to them, and the notices of them.
create table secure_message (
  id                 uuid primary key,
  thread_id          uuid not null,
  service_id         uuid not null,
  department         text not null,
  service            text not null,
  direction          text not null check (direction in ('to_recipient', 'from_recipient')),
  recipient          bytea not null,
  state              text not null check (state in ('submitted', 'delivered', 'opened', 'replied', 'expired')),
  sequence           bigint not null,
  confidentiality    text not null check (confidentiality in ('public', 'confidential')),
  required_assurance text not null check (required_assurance in ('low', 'substantial', 'high')),
  reply              boolean not null,
  reply_by           timestamptz,
  content_sha256     text not null,
  evidence_hash      text not null,
  kek_id             text,
  wrapped_key        bytea,
  content            bytea,
  not_before         timestamptz,
  created_at         timestamptz not null,
  deliver_at         timestamptz not null,
  delivered_at       timestamptz,
  opened_at          timestamptz,
  replied_at         timestamptz,
  expires_at         timestamptz,
  expired_at         timestamptz,
  erased_at          timestamptz
);

comment on column secure_message.recipient is 'A keyed digest of the person''s subject, to find the mailbox by.';
comment on column secure_message.wrapped_key is 'The message''s own data key, sealed under the key-encryption key that kek_id names.';
comment on column secure_message.content is 'Sealed under the data key. Null once it was erased, with the key.';
comment on column secure_message.not_before is 'A worker met a fault with it, and waits until then.';

-- Ids are UUIDs of version 7: their order is the order of creation.
create index secure_message_department on secure_message (department, id desc);
create index secure_message_mailbox on secure_message (recipient, id desc);
create index secure_message_thread on secure_message (thread_id, id);
create index secure_message_deliver on secure_message (deliver_at) where state = 'submitted';
create index secure_message_expire on secure_message (expires_at) where state <> 'expired' and expires_at is not null;
create index secure_message_kek on secure_message (kek_id) where kek_id is not null;
create index secure_message_age on secure_message (created_at);

create table secure_file (
  message_id uuid not null references secure_message on delete cascade,
  number     integer not null,
  content    bytea not null,
  primary key (message_id, number)
);

comment on column secure_file.content is 'Sealed under the message''s data key.';

create table secure_evidence (
  message_id uuid not null references secure_message on delete cascade,
  number     bigint not null,
  event      text not null,
  at         timestamptz not null,
  jws        bytea not null,
  primary key (message_id, number)
);

comment on column secure_evidence.jws is 'Sealed: some evidence names the person.';

create table secure_notice (
  message_id      uuid not null references secure_message on delete cascade,
  kind            text not null check (kind in ('notice', 'fallback')),
  channel         text not null check (channel in ('email', 'sms')),
  recipient       bytea not null,
  due_at          timestamptz not null,
  state           text not null check (state in ('due', 'handed', 'sent', 'failed', 'not_needed')),
  notification_id uuid not null,
  not_before      timestamptz,
  primary key (message_id, kind, channel)
);

comment on column secure_notice.recipient is 'Sealed: the address or number.';
comment on column secure_notice.notification_id is 'The notification that carries it; it is made once the notice is due.';

create index secure_notice_work on secure_notice (state, due_at) where state in ('due', 'handed');

create table evidence_key (
  kid        text primary key,
  sealed     bytea not null,
  public     jsonb not null,
  created_at timestamptz not null
);

comment on column evidence_key.sealed is 'The private key, sealed. The first key that was stored signs; all are published for as long as evidence is kept.';
