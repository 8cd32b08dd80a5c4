-- compatible
-- How far the registry has published the events of implementations that do not do so themselves.
create table bridge_cursor (
  component         text not null,
  department        text not null,
  implementation_id uuid not null,
  swap_epoch        bigint not null,
  position          bigint not null,
  changed_at        timestamptz not null,
  primary key (component, department)
);

comment on column bridge_cursor.swap_epoch is 'The epoch with which a swap brought the implementation in, 0 if none did: tells whether a later swap has been taken into account.';
comment on column bridge_cursor.position is 'Everything up to here is on the bus.';
