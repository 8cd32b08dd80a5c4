-- compatible
-- Upstream identity providers, who is known there as whom, and sign-ins that are under way there.
create table upstream (
  id               text primary key,
  name_en          text not null,
  name_cy          text not null,
  issuer           text not null,
  client_id        text not null,
  auth_method      text not null,
  sealed           bytea not null,
  public_key       jsonb,
  scopes           text[] not null,
  levels           jsonb not null,
  admits_newcomers boolean not null,
  trusts_email     boolean not null,
  state            text not null check (state in ('enabled', 'closing', 'disabled')),
  created_at       timestamptz not null,
  sequence         bigint not null
);

comment on column upstream.issuer is 'It never changes, so that the provider and a sub name one person for good.';
comment on column upstream.sealed is 'Our secret there, or the private JWK that we prove ourselves with, sealed under the data key.';
comment on column upstream.levels is 'What values of acr and amr are worth.';

create table upstream_link (
  upstream_id  text not null,
  subject      text not null,
  account_id   uuid not null,
  created_at   timestamptz not null,
  last_used_at timestamptz,
  link_key     text not null unique,
  primary key (upstream_id, subject),
  constraint upstream_link_account unique (account_id, upstream_id)
);

comment on table upstream_link is 'The account of a person whom an upstream identity provider signs in. What relying parties know of a person comes from the account alone.';
comment on column upstream_link.subject is 'sub in the ID tokens of the provider.';

create table upstream_request (
  holder       bytea primary key,
  upstream_id  text not null,
  state_digest bytea not null,
  sealed       bytea not null,
  ends_at      timestamptz not null
);

comment on table upstream_request is 'Sign-ins that are under way at an upstream identity provider; each answer is taken once.';
comment on column upstream_request.holder is 'Keyed digest of the sign-in or the session whose browser may come back.';
comment on column upstream_request.sealed is 'What its answer has to fit, sealed under the data key.';

create index upstream_request_end on upstream_request (ends_at);

create table upstream_arrival (
  holder      bytea primary key,
  upstream_id text not null,
  sealed      bytea not null,
  ends_at     timestamptz not null
);

comment on table upstream_arrival is 'People whom an upstream identity provider has signed in, and who are linked to no account yet.';
comment on column upstream_arrival.sealed is 'Who came, sealed under the data key.';

create index upstream_arrival_end on upstream_arrival (ends_at);

alter table account alter column password_hash drop not null;

comment on column account.password_hash is 'Argon2id, in PHC form; null while the person signs in otherwise only.';

alter table sign_in_step add column first text not null default 'pwd';

comment on column sign_in_step.first is 'How the person proved who it is before the second factor (RFC 8176, or fed: by an upstream identity provider).';

-- A link goes with the account, and is handed over by a name of one column (migration 0011).
create function upstream_link_key() returns trigger language plpgsql as $$
begin
  new.link_key := new.account_id || '/' || new.upstream_id;
  return new;
end
$$;

create trigger upstream_link_key before insert on upstream_link for each row execute function upstream_link_key();
create trigger account_there before insert on upstream_link for each row execute function account_there();

create or replace function account_gone() returns trigger language plpgsql as $$
begin
  delete from passkey where account_id = old.id;
  delete from authenticator_app where account_id = old.id;
  delete from recovery_code where account_id = old.id;
  delete from account_history where account_id = old.id;
  delete from sign_in_step where account_id = old.id;
  delete from upstream_link where account_id = old.id;
  return null;
end
$$;

alter table upstream add column handover_version bigint not null default 0;
alter table upstream alter column handover_version set default handover_version();
create trigger handover_count before update on upstream for each row execute function handover_count();
create trigger handover_noted after insert or update or delete on upstream for each row execute function handover_noted('upstream', 'id');

alter table upstream_link add column handover_version bigint not null default 0;
alter table upstream_link alter column handover_version set default handover_version();
create trigger handover_count before update on upstream_link for each row execute function handover_count();
create trigger handover_noted after insert or update or delete on upstream_link for each row execute function handover_noted('upstream_link', 'link_key');

alter table upstream_request add column handover_version bigint not null default 0;
alter table upstream_request alter column handover_version set default handover_version();
create trigger handover_count before update on upstream_request for each row execute function handover_count();
create trigger handover_noted after insert or update or delete on upstream_request for each row execute function handover_noted('upstream_request', 'holder');

alter table upstream_arrival add column handover_version bigint not null default 0;
alter table upstream_arrival alter column handover_version set default handover_version();
create trigger handover_count before update on upstream_arrival for each row execute function handover_count();
create trigger handover_noted after insert or update or delete on upstream_arrival for each row execute function handover_noted('upstream_arrival', 'holder');
