-- compatible
-- What a successor has to hear of and no statement logged: see docs/adr/0052. Each thing counts its changes, and a trigger logs each privately as `<entity>:<id>`: no statement can
-- forget to. What is imported from a predecessor is no change of ours, and nobody can follow before the fence has a row.

-- Versions are times: what is deleted and made again here lies above what a predecessor counted.
create function handover_version() returns bigint language sql volatile as $$
  select (extract(epoch from clock_timestamp()) * 1000000)::bigint
$$;

create function handover_count() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('ashlar.importing', true), '') <> 'on' then
    new.handover_version := greatest(old.handover_version + 1, handover_version());
  end if;
  return new;
end
$$;

-- Of a table with the columns `department` and `handover_version`: the entity, and the column that is its id.
create function handover_noted() returns trigger language plpgsql as $$
declare
  one record := coalesce(new, old);
begin
  if coalesce(current_setting('ashlar.importing', true), '') = 'on' or not exists (select from fence) then
    return null;
  end if;
  insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data)
  values (uuidv7(), tg_argv[0] || ':' || (to_jsonb(one) ->> tg_argv[1]),
          case tg_op when 'DELETE' then greatest(one.handover_version + 1, handover_version()) else one.handover_version end,
          one.department, 'handover', null, clock_timestamp(), '{}');
  return null;
end
$$;

-- What the public reads travels as it is shown. A feed brings things in the order of their changes, and the document may come after.
alter table content_item drop constraint content_item_document_id_fkey;
alter table content_item add column id text, add column handover_version bigint not null default 0;
alter table content_item alter column handover_version set default handover_version();
update content_item set id = department || base_path;
create function content_item_id() returns trigger language plpgsql as $$
begin
  new.id := new.department || new.base_path;
  return new;
end
$$;
create trigger handover_id before insert on content_item for each row execute function content_item_id();
alter table content_item alter column id set not null, add constraint content_item_id unique (id);
create trigger handover_count before update on content_item for each row execute function handover_count();
create trigger handover_note after insert or update or delete on content_item for each row execute function handover_noted('content_item', 'id');

-- Versions go on above those of a predecessor, with room for what it writes until it is relieved, so that this is seldom needed.
create function payload_version_imported() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('ashlar.importing', true), '') = 'on' and new.payload_version > (select last_value from payload_version) then
    perform pg_advisory_xact_lock(hashtextextended('payload_version', 421));
    perform setval('payload_version', new.payload_version + 1000000) from payload_version where last_value < new.payload_version;
  end if;
  return null;
end
$$;
create trigger payload_version_imported after insert or update of payload_version on document
  for each row execute function payload_version_imported();
create trigger payload_version_imported after insert or update of payload_version on content_item
  for each row execute function payload_version_imported();

-- A path that went from one document to another gives way until both have come: who was there with the lower version has left it.
create function edition_imported() returns trigger language plpgsql as $$
declare
  rival record;
begin
  if new.store is null or new.base_path is null or coalesce(current_setting('ashlar.importing', true), '') <> 'on' then
    return new;
  end if;
  select edition.id, document.payload_version > own.payload_version as newer into rival
    from edition join document on document.id = edition.document_id, document as own
   where edition.department = new.department and edition.base_path = new.base_path and edition.store = new.store
     and edition.document_id <> new.document_id and own.id = new.document_id;
  if rival.newer then
    new.store := null;
  elsif rival.id is not null then
    update edition set store = null where id = rival.id;
  end if;
  return new;
end
$$;
create trigger edition_imported before insert on edition for each row execute function edition_imported();

-- The same for a reservation that was released and made anew.
alter table path_reservation add constraint path_reservation_id unique (id);
create function path_reservation_imported() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('ashlar.importing', true), '') = 'on' then
    delete from path_reservation where department = new.department and base_path = new.base_path and id <> new.id;
  end if;
  return new;
end
$$;
create trigger path_reservation_imported before insert on path_reservation for each row execute function path_reservation_imported();

-- Which requests made or changed a thing, so that their keys go with it.
create index idempotency_record_resource on idempotency_record (resource_id) where resource_id is not null;
