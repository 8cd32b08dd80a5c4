-- compatible
-- A department that gets its first role here, and is told to write on, had nothing imported: a statement that began before missed nothing and is not refused.
-- So its change is put before every statement that may still run.
create or replace function turn_fence(wanted text, to_role text, to_epoch bigint, number bigint, patience interval, id uuid default null)
  returns fence language plpgsql as $$
declare
  made fence;
begin
  perform set_config('lock_timeout', (extract(epoch from patience) * 1000)::bigint || 'ms', true);
  perform pg_advisory_xact_lock(hashtextextended(wanted, 421));
  insert into fence (department, epoch, role, order_number, implementation, changed_at)
  values (wanted, to_epoch, to_role, number, id, clock_timestamp() - case to_role when 'primary' then interval '1 hour' else interval '0' end)
  on conflict (department) do update
     set epoch = excluded.epoch, role = excluded.role, order_number = excluded.order_number,
         implementation = coalesce(excluded.implementation, fence.implementation),
         changed_at = case when (fence.epoch, fence.role) = (excluded.epoch, excluded.role) then fence.changed_at else clock_timestamp() end
   where excluded.epoch >= fence.epoch
     and (excluded.order_number > fence.order_number
          or (excluded.order_number, excluded.role, excluded.epoch) = (fence.order_number, fence.role, fence.epoch))
  returning * into made;
  return made;
end
$$;
