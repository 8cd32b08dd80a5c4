-- compatible
-- The detail of an entry leaves out what is its subject anyway, and nothing else: whom a mandate or a department's staff is about, is said.
create or replace function audit_change() returns trigger language plpgsql as $$
declare
  what text := coalesce(new.type, new.data ->> 'did');
begin
  if what is null or new.imported or what like 'identity.audit.%' then return null; end if;
  insert into audit_entry (at, actor, what, subject, department, outcome, request_id, detail)
  values (new.occurred_at,
          case when new.origin is null then 'identity'
               else coalesce(nullif(split_part(new.origin, ' ', 2), ''), new.aggregate) end,
          regexp_replace(what, '^identity\.|\.v1$', '', 'g'), new.aggregate, new.department, 'done', nullif(split_part(new.origin, ' ', 1), ''),
          (select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(new.data) where value <> to_jsonb(new.aggregate) and key <> 'did'));
  return null;
end
$$;
