-- compatible
-- How often a message was given to a provider that remembers no keys, without anybody knowing since what became of it: it may have arrived as often.
alter table notification add column handed integer not null default 0;
update notification set handed = repeats + in_flight::integer where status = 'created' and (in_flight or repeats > 0);
