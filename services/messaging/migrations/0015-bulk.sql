-- compatible
-- no transaction
-- Many messages of one template, accepted together and made in slices.
create table if not exists bulk_job (
  id               uuid primary key,
  service_id       uuid not null,
  department       text not null,
  service          text not null,
  key_id           uuid not null,
  key_type         text not null check (key_type in ('live', 'team', 'test')),
  type             text not null check (type in ('email', 'sms')),
  template_id      uuid not null,
  template_version integer not null,
  settings         bytea not null,
  row_count        integer not null,
  dropped          integer not null default 0,
  scheduled_for    timestamptz,
  traceparent      text,
  created_at       timestamptz not null,
  cancelled_at     timestamptz,
  settled_at       timestamptz,
  sequence         bigint not null
);
create index concurrently if not exists bulk_job_list on bulk_job (service_id, id desc);
create index concurrently if not exists bulk_job_cancelling on bulk_job (id) where cancelled_at is not null and settled_at is null;
create index concurrently if not exists bulk_job_age on bulk_job (created_at);
comment on column bulk_job.settings is 'Sealed: its name, the names of its columns, its sender.';
comment on column bulk_job.dropped is 'How many of its rows were never made into notifications, since it was cancelled before.';
comment on column bulk_job.settled_at is 'Of a cancelled job: nothing of it waits any more.';

-- The rows of a job that are not made into notifications yet. Who makes them deletes the slice in the same statement: each is made once.
create table if not exists bulk_job_slice (
  job_id     uuid not null,
  first_row  integer not null,
  rows       integer not null,
  content    bytea not null,
  not_before timestamptz,
  primary key (job_id, first_row)
);
create index concurrently if not exists bulk_job_slice_turn on bulk_job_slice (first_row, job_id);
comment on column bulk_job_slice.content is 'Sealed: recipients and values.';

alter table notification add column if not exists bulk_job_id uuid;
alter table notification add column if not exists bulk_row integer;
create index concurrently if not exists notification_bulk on notification (bulk_job_id, id) where bulk_job_id is not null;
