-- compatible
-- What is plugged in where. `aggregate` names an entity in the change log and in the audit: ids that people choose may be given again.
create table department (
  id         text primary key,
  aggregate  uuid not null unique,
  name       text not null,
  managed_by text,
  created_at timestamptz not null,
  sequence   bigint not null
);

create table service (
  department text not null references department,
  id         text not null,
  aggregate  uuid not null unique,
  name       text not null,
  managed_by text,
  created_at timestamptz not null,
  sequence   bigint not null,
  primary key (department, id)
);

create table implementation (
  id         uuid primary key,
  component  text not null,
  name       text not null,
  version    text not null,
  base_url   text not null,
  managed_by text,
  created_at timestamptz not null,
  sequence   bigint not null,
  unique (component, name),
  unique (component, id)
);

-- A binding that was removed keeps its row, without an implementation: its epoch must never be given twice.
create table binding (
  component         text not null,
  department        text not null,
  implementation_id uuid,
  epoch             bigint not null,
  changed_at        timestamptz not null,
  department_ref    text generated always as (case when implementation_id is not null and department <> '*' then department end) stored,
  primary key (component, department),
  constraint binding_implementation foreign key (component, implementation_id) references implementation (component, id),
  constraint binding_department foreign key (department_ref) references department
);

create index binding_implementation on binding (implementation_id);
create index binding_department on binding (department_ref);

comment on column binding.department is '* is the default, for every department without a binding of its own.';
comment on column binding.epoch is 'Rises by one with each change; also the sequence of the binding in the change log.';
comment on column binding.department_ref is 'The department while it is needed; null for the default and for a binding that was removed.';

create table entry_point (
  id             uuid primary key,
  name           text not null unique,
  component      text not null,
  department     text not null,
  port           integer unique,
  host           text unique,
  prefix         text unique,
  timeouts       jsonb,
  managed_by     text,
  created_at     timestamptz not null,
  sequence       bigint not null,
  department_ref text generated always as (nullif(department, '*')) stored,
  check (num_nonnulls(port, host, prefix) = 1),
  constraint entry_point_department foreign key (department_ref) references department
);

create index entry_point_department on entry_point (department_ref);
create index entry_point_component on entry_point (component, department);

-- One row. Whoever changes the routing raises the version and holds the row until it has committed: a version is never seen without its change.
create table routing_state (
  only_row boolean primary key default true check (only_row),
  version  bigint not null default 0
);

insert into routing_state default values;

create table audit_entry (
  id                 bigint generated always as identity primary key,
  at                 timestamptz not null,
  subject            text not null,
  subject_department text not null,
  request_id         text not null,
  action             text not null,
  aggregate          text not null,
  resource           text not null,
  department         text not null,
  before             jsonb,
  after              jsonb
);

create index audit_entry_department on audit_entry (department, id);
create index audit_entry_aggregate on audit_entry (aggregate, id);
