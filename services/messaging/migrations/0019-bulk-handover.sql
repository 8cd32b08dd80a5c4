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
