-- compatible
-- Some events draw a payload version that nothing keeps: of a predecessor's too, what is given here lies above.
create function payload_version_told() returns trigger language plpgsql as $$
begin
  if (new.data ->> 'payload_version')::bigint > (select last_value from payload_version) then
    perform pg_advisory_xact_lock(hashtextextended('payload_version', 421));
    perform setval('payload_version', (new.data ->> 'payload_version')::bigint + 1000000) from payload_version
      where last_value < (new.data ->> 'payload_version')::bigint;
  end if;
  return null;
end
$$;
create trigger payload_version_told after insert on change_log
  for each row when (new.imported and new.data ? 'payload_version') execute function payload_version_told();
