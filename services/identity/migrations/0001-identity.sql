-- compatible
-- People, clients, the keys that tokens are signed with, and what the protocol engine remembers. Needs PostgreSQL 18 (uuidv7).
create table account (
  id            uuid primary key,
  email         text not null,
  password_hash text not null,
  created_at    timestamptz not null,
  sequence      bigint not null,
  constraint account_email unique (email)
);

comment on column account.email is 'In lower case.';
comment on column account.password_hash is 'Argon2id, in PHC form.';

create table client (
  id                        text primary key,
  department                text not null,
  service                   text not null,
  name                      text not null,
  secret_hash               text not null,
  redirect_uris             text[] not null,
  post_logout_redirect_uris text[] not null,
  scopes                    text[] not null,
  created_at                timestamptz not null,
  sequence                  bigint not null
);

comment on column client.secret_hash is 'SHA-256 of the secret, in hexadecimal: the secret itself is random, shown once and not kept.';

create table signing_key (
  slot       integer primary key,
  sealed     bytea not null,
  created_at timestamptz not null
);

comment on column signing_key.sealed is 'A private JWK, sealed under the data key.';

-- What the engine keeps of each kind (sessions, codes, grants …). Rows end by time; consuming one is a conditional update.
create table engine_record (
  kind        text not null,
  id          text not null,
  payload     jsonb not null,
  uid         text,
  grant_id    text,
  consumed_at timestamptz,
  expires_at  timestamptz not null,
  primary key (kind, id)
);

create index engine_record_uid on engine_record (kind, uid) where uid is not null;
create index engine_record_grant on engine_record (grant_id) where grant_id is not null;
create index engine_record_expiry on engine_record (expires_at);

-- Failed sign-ins by a keyed digest of the email address or the network address.
create table sign_in_attempt (
  subject bytea primary key,
  count   integer not null,
  ends_at timestamptz not null
);
