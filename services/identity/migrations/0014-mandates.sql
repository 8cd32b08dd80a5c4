-- compatible
-- Organisations, who is staff of a department, and whom people act for.
create table organisation (
  id         uuid primary key,
  department text not null,
  name       text not null,
  kind       text not null,
  created_at timestamptz not null,
  sequence   bigint not null
);

create index organisation_of on organisation (department, created_at, id);

create table staff_member (
  id         uuid primary key,
  department text not null,
  account_id uuid not null,
  roles      text[] not null,
  since      timestamptz not null,
  sequence   bigint not null,
  unique (department, account_id)
);

create index staff_member_account on staff_member (account_id);

create table mandate (
  id                uuid primary key,
  department        text not null,
  account_id        uuid not null,
  organisation_id   uuid,
  principal_id      uuid,
  scope             text[] not null,
  from_at           timestamptz not null,
  until_at          timestamptz,
  granted_by        text not null,
  created_at        timestamptz not null,
  revoked_at        timestamptz,
  revoked_by        text,
  revoked_reason    text,
  revoked_reference text,
  sequence          bigint not null,
  check ((organisation_id is null) <> (principal_id is null)),
  check (until_at > from_at)
);

comment on table mandate is 'A person may act for an organisation or another person. None is changed but by being revoked.';
comment on column mandate.scope is 'What may be done, in order.';
comment on column mandate.granted_by is 'The client that recorded it.';

create index mandate_account on mandate (account_id);
create index mandate_principal on mandate (principal_id) where principal_id is not null;
create index mandate_of on mandate (department, created_at, id);

-- Two of one person for the same party and scope must not overlap. Whoever grants one waits here for whoever grants another of the same person, and looks after that.
create function mandate_overlaps() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('ashlar.importing', true), '') = 'on' then
    return new;
  end if;
  perform from account where id = new.account_id for no key update;
  if exists (
    select from mandate
     where account_id = new.account_id and department = new.department and revoked_at is null and scope = new.scope
       and organisation_id is not distinct from new.organisation_id and principal_id is not distinct from new.principal_id
       and tstzrange(from_at, until_at) && tstzrange(new.from_at, new.until_at)
  ) then
    raise exception 'it overlaps another mandate' using errcode = 'unique_violation', constraint = 'mandate_overlaps';
  end if;
  return new;
end
$$;

create trigger mandate_overlaps before insert on mandate for each row execute function mandate_overlaps();

create trigger account_there before insert on staff_member for each row execute function account_there();
create trigger account_there before insert on mandate for each row execute function account_there();

create or replace function account_gone() returns trigger language plpgsql as $$
begin
  delete from passkey where account_id = old.id;
  delete from authenticator_app where account_id = old.id;
  delete from recovery_code where account_id = old.id;
  delete from account_history where account_id = old.id;
  delete from sign_in_step where account_id = old.id;
  delete from upstream_link where account_id = old.id;
  delete from staff_member where account_id = old.id;
  delete from mandate where account_id = old.id or principal_id = old.id;
  return null;
end
$$;

alter table organisation add column handover_version bigint not null default 0;
alter table organisation alter column handover_version set default handover_version();
create trigger handover_count before update on organisation for each row execute function handover_count();
create trigger handover_noted after insert or update or delete on organisation for each row execute function handover_noted('organisation', 'id');

alter table staff_member add column handover_version bigint not null default 0;
alter table staff_member alter column handover_version set default handover_version();
create trigger handover_count before update on staff_member for each row execute function handover_count();
create trigger handover_noted after insert or update or delete on staff_member for each row execute function handover_noted('staff_member', 'id');

alter table mandate add column handover_version bigint not null default 0;
alter table mandate alter column handover_version set default handover_version();
create trigger handover_count before update on mandate for each row execute function handover_count();
create trigger handover_noted after insert or update or delete on mandate for each row execute function handover_noted('mandate', 'id');
