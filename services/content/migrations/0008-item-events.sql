-- compatible
-- What the public reads is told to replicas, item by item: see docs/adr/0047. A trigger writes the event, so that no statement that shows or hides an item can
-- forget to, and event and item are one commit. Each path counts its own events, for good.
create table item_stream (
  id         uuid not null unique,
  department text not null,
  base_path  text not null,
  sequence   bigint not null,
  primary key (department, base_path)
);

create function item_told() returns trigger language plpgsql as $$
declare
  one  content_item := coalesce(new, old);
  told jsonb;
begin
  -- What comes from a predecessor comes with the predecessor's events.
  if coalesce(current_setting('ashlar.importing', true), '') = 'on' then
    return null;
  end if;
  if tg_op = 'DELETE' then
    -- Drawn while the document that was here is locked: whatever is shown here next has a higher one.
    told := jsonb_build_object('base_path', one.base_path, 'payload_version', nextval('payload_version'));
  else
    told := jsonb_build_object('base_path', one.base_path, 'payload_version', one.payload_version, 'status', one.status,
                               'exact_routes', to_jsonb(one.exact_routes), 'prefix_routes', to_jsonb(one.prefix_routes), 'body', one.body);
  end if;
  with counted as (
    insert into item_stream as stream (id, department, base_path, sequence) values (uuidv7(), one.department, one.base_path, 1)
    on conflict (department, base_path) do update set sequence = stream.sequence + 1
    returning id, sequence
  )
  insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data)
  select uuidv7(), counted.id::text, counted.sequence, one.department, document.service,
         case tg_op when 'DELETE' then 'content.item.removed.v1' else 'content.item.presented.v1' end, clock_timestamp(), told
    from counted, document where document.id = one.document_id;
  return null;
end
$$;

create trigger item_told after insert or update or delete on content_item for each row execute function item_told();
