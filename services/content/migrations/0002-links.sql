-- compatible
create table link_set (
  id           uuid primary key,
  department   text not null,
  service      text not null,
  content_id   uuid not null,
  lock_version integer not null,
  sequence     bigint not null,
  links        jsonb not null,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  unique (department, content_id)
);

comment on column link_set.links is 'Content ids by the type of the link, in the order in which they were given.';

create table link_change (
  id          uuid primary key,
  link_set_id uuid not null references link_set,
  link_type   text not null,
  target      uuid not null,
  change      text not null check (change in ('add', 'remove')),
  user_uid    text,
  created_at  timestamptz not null
);

create index link_change_type on link_change (link_type, created_at desc, id desc);
create index link_change_link_set on link_change (link_set_id);

-- An index over the links of link sets and of the editions that a store shows, to be followed from either end. Triggers keep it, so that whoever writes
-- an edition or a link set writes it too; it can be made again from them.
create table link (
  id         bigint generated always as identity primary key,
  department text not null,
  source     uuid not null,
  edition_id uuid references edition on delete cascade,
  link_type  text not null,
  position   integer not null,
  target     uuid not null
);

comment on column link.edition_id is 'Null for a link of the link set.';

create index link_source on link (department, source, link_type);
create index link_target on link (department, target, link_type);
create index link_edition on link (edition_id) where edition_id is not null;

create function links_in(links jsonb) returns table (link_type text, "position" integer, target uuid) language sql immutable as $$
  select kind.key, min(target.at)::integer, target.id::uuid
    from jsonb_each(case when jsonb_typeof(links) = 'object' then links else '{}' end) as kind,
         jsonb_array_elements_text(case when jsonb_typeof(kind.value) = 'array' then kind.value else '[]' end) with ordinality as target(id, at)
   where target.id ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
   group by kind.key, target.id::uuid
$$;

create function index_edition_links() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    delete from link where edition_id = new.id;
  end if;
  -- What is superseded links to nothing that anybody reads.
  if new.store is not null and new.content -> 'links' is not null then
    insert into link (department, source, edition_id, link_type, position, target)
    select new.department, document.content_id, new.id, given.link_type, given.position, given.target
      from document, links_in((new.content -> 'links')::jsonb) as given
     where document.id = new.document_id;
  end if;
  return null;
end
$$;

create trigger edition_links after insert or update of content, store on edition
  for each row execute function index_edition_links();

create function index_link_set() returns trigger language plpgsql as $$
begin
  delete from link where department = new.department and source = new.content_id and edition_id is null
    and (link_type, position, target) not in (select link_type, position, target from links_in(new.links));
  insert into link (department, source, link_type, position, target)
  select new.department, new.content_id, given.link_type, given.position, given.target from links_in(new.links) as given
   where not exists (select from link where department = new.department and source = new.content_id and edition_id is null
                       and link.link_type = given.link_type and link.position = given.position and link.target = given.target);
  return null;
end
$$;

create trigger link_set_links after insert or update of links on link_set
  for each row execute function index_link_set();

create function unindex_link_set() returns trigger language plpgsql as $$
begin
  delete from link where department = old.department and source = old.content_id and edition_id is null;
  return null;
end
$$;

create trigger link_set_unlinked after delete on link_set for each row execute function unindex_link_set();

insert into link (department, source, edition_id, link_type, position, target)
select edition.department, document.content_id, edition.id, given.link_type, given.position, given.target
  from edition join document on document.id = edition.document_id, links_in((edition.content -> 'links')::jsonb) as given
 where edition.store is not null and edition.content -> 'links' is not null;

-- For choosing what to link to.
create index edition_type on edition (department, document_type) where store is not null;
