-- compatible
-- What is to be presented anew: see docs/adr/0044. Triggers note it, so that no statement that changes what links show can forget to. What is imported from a
-- predecessor comes with the items that the predecessor made.

-- Content ids of which something has changed that links show. With a type: what a changed link of that type leads to, or led to before.
create table presentation_change (
  id         bigint generated always as identity primary key,
  department text not null,
  content_id uuid not null,
  link_type  text
);

-- Content ids whose items may show something of it.
create table presentation_due (
  id         bigint generated always as identity primary key,
  department text not null,
  content_id uuid not null,
  unique (department, content_id)
);

create function presentation_of_edition() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('ashlar.importing', true), '') = 'on' or 'live' not in (coalesce(old.store, ''), coalesce(new.store, '')) then
    return null;
  end if;
  insert into presentation_change (department, content_id, link_type)
  select new.department, document.content_id, null from document where document.id = new.document_id
  union
  select new.department, given.target, given.link_type from links_in((new.content -> 'links')::jsonb) as given
  union
  select new.department, given.target, given.link_type from links_in((old.content -> 'links')::jsonb) as given;
  return null;
end
$$;
create trigger presentation after insert or update on edition for each row execute function presentation_of_edition();

create function presentation_of_link_set() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('ashlar.importing', true), '') = 'on' then
    return null;
  end if;
  insert into presentation_change (department, content_id, link_type)
  select new.department, new.content_id, null
  union
  select new.department, given.target, given.link_type from links_in(new.links) as given
  union
  select new.department, given.target, given.link_type from links_in(old.links) as given;
  return null;
end
$$;
create trigger presentation after insert or update on link_set for each row execute function presentation_of_link_set();

-- A command makes its item of links that it read before, and may have missed a change of them.
create function presentation_of_item() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('ashlar.importing', true), '') <> 'on' and coalesce(current_setting('ashlar.presenting', true), '') <> 'on' then
    insert into presentation_due (department, content_id)
    select new.department, document.content_id from document where document.id = new.document_id
    on conflict do nothing;
  end if;
  return null;
end
$$;
create trigger presentation after insert or update on content_item for each row execute function presentation_of_item();
