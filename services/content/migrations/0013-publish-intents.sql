-- compatible
-- When something is going to be published at a path: what is read there until then must not be kept for longer.
create table publish_intent (
  id           uuid not null unique,
  department   text not null,
  service      text not null,
  base_path    text not null check (octet_length(base_path) <= 512),
  publish_time timestamptz not null,
  content      jsonb not null,
  exact_paths  text[] not null,
  prefix_paths text[] not null,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  sequence     bigint not null,
  primary key (department, base_path)
);

comment on column publish_intent.content is 'The body as the publishing application sent it.';
comment on column publish_intent.exact_paths is 'Every path that it is about, the base path too; prefix_paths: those with all that is below.';

create index publish_intent_exact_paths on publish_intent using gin (exact_paths);
create index publish_intent_prefix_paths on publish_intent using gin (prefix_paths);

-- One that was taken back and made anew is another: the earlier gives way when both come from a predecessor.
create function publish_intent_imported() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('ashlar.importing', true), '') = 'on' then
    delete from publish_intent where department = new.department and base_path = new.base_path and id <> new.id;
  end if;
  return new;
end
$$;
create trigger publish_intent_imported before insert on publish_intent for each row execute function publish_intent_imported();
