-- compatible
-- Runs of the conformance gate that the registry started itself. The keys that a run was given stand nowhere.
create table check_run (
  id                uuid primary key,
  implementation_id uuid not null references implementation on delete cascade,
  state             text not null check (state in ('running', 'passed', 'failed')),
  profile           text not null,
  cases             integer,
  sections          jsonb not null default '{}',
  failures          jsonb not null default '[]',
  outcome           text,
  attestation_id    uuid,
  started_at        timestamptz not null,
  ended_at          timestamptz,
  seen_at           timestamptz not null,
  check ((state = 'running') = (ended_at is null))
);

create unique index check_running on check_run (implementation_id) where state = 'running';
create index check_implementation on check_run (implementation_id, started_at desc);

comment on column check_run.seen_at is 'When the process that runs it said so last, by the clock of the database.';
