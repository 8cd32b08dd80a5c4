-- compatible
-- The audit: who did what to whom, and security events. It only grows, and each entry is chained to the one before it. It is this installation's own, and stays here in a hand-over.
create table audit_entry (
  id         bigint generated always as identity primary key,
  number     bigint unique,
  at         timestamptz not null,
  actor      text not null,
  what       text not null,
  subject    text,
  department text not null,
  outcome    text not null check (outcome in ('done', 'failed', 'refused')),
  request_id text,
  detail     jsonb not null,
  previous   text,
  hash       text
);

comment on table audit_entry is 'Ids only: nothing of a person, and no secret.';
comment on column audit_entry.number is 'Gapless, given by a worker after commit, with the hashes.';
comment on column audit_entry.actor is 'The id of a client or an account; identity for the service itself, anonymous for whoever proved nothing.';
comment on column audit_entry.hash is 'SHA-256, base64url, of the entry as canonical JSON (RFC 8785) with the hash of the one before it.';

create index audit_entry_unchained on audit_entry (id) where number is null;
create index audit_entry_at on audit_entry (at);
create index audit_entry_subject on audit_entry (subject, number);
create index audit_entry_actor on audit_entry (actor, number);

create table audit_head (
  number    bigint primary key,
  hash      text not null,
  jws       text not null,
  signed_at timestamptz not null
);

comment on table audit_head is 'Which entry was the last at a time, signed; the same is published as an event, so that a cut tail is missed outside.';

create table audit_key (
  kid        text primary key,
  sealed     bytea not null,
  public     jsonb not null,
  created_at timestamptz not null
);

comment on column audit_key.sealed is 'The private JWK that heads are signed with, sealed under the data key.';

-- An entry changes once, when it is chained, and goes after a year at the earliest.
create function audit_only_grows() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and tg_table_name = 'audit_entry' then
    if old.number is not null and old.at < now() - interval '1 year' then return old; end if;
  elsif tg_op = 'UPDATE' and tg_table_name = 'audit_entry' then
    if old.number is null and new.number is not null
       and (old.id, old.at, old.actor, old.what, old.subject, old.department, old.outcome, old.request_id, old.detail)
           is not distinct from (new.id, new.at, new.actor, new.what, new.subject, new.department, new.outcome, new.request_id, new.detail)
    then return new; end if;
  end if;
  raise exception 'the audit only grows' using errcode = 'integrity_constraint_violation';
end
$$;

create trigger audit_only_grows before update or delete on audit_entry for each row execute function audit_only_grows();
create trigger audit_head_only_grows before update or delete on audit_head for each row execute function audit_only_grows();
create trigger audit_is_kept before truncate on audit_entry execute function audit_only_grows();
create trigger audit_head_is_kept before truncate on audit_head execute function audit_only_grows();

alter table change_log add column origin text;

comment on column change_log.origin is 'For the audit: the request''s id and, after a space, whose token asked.';

-- Whatever is logged is audited in the same statement. Pages have no token: what happens to an account there, its person does.
create function audit_change() returns trigger language plpgsql as $$
declare
  what text := coalesce(new.type, new.data ->> 'did');
begin
  if what is null or new.imported or what like 'identity.audit.%' then return null; end if;
  insert into audit_entry (at, actor, what, subject, department, outcome, request_id, detail)
  values (new.occurred_at,
          case when new.origin is null then 'identity'
               else coalesce(nullif(split_part(new.origin, ' ', 2), ''), new.aggregate) end,
          regexp_replace(what, '^identity\.|\.v1$', '', 'g'), new.aggregate, new.department, 'done', nullif(split_part(new.origin, ' ', 1), ''),
          new.data - array['account_id', 'client_id', 'kid', 'did']);
  return null;
end
$$;

create trigger change_is_audited after insert on change_log for each row execute function audit_change();
