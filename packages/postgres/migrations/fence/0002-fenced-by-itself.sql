-- compatible
-- The same answer for two thirds of the time, since every statement that writes asks: without a call of another function, a whole row, or a
-- statement for the lock (an expression is enough, and has no snapshot to make).
create or replace function fenced(wanted text, given text default null) returns text language plpgsql as $$
declare
  whose      text := coalesce(wanted, '*');
  held       text;
  own_epoch  bigint;
  own_role   text;
  own_change timestamptz;
  locked     text;
begin
  locked := pg_advisory_xact_lock_shared(hashtextextended(whose, 421));
  select department, epoch, role, changed_at into held, own_epoch, own_role, own_change from fence where department = whose;
  if not found then
    locked := pg_advisory_xact_lock_shared(hashtextextended('*', 421));
    select department, epoch, role, changed_at into held, own_epoch, own_role, own_change from fence where department = '*';
    if not found then
      return wanted;
    end if;
  end if;
  if own_role <> 'primary' or given <> held || '@' || own_epoch
     or (own_change > statement_timestamp() and own_change <= clock_timestamp()) then
    perform fence_refuse(wanted, row(held, own_epoch, own_role, 0, null, own_change)::fence);
  end if;
  return wanted;
end
$$;
