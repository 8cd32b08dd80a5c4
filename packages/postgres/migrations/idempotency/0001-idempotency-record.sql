-- compatible

-- One row for each Idempotency-Key a caller has used; the row is written in the statement that stores the state it answers for.
create table idempotency_record (
  scope text not null,
  key text not null,
  request_hash bytea not null,
  resource_id text,
  -- Both null while the request is still in progress.
  status int,
  reply bytea,
  created_at timestamptz not null default now(),
  primary key (scope, key)
);

-- For pruning, oldest first.
create index idempotency_record_created_at on idempotency_record (created_at);
