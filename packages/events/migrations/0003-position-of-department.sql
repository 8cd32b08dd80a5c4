-- compatible
-- no transaction
create unique index concurrently if not exists change_log_place on change_log (department, position);
create unique index concurrently if not exists change_log_own_position on change_log (position) where not imported;
create index concurrently if not exists change_log_imported on change_log (occurred_at) where imported;
alter table change_log drop constraint if exists change_log_position_key;
drop index concurrently if exists change_log_department;
