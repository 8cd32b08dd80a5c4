-- compatible
-- Test accounts' clocks, which their departments put forward to see payments expire.
alter table gateway_account add column clock_ahead_ms bigint not null default 0;
alter table gateway_account add column clock_moved_at timestamptz;
create index gateway_account_clock on gateway_account (id) where clock_ahead_ms > 0;
comment on column gateway_account.clock_ahead_ms is 'By how much a test account''s clock is ahead of the real time.';

-- Every move of a clock, so that the time that passed for a payment is known without storing anything when it is created.
create table clock_move (
  id                 uuid primary key,
  gateway_account_id text not null references gateway_account,
  moved_at           timestamptz not null,
  ahead_ms           bigint not null
);

create index clock_move_account on clock_move (gateway_account_id, moved_at);
comment on column clock_move.ahead_ms is 'By how much the clock was ahead after the move.';
