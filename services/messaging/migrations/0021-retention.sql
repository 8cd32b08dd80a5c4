-- compatible
-- For how many days a service has what it sends kept, by channel; what it does not say is kept as long as the platform keeps it.
alter table messaging_service add column retention_days jsonb not null default '{}';

-- What is past its time is looked for service by service: what one keeps long is not passed over again and again.
create index notification_past on notification (service_id, type, completed_at) where completed_at is not null;
drop index notification_finished;
