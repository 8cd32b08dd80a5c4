-- compatible
-- The change log: every fact of the component, in the order that the relay gives it. A store inserts rows in the statement that
-- holds the entity's row lock; only the relay writes `position`.
create sequence change_log_seq as bigint cache 1;

create table change_log (
  seq         bigint primary key default nextval('change_log_seq'),
  position    bigint unique,
  event_id    uuid not null,
  aggregate   text not null,
  sequence    bigint not null,
  department  text not null,
  service     text not null,
  type        text,
  occurred_at timestamptz not null,
  data        jsonb not null,
  traceparent text,
  unique (aggregate, sequence)
);

alter sequence change_log_seq owned by change_log.seq;

comment on column change_log.seq is 'Drawn under the entity''s row lock: orders one aggregate, never a cursor.';
comment on column change_log.position is 'Gapless, given by the relay after commit: the only cursor.';
comment on column change_log.type is 'Null for a private row, which is kept for hand-over and never published.';

create index change_log_unstamped on change_log (seq) where position is null;
create index change_log_department on change_log (department, position) where type is not null;

-- One row: the highest position given, acknowledged by the bus, and deleted by retention.
create table relay_state (
  only_row  boolean primary key default true check (only_row),
  stamped   bigint not null default 0,
  published bigint not null default 0,
  pruned    bigint not null default 0
);

insert into relay_state default values;

-- What a consumer has handled, written in the transaction of the effect.
create table inbox (
  consumer   text not null,
  event_id   uuid not null,
  handled_at timestamptz not null default now(),
  primary key (consumer, event_id)
);

create index inbox_handled_at on inbox (handled_at);

-- Keys whose next event could not be handled, and the events that wait behind it, in order of arrival.
create table parked_key (
  consumer  text not null,
  key       text not null,
  parked_at timestamptz not null default now(),
  error     text not null,
  primary key (consumer, key)
);

create table parked_event (
  consumer text not null,
  key      text not null,
  arrival  bigint generated always as identity,
  event_id uuid not null,
  event    jsonb not null,
  primary key (consumer, key, arrival),
  unique (consumer, event_id),
  foreign key (consumer, key) references parked_key (consumer, key)
);
