-- compatible
-- Clients that register themselves, with a token that an administrator made.
create table initial_access_token (
  id         text primary key,
  token_hash text not null,
  department text not null,
  service    text not null,
  scopes     text[] not null,
  uses_left  integer not null check (uses_left >= 0),
  created_at timestamptz not null,
  ends_at    timestamptz not null,
  constraint initial_access_token_hash unique (token_hash)
);

comment on column initial_access_token.token_hash is 'SHA-256 of the token, in hexadecimal: the token itself is random, shown once and not kept.';
comment on column initial_access_token.scopes is 'What a client that registers with it may have at components.';

create index initial_access_token_end on initial_access_token (ends_at);

alter table client add column registration_token_hash text;

comment on column client.registration_token_hash is 'SHA-256 of the token by which a client that registered itself reads and changes its registration.';
