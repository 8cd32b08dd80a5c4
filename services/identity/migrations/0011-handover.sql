-- compatible
-- What a successor has to hear of; see docs/adr/0037. Each thing counts its changes, and a trigger logs each privately as `<entity>:<id>`: no statement can forget to.
-- Nobody can follow before the fence has a row: until then nothing is logged, so that what is not swapped pays nothing. The statement holds the fence's lock when its triggers
-- run, so that none is missed between the two.
create function handover_note(entity text, id text, version bigint, deleted boolean) returns void language plpgsql as $$
begin
  if coalesce(current_setting('ashlar.importing', true), '') = 'on' or not exists (select from fence) then
    return;
  end if;
  insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data)
  values (uuidv7(), entity || ':' || id, case when deleted then greatest(version + 1, handover_version()) else version end,
          '*', 'handover', null, clock_timestamp(), '{}');
end
$$;

-- The entity, and the column that is its id.
create function handover_noted() returns trigger language plpgsql as $$
declare
  one record := coalesce(new, old);
begin
  if exists (select from fence) then
    perform handover_note(tg_argv[0], to_jsonb(one) ->> tg_argv[1], one.handover_version, tg_op = 'DELETE');
  end if;
  return null;
end
$$;

-- The whole log is read by its positions, whose ever they are.
create index change_log_position on change_log (position);

-- Which requests made a thing, so that their keys go with it.
create index idempotency_record_resource on idempotency_record (resource_id) where resource_id is not null;

-- A feed brings things in the order of their changes, and what one needs may come after it: what a foreign key did, triggers do, except to what is imported.
alter table passkey drop constraint passkey_account_id_fkey;
alter table authenticator_app drop constraint authenticator_app_account_id_fkey;
alter table recovery_code drop constraint recovery_code_account_id_fkey;
alter table account_history drop constraint account_history_account_id_fkey;
alter table sign_in_step drop constraint sign_in_step_account_id_fkey;

create function account_there() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('ashlar.importing', true), '') <> 'on' then
    perform from account where id = new.account_id for key share;
    if not found then
      raise exception 'there is no account %', new.account_id using errcode = 'foreign_key_violation';
    end if;
  end if;
  return new;
end
$$;

create trigger account_there before insert on passkey for each row execute function account_there();
create trigger account_there before insert on authenticator_app for each row execute function account_there();
create trigger account_there before insert on recovery_code for each row execute function account_there();
create trigger account_there before insert on account_history for each row execute function account_there();
create trigger account_there before insert on sign_in_step for each row execute function account_there();

create index sign_in_step_account on sign_in_step (account_id);

create function account_gone() returns trigger language plpgsql as $$
begin
  delete from passkey where account_id = old.id;
  delete from authenticator_app where account_id = old.id;
  delete from recovery_code where account_id = old.id;
  delete from account_history where account_id = old.id;
  delete from sign_in_step where account_id = old.id;
  return null;
end
$$;

create trigger account_gone after delete on account for each row execute function account_gone();

-- What a predecessor tells of an account that it erased meanwhile comes too late, and is no mistake.
create or replace function refuse_erased_account() returns trigger language plpgsql as $$
begin
  if exists (select from account_tombstone where account_id = new.id) then
    if coalesce(current_setting('ashlar.importing', true), '') = 'on' then
      return null;
    end if;
    raise exception 'the account % was erased', new.id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end
$$;

-- A name of one column for what has a key of two, or one that counts at home only.
alter table engine_record add column record_key text;
update engine_record set record_key = kind || ':' || id;
alter table engine_record alter column record_key set not null, add constraint engine_record_record_key unique (record_key);
create function engine_record_key() returns trigger language plpgsql as $$
begin
  new.record_key := new.kind || ':' || new.id;
  return new;
end
$$;
create trigger engine_record_key before insert on engine_record for each row execute function engine_record_key();

alter table recovery_code add column code_key text;
update recovery_code set code_key = account_id || '/' || encode(digest, 'hex');
alter table recovery_code alter column code_key set not null, add constraint recovery_code_code_key unique (code_key);
create function recovery_code_key() returns trigger language plpgsql as $$
begin
  new.code_key := new.account_id || '/' || encode(new.digest, 'hex');
  return new;
end
$$;
create trigger recovery_code_key before insert on recovery_code for each row execute function recovery_code_key();

alter table account_history add column line_id uuid not null default uuidv7(), add constraint account_history_line_id unique (line_id);

alter table account add column handover_version bigint not null default 0;
alter table account alter column handover_version set default handover_version();
create trigger handover_count before update on account for each row execute function handover_count();
create trigger handover_noted after insert or update or delete on account for each row execute function handover_noted('account', 'id');

alter table account_tombstone add column handover_version bigint not null default 0;
alter table account_tombstone alter column handover_version set default handover_version();
create trigger handover_count before update on account_tombstone for each row execute function handover_count();
create trigger handover_noted after insert or update or delete on account_tombstone for each row execute function handover_noted('account_tombstone', 'account_id');

alter table account_history add column handover_version bigint not null default 0;
alter table account_history alter column handover_version set default handover_version();
create trigger handover_count before update on account_history for each row execute function handover_count();
create trigger handover_noted after insert or update or delete on account_history for each row execute function handover_noted('account_history', 'line_id');

alter table passkey add column handover_version bigint not null default 0;
alter table passkey alter column handover_version set default handover_version();
create trigger handover_count before update on passkey for each row execute function handover_count();
create trigger handover_noted after insert or update or delete on passkey for each row execute function handover_noted('passkey', 'id');

alter table authenticator_app add column handover_version bigint not null default 0;
alter table authenticator_app alter column handover_version set default handover_version();
create trigger handover_count before update on authenticator_app for each row execute function handover_count();
create trigger handover_noted after insert or update or delete on authenticator_app for each row execute function handover_noted('authenticator_app', 'account_id');

alter table recovery_code add column handover_version bigint not null default 0;
alter table recovery_code alter column handover_version set default handover_version();
create trigger handover_count before update on recovery_code for each row execute function handover_count();
create trigger handover_noted after insert or update or delete on recovery_code for each row execute function handover_noted('recovery_code', 'code_key');

alter table client add column handover_version bigint not null default 0;
alter table client alter column handover_version set default handover_version();
create trigger handover_count before update on client for each row execute function handover_count();
create trigger handover_noted after insert or update or delete on client for each row execute function handover_noted('client', 'id');

-- The statements that make, use and end one log that themselves, for their receipts.
create trigger handover_noted after delete on initial_access_token for each row execute function handover_noted('initial_access_token', 'id');

alter table engine_record add column handover_version bigint not null default 0;
alter table engine_record alter column handover_version set default handover_version();
create trigger handover_count before update on engine_record for each row execute function handover_count();
create trigger handover_noted after insert or update or delete on engine_record for each row execute function handover_noted('engine_record', 'record_key');

alter table email_proof add column handover_version bigint not null default 0;
alter table email_proof alter column handover_version set default handover_version();
create trigger handover_count before update on email_proof for each row execute function handover_count();
create trigger handover_noted after insert or update or delete on email_proof for each row execute function handover_noted('email_proof', 'holder');

alter table sign_in_step add column handover_version bigint not null default 0;
alter table sign_in_step alter column handover_version set default handover_version();
create trigger handover_count before update on sign_in_step for each row execute function handover_count();
create trigger handover_noted after insert or update or delete on sign_in_step for each row execute function handover_noted('sign_in_step', 'holder');

alter table used_challenge add column handover_version bigint not null default 0;
alter table used_challenge alter column handover_version set default handover_version();
create trigger handover_noted after insert or delete on used_challenge for each row execute function handover_noted('used_challenge', 'digest');

alter table sign_in_attempt add column handover_version bigint not null default 0;
alter table sign_in_attempt alter column handover_version set default handover_version();
create trigger handover_count before update on sign_in_attempt for each row execute function handover_count();
create trigger handover_noted after insert or update or delete on sign_in_attempt for each row execute function handover_noted('sign_in_attempt', 'subject');

alter table mail add column handover_version bigint not null default 0;
alter table mail alter column handover_version set default handover_version();
create trigger handover_count before update on mail for each row execute function handover_count();
create trigger handover_noted after insert or update or delete on mail for each row execute function handover_noted('mail', 'id');

alter table logout_notice add column handover_version bigint not null default 0;
alter table logout_notice alter column handover_version set default handover_version();
create trigger handover_count before update on logout_notice for each row execute function handover_count();
create trigger handover_noted after insert or update or delete on logout_notice for each row execute function handover_noted('logout_notice', 'id');

-- The keys of a set pass on together. What a first start makes counts as nothing, so that a successor's own give way.
create table key_set (
  name             text primary key,
  handover_version bigint not null default 0
);

insert into key_set (name) values ('standard'), ('one_login'), ('core_identity');

create function handover_key_set() returns trigger language plpgsql as $$
declare
  version bigint;
begin
  if coalesce(current_setting('ashlar.importing', true), '') = 'on' or not exists (select from fence) then
    return null;
  end if;
  update key_set set handover_version = greatest(handover_version + 1, handover_version()) where name = tg_argv[0] returning handover_version into version;
  perform handover_note('key_set', tg_argv[0], version, false);
  return null;
end
$$;

create trigger handover_key_set after insert or update or delete on signing_key for each row execute function handover_key_set('standard');
create trigger handover_key_set after insert or update or delete on one_login_signing_key for each row execute function handover_key_set('one_login');
create trigger handover_key_set after insert or update or delete on core_identity_signing_key for each row execute function handover_key_set('core_identity');
