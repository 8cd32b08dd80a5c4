-- compatible
-- What carriers told of messages that are not there yet: applied once they are, forgotten soon after.
create table early_receipt (
  notification_id uuid primary key,
  provider        text not null,
  outcome         text not null check (outcome in ('delivered', 'permanent-failure', 'temporary-failure')),
  came_at         timestamptz not null
);
