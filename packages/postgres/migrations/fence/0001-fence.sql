-- compatible
-- The fence: who may write for a department here. A row of a department, else the row `*`, else nobody else is there and everything is allowed.
create table fence (
  department     text primary key,
  epoch          bigint not null,
  role           text not null check (role in ('primary', 'frozen', 'follower')),
  order_number   bigint not null,
  implementation uuid,
  changed_at     timestamptz not null default clock_timestamp()
);

comment on column fence.epoch is 'Rises with each change of the binding: what was granted before is worth nothing.';
comment on column fence.order_number is 'Of the last order that was obeyed: an older one comes too late.';

-- The row that holds for a department, which nobody changes until the transaction ends. A shared advisory lock and not one of the row: whoever
-- changes the row waits in a queue with those that write, where writers that never stop would keep a lock of the row for ever. Each statement
-- in here sees what was committed when it had its lock; that needs the isolation level `read committed`.
create function fence_held(wanted text) returns fence language plpgsql as $$
declare
  held fence;
begin
  perform pg_advisory_xact_lock_shared(hashtextextended(wanted, 421));
  select * into held from fence where department = wanted;
  if not found then
    perform pg_advisory_xact_lock_shared(hashtextextended('*', 421));
    select * into held from fence where department = '*';
  end if;
  return held;
end
$$;

-- Refuses the statement: all that it did is undone.
create function fence_refuse(wanted text, held fence) returns void language plpgsql as $$
begin
  raise exception using errcode = 'AS421', message = 'The fence of the department refuses the statement',
    detail = json_build_object('department', wanted, 'epoch', held.epoch, 'role', coalesce(held.role, 'standalone'))::text;
end
$$;

-- The department, for a statement that writes: it has to be primary here and, where a fence `<department>@<epoch>` is given, of that epoch. A statement
-- that began before the department got its role could have missed what was imported last: it is refused, and may be repeated.
create function fenced(wanted text, given text default null) returns text language plpgsql as $$
declare
  held fence;
begin
  held := fence_held(coalesce(wanted, '*'));
  if held.role is not null
     and (held.role <> 'primary' or given <> held.department || '@' || held.epoch
          or (held.changed_at > statement_timestamp() and held.changed_at <= clock_timestamp())) then
    perform fence_refuse(wanted, held);
  end if;
  return wanted;
end
$$;

-- The same for what is imported from another implementation: the department has to follow here.
create function following(wanted text) returns text language plpgsql as $$
declare
  held fence;
begin
  held := fence_held(wanted);
  if held.role is distinct from 'follower' then
    perform fence_refuse(wanted, held);
  end if;
  return wanted;
end
$$;

-- Whether a worker may take up a department's work, until the transaction ends.
create function primary_held(wanted text) returns boolean language plpgsql as $$
begin
  return coalesce((fence_held(wanted)).role = 'primary', true);
end
$$;

-- Whether there is any use in looking for a department's work. It locks nothing.
create function primary_here(wanted text) returns boolean language plpgsql stable as $$
begin
  return coalesce((select role = 'primary' from fence where department = wanted),
                  (select role = 'primary' from fence where department = '*'), true);
end
$$;

-- Obeys an order: waits until everything that writes for the department has ended, at most `patience`, and turns the row. Null when the order is older
-- than the last, says something else under the same number, or would lower the epoch.
create function turn_fence(wanted text, to_role text, to_epoch bigint, number bigint, patience interval, id uuid default null)
  returns fence language plpgsql as $$
declare
  made fence;
begin
  perform set_config('lock_timeout', (extract(epoch from patience) * 1000)::bigint || 'ms', true);
  perform pg_advisory_xact_lock(hashtextextended(wanted, 421));
  insert into fence (department, epoch, role, order_number, implementation) values (wanted, to_epoch, to_role, number, id)
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

-- Every process keeps a copy of the few rows.
create function fence_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('ashlar_fence', '');
  return null;
end
$$;

create trigger fence_changed after insert or update or delete on fence for each statement execute function fence_changed();
