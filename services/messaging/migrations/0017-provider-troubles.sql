-- compatible
-- What went wrong with each provider lately, in words that hold nothing of any message.
create table provider_trouble (
  channel  text not null,
  id       text not null,
  reason   text not null check (reason ~ '^[A-Z][A-Z0-9_]{1,39}$'),
  count    bigint not null,
  first_at timestamptz not null,
  last_at  timestamptz not null,
  primary key (channel, id, reason)
);

comment on column provider_trouble.count is 'Since first_at; forgotten once it has not come for a day.';
