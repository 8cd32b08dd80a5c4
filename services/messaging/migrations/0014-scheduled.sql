-- compatible
-- no transaction
-- Notifications that are accepted now and sent later.
alter table notification add column if not exists scheduled_for timestamptz;
alter table notification add column if not exists held boolean not null default false;
comment on column notification.scheduled_for is 'When it is to be sent; null for at once.';
comment on column notification.held is 'Its time has not come: workers pass it over without looking at it.';
-- What waits takes the place of notification_waiting, in which many that are held would be in the way of the others.
create index concurrently if not exists notification_due on notification (lane, service_id, id) where status = 'created' and not held;
create index concurrently if not exists notification_held on notification (scheduled_for, id) where held;
drop index concurrently if exists notification_waiting;
