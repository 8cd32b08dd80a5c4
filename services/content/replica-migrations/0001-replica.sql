-- compatible
-- What the public reads, as the publisher said it: the same columns as the publisher's own table, so that the same statements read it.
create table content_item (
  department    text not null,
  base_path     text not null,
  status        smallint not null,
  body          text not null,
  exact_routes  text[] not null,
  prefix_routes text[] not null,
  primary key (department, base_path)
);

create index content_item_exact_routes on content_item using gin (exact_routes);
create index content_item_prefix_routes on content_item using gin (prefix_routes);

-- The last word on each path, also where nothing is shown any longer: what is not higher comes late.
create table item_version (
  department      text not null,
  base_path       text not null,
  payload_version bigint not null,
  confirmed_at    timestamptz not null,
  primary key (department, base_path)
);

comment on column item_version.confirmed_at is 'When the publisher last said so: a snapshot takes away what it does not confirm.';

-- How far the publisher's log is read, in the same statement as what was read. Null: a snapshot is needed first.
create table replica_cursor (
  only_row boolean primary key default true check (only_row),
  position bigint
);

insert into replica_cursor default values;
