-- compatible
-- The event bus on PostgreSQL: an append-only log with consumer groups, in a database of its own.
create table bus_topic (
  topic text primary key,
  partitions integer not null check (partitions > 0),
  -- null: the bus keeps its own default
  retention_ms bigint check (retention_ms > 0)
);

-- The row of a partition is updated in the statement that appends, so its lock orders the appends: offsets have no holes, and they
-- become visible in their order.
create table bus_partition (
  topic text not null references bus_topic,
  partition integer not null,
  next_offset bigint not null default 0,
  primary key (topic, partition)
) with (fillfactor = 50);

create table bus_message (
  topic text not null,
  partition integer not null,
  "offset" bigint not null,
  key text not null,
  value bytea not null,
  headers jsonb not null,
  appended_at timestamptz not null default clock_timestamp(),
  primary key (topic, partition, "offset")
);

-- Who is in a group, for each topic.
create table bus_member (
  "group" text not null,
  topic text not null,
  member text not null,
  until timestamptz not null,
  primary key ("group", topic, member)
);

-- Who handles a partition for a group. A lease past its time may be taken over.
create table bus_lease (
  "group" text not null,
  topic text not null,
  partition integer not null,
  member text not null,
  until timestamptz not null,
  primary key ("group", topic, partition)
);

-- How far a group is. `holder` is the member that took the lease last: only it can move the offset.
create table bus_group_offset (
  "group" text not null,
  topic text not null,
  partition integer not null,
  next_offset bigint not null,
  holder text not null,
  primary key ("group", topic, partition)
) with (fillfactor = 50);
