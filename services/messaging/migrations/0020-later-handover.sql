-- compatible
-- Rows of bulk jobs that wait pass to a successor too; see 0012-handover.sql.
create function department_of_bulk_job(uuid) returns text language sql stable as $$
  select department from bulk_job where id = $1
$$;

create function handover_of_bulk_job() returns trigger language plpgsql as $$
declare
  one record := coalesce(new, old);
begin
  perform handover_note(tg_argv[0], one.slice_id::text, one.handover_version, tg_op = 'DELETE', department_of_bulk_job(one.job_id));
  return null;
end
$$;

alter table bulk_job_slice add column slice_id uuid not null default uuidv7(), add column handover_version bigint not null default 0;
alter table bulk_job_slice alter column handover_version set default handover_version(), add constraint bulk_job_slice_id unique (slice_id);
create trigger handover_note after insert or delete on bulk_job_slice for each row execute function handover_of_bulk_job('bulk_job_slice');

-- Its events say that it came and went, and not whose it was.
alter table suppression add column handover_version bigint not null default 0, drop constraint suppression_service_id_fkey;
alter table suppression alter column handover_version set default handover_version();
create trigger handover_note after insert or delete on suppression for each row execute function handover_of_service('suppression');

-- Counts are told when a department is frozen; only what is gone is told at once.
alter table email_hour add column id text, add column handover_version bigint not null default 0, drop constraint email_hour_service_id_fkey;
alter table email_hour alter column handover_version set default handover_version();
update email_hour set id = service_id || '/' || extract(epoch from hour)::bigint;
alter table email_hour alter column id set not null, add constraint email_hour_id unique (id);
create function email_hour_id() returns trigger language plpgsql as $$
begin
  new.id := new.service_id || '/' || extract(epoch from new.hour)::bigint;
  return new;
end
$$;
create trigger handover_id before insert on email_hour for each row execute function email_hour_id();
create trigger handover_count before update on email_hour for each row execute function handover_count();
create trigger handover_note after delete on email_hour for each row execute function handover_of_service('email_hour');
