-- compatible
-- What components are held to, and which implementations were found to keep it.
create table contract (
  component  text not null,
  hash       text not null,
  openapi    jsonb not null,
  events     jsonb,
  handover   jsonb,
  created_at timestamptz not null,
  primary key (component, hash)
);

comment on column contract.hash is 'SHA-256 of the canonical JSON of the three parts.';

create table attestation (
  id                uuid primary key,
  implementation_id uuid not null references implementation on delete cascade,
  token             text not null,
  profile           text not null,
  contract_hash     text not null,
  suite_hash        text,
  version           text not null,
  base_url          text not null,
  passed            integer not null,
  sections          jsonb not null,
  issued_at         timestamptz not null,
  stored_at         timestamptz not null
);

create index attestation_implementation on attestation (implementation_id, issued_at desc);

comment on column attestation.token is 'The JWS as it was given; the other columns say what is in it.';
