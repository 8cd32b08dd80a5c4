-- compatible
-- Passkeys, authenticator apps and recovery codes. All of them go with the account.
create table passkey (
  id           text primary key,
  account_id   uuid not null references account on delete cascade,
  name         text not null,
  public_key   bytea not null,
  counter      bigint not null,
  transports   text[] not null,
  synced       boolean not null,
  created_at   timestamptz not null,
  last_used_at timestamptz
);

comment on column passkey.id is 'The credential id that the authenticator made, base64url.';
comment on column passkey.counter is 'How often it signed, as far as it counts: one that goes back was copied.';
comment on column passkey.synced is 'Whether it may be on several devices.';

create index passkey_of on passkey (account_id);

create table authenticator_app (
  account_id   uuid primary key references account on delete cascade,
  sealed       bytea not null,
  last_step    bigint not null,
  confirmed_at timestamptz
);

comment on column authenticator_app.sealed is 'The secret of RFC 6238, sealed under the data key.';
comment on column authenticator_app.last_step is 'The newest step of time whose code was used: neither it nor an older one is taken again.';
comment on column authenticator_app.confirmed_at is 'Since when it counts; until then its owner has not shown that it works.';

create table recovery_code (
  account_id uuid not null references account on delete cascade,
  digest     bytea not null,
  primary key (account_id, digest)
);

comment on table recovery_code is 'Keyed digests; a code is deleted when it is used.';

-- Whoever gave the right password in a sign-in and is now asked for a second factor.
create table sign_in_step (
  holder     bytea primary key,
  account_id uuid not null references account on delete cascade,
  ends_at    timestamptz not null
);

create index sign_in_step_end on sign_in_step (ends_at);

create table used_challenge (
  digest  bytea primary key,
  ends_at timestamptz not null
);

comment on table used_challenge is 'Challenges that a passkey has signed, until their time is over: each is taken once.';

create index used_challenge_end on used_challenge (ends_at);
