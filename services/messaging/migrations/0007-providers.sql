-- compatible
-- The providers of a channel with their weights, which all processes share, and what is known of how they do.
create table provider (
  channel    text not null check (channel in ('email', 'sms')),
  id         text not null,
  weight     integer not null check (weight between 0 and 100),
  rest       integer not null check (rest between 0 and 100),
  version    integer not null,
  cause      text not null,
  changed_at timestamptz not null,
  script     jsonb,
  primary key (channel, id)
);

comment on column provider.weight is 'Its share of the messages whose service names no provider, against the others of the channel.';
comment on column provider.rest is 'The weight that it goes back to.';
comment on column provider.script is 'Of the sandbox''s scripted carriers: how badly it does.';

create table provider_version (
  channel    text not null,
  id         text not null,
  version    integer not null,
  weight     integer not null,
  rest       integer not null,
  cause      text not null,
  changed_at timestamptz not null,
  primary key (channel, id, version)
);

-- Tries that failed through a provider's fault, by the second. Each process adds what it met, once a second.
create table provider_error (
  channel text not null,
  id      text not null,
  second  timestamptz not null,
  count   bigint not null,
  primary key (channel, id, second)
);

-- When the providers of a channel were looked at last, so that one process does so at a time.
create table provider_watch (
  channel text not null,
  what    text not null check (what in ('slowness', 'rest')),
  at      timestamptz not null,
  primary key (channel, what)
);
