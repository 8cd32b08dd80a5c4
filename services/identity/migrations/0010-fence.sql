-- compatible
-- What the fence and a hand-over begin with. Keys by which things out in the world are known: they pass to a successor, as the data key, which they are sealed under, never does. Empty until the next start, which
-- takes over what was derived from the data key so far.
create table naming_key (
  use    text primary key,
  sealed bytea not null
);

comment on column naming_key.sealed is '32 bytes as hexadecimal digits, sealed under the data key.';

-- Versions are times: what is deleted and made again here lies above what a predecessor counted.
create function handover_version() returns bigint language sql volatile as $$
  select (extract(epoch from clock_timestamp()) * 1000000)::bigint
$$;

-- What is imported from a predecessor is no change of ours.
create function handover_count() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('ashlar.importing', true), '') <> 'on' then
    new.handover_version := greatest(old.handover_version + 1, handover_version());
  end if;
  return new;
end
$$;

alter table initial_access_token add column handover_version bigint not null default 0;
alter table initial_access_token alter column handover_version set default handover_version();
create trigger handover_count before update on initial_access_token for each row execute function handover_count();
