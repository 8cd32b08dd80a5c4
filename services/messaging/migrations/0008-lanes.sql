-- compatible
-- Lanes for urgent and for bulk messages, services that take turns, and providers that take only so much a second.
alter table template_version add column lane text not null default 'normal' check (lane in ('priority', 'normal', 'bulk'));

alter table notification add column lane smallint not null default 1;

comment on column notification.lane is '0 priority, 1 normal, 2 bulk.';

-- What the worker looks for: what waits, by lane and service, and what it has in hand.
create index notification_waiting on notification (lane, service_id, id) where status = 'created';
create index notification_in_hand on notification (lane, service_id) where status = 'created' and in_flight;
create index notification_sending on notification (id) where status = 'sending';
drop index notification_work;

alter table provider
  add column rate         double precision check (rate > 0),
  add column next_slot_at timestamptz;

comment on column provider.rate is 'How many messages it takes a second; null for any number.';
comment on column provider.next_slot_at is 'When the next message may go to it, so as to keep to its rate.';
