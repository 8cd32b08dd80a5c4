-- compatible
-- What a successor has to hear of and no statement logged. Each thing counts its changes, and a trigger logs each privately as `<entity>:<id>`: no statement can forget
-- to. What is imported from a predecessor is no change of ours.

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

-- One row of the log: of a change, or of a deletion, which counts too.
create function handover_note(entity text, id text, version bigint, deleted boolean, of_department text) returns void language plpgsql as $$
begin
  if of_department is null or coalesce(current_setting('ashlar.importing', true), '') = 'on' then
    return;
  end if;
  insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data)
  values (uuidv7(), entity || ':' || id, case when deleted then greatest(version + 1, handover_version()) else version end,
          of_department, 'handover', null, clock_timestamp(), '{}');
end
$$;

create function handover_of_service() returns trigger language plpgsql as $$
declare
  one record := coalesce(new, old);
begin
  perform handover_note(tg_argv[0], one.id::text, one.handover_version, tg_op = 'DELETE', department_of_service(one.service_id));
  return null;
end
$$;

create function handover_of_notification() returns trigger language plpgsql as $$
declare
  one record := coalesce(new, old);
begin
  perform handover_note(tg_argv[0], one.notification_id::text, one.handover_version, tg_op = 'DELETE', department_of_notification(one.notification_id));
  return null;
end
$$;

create function handover_of_secure_file() returns trigger language plpgsql as $$
declare
  one record := coalesce(new, old);
begin
  perform handover_note(tg_argv[0], one.file_id::text, one.handover_version, tg_op = 'DELETE', department_of_secure_message(one.message_id));
  return null;
end
$$;

create function handover_of_secure_notice() returns trigger language plpgsql as $$
declare
  one record := coalesce(new, old);
begin
  perform handover_note(tg_argv[0], one.notification_id::text, one.handover_version, tg_op = 'DELETE', department_of_secure_message(one.message_id));
  return null;
end
$$;

create function handover_of_department() returns trigger language plpgsql as $$
declare
  one record := coalesce(new, old);
begin
  perform handover_note(tg_argv[0], one.id::text, one.handover_version, tg_op = 'DELETE', one.department);
  return null;
end
$$;

create function handover_of_sandbox() returns trigger language plpgsql as $$
declare
  one record := coalesce(new, old);
begin
  perform handover_note(tg_argv[0], one.key, one.handover_version, tg_op = 'DELETE', one.department);
  return null;
end
$$;

alter table api_key add column handover_version bigint not null default 0;
alter table api_key alter column handover_version set default handover_version();
create trigger handover_count before update on api_key for each row execute function handover_count();
create trigger handover_note after insert or update or delete on api_key for each row execute function handover_of_service('api_key');

alter table template add column handover_version bigint not null default 0;
alter table template alter column handover_version set default handover_version();
create trigger handover_count before update on template for each row execute function handover_count();
create trigger handover_note after insert or update or delete on template for each row execute function handover_of_service('template');

alter table sender add column handover_version bigint not null default 0;
alter table sender alter column handover_version set default handover_version();
create trigger handover_count before update on sender for each row execute function handover_count();
create trigger handover_note after insert or update or delete on sender for each row execute function handover_of_service('sender');

alter table received_text add column handover_version bigint not null default 0;
alter table received_text alter column handover_version set default handover_version();
create trigger handover_note after insert or delete on received_text for each row execute function handover_of_service('received_text');

alter table unsubscribe_request add column handover_version bigint not null default 0;
alter table unsubscribe_request alter column handover_version set default handover_version();
create trigger handover_count before update on unsubscribe_request for each row execute function handover_count();
create trigger handover_note after insert or update or delete on unsubscribe_request for each row execute function handover_of_service('unsubscribe_request');

alter table document add column handover_version bigint not null default 0;
alter table document alter column handover_version set default handover_version();
create trigger handover_count before update on document for each row execute function handover_count();
create trigger handover_note after insert or update or delete on document for each row execute function handover_of_service('document');

-- One of a service and type at a time: what is deleted and set again is the same thing.
alter table service_callback add column id text, add column handover_version bigint not null default 0;
alter table service_callback alter column handover_version set default handover_version();
update service_callback set id = service_id || '/' || type;
alter table service_callback alter column id set not null, add constraint service_callback_id unique (id);
create function service_callback_id() returns trigger language plpgsql as $$
begin
  new.id := new.service_id || '/' || new.type;
  return new;
end
$$;
create trigger handover_id before insert on service_callback for each row execute function service_callback_id();
create trigger handover_count before update on service_callback for each row execute function handover_count();
create trigger handover_note after insert or update or delete on service_callback for each row execute function handover_of_service('service_callback');

-- A lease is not told: it ends by itself. Every attempt moves the message that it is of.
alter table callback_message add column handover_version bigint not null default 0;
alter table callback_message alter column handover_version set default handover_version();
create trigger handover_count before update of status, tries, ended_at on callback_message for each row execute function handover_count();
create trigger handover_note after insert or delete or update of status, tries, ended_at on callback_message
  for each row execute function handover_of_service('callback_message');

-- A letter's PDF never changes, and goes with its notification.
alter table letter add column handover_version bigint not null default 0;
alter table letter alter column handover_version set default handover_version();
create trigger handover_note after insert on letter for each row execute function handover_of_notification('letter');
create function notification_gone() returns trigger language plpgsql as $$
begin
  delete from letter where notification_id = old.id;
  return null;
end
$$;
create trigger notification_gone after delete on notification for each row when (old.type = 'letter') execute function notification_gone();

-- Its events log the rest. Its sequence counts its evidence, so that what is done to it without any is counted apart; a lease and a key that was wrapped anew are not.
alter table secure_message add column handover_version bigint not null default 0;
alter table secure_message alter column handover_version set default handover_version();
create trigger handover_count before update of sequence, content on secure_message for each row execute function handover_count();
create trigger handover_note after delete or update of content on secure_message for each row execute function handover_of_department('secure_message');

alter table secure_file add column file_id uuid not null default uuidv7(), add column handover_version bigint not null default 0;
alter table secure_file alter column handover_version set default handover_version(), add constraint secure_file_id unique (file_id);
create trigger handover_note after insert or delete on secure_file for each row execute function handover_of_secure_file('secure_file');

alter table secure_notice add column handover_version bigint not null default 0;
alter table secure_notice alter column handover_version set default handover_version(),
  add constraint secure_notice_notification unique (notification_id);
create trigger handover_count before update of state on secure_notice for each row execute function handover_count();
create trigger handover_note after insert or delete or update of state on secure_notice for each row execute function handover_of_secure_notice('secure_notice');

create function secure_message_gone() returns trigger language plpgsql as $$
begin
  delete from secure_file where message_id = old.id;
  delete from secure_notice where message_id = old.id;
  return null;
end
$$;
create trigger secure_message_gone after delete on secure_message for each row execute function secure_message_gone();

alter table sandbox_message add column handover_version bigint not null default 0;
alter table sandbox_message alter column handover_version set default handover_version();
create index sandbox_message_department on sandbox_message (department, key) where department is not null;
create trigger handover_note after insert or delete on sandbox_message for each row execute function handover_of_sandbox('sandbox_message');

-- A feed brings things in the order of their changes, and what one needs may come after it.
alter table api_key drop constraint api_key_service_id_fkey;
alter table template drop constraint template_service_id_fkey;
alter table sender drop constraint sender_service_id_fkey;
alter table received_text drop constraint received_text_service_id_fkey;
alter table unsubscribe_request drop constraint unsubscribe_request_service_id_fkey;
alter table document drop constraint document_service_id_fkey;
alter table service_callback drop constraint service_callback_service_id_fkey;
alter table secure_file drop constraint secure_file_message_id_fkey;
alter table secure_notice drop constraint secure_notice_message_id_fkey;

-- Which requests made a thing, so that their keys go with it.
create index idempotency_record_resource on idempotency_record (resource_id) where resource_id is not null;

-- Keys of predecessors: what they made of this department and gave away is accepted here.
create table handed_secret (
  id         text not null,
  department text not null,
  use        text not null,
  algorithm  text not null,
  secret     bytea not null,
  primary key (department, id)
);

comment on column handed_secret.secret is 'Sealed with the service''s key.';

-- The public keys that predecessors signed evidence with: published with our own.
create table handed_evidence_key (
  department text not null,
  kid        text not null,
  public     jsonb not null,
  primary key (department, kid)
);
