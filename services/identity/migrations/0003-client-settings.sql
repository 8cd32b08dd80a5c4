-- compatible
-- How a client proves itself and what it may ask for. One that proves itself otherwise has no secret.
alter table client
  add column settings jsonb not null default '{}',
  alter column secret_hash drop not null;

comment on column client.settings is 'Members of RFC 7591 and its kin, by their names there; what is not said is as the service says.';
