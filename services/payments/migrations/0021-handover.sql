-- compatible
-- What a successor has to hear of and no statement logged: keys, payment links, webhooks with their messages, and the sandboxes' memory. Each counts its changes,
-- and a trigger logs each privately as `<entity>:<id>`: no statement can forget to. What is imported from a predecessor is no change of ours.
create sequence handover_version as bigint;

-- Drawn under the row's lock, and above what a predecessor counted.
create function handover_count() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('ashlar.importing', true), '') <> 'on' then
    new.version := greatest(old.version + 1, nextval('handover_version'));
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
  values (uuidv7(), entity || ':' || id, case when deleted then greatest(version + 1, nextval('handover_version')) else version end,
          of_department, 'handover', null, clock_timestamp(), '{}');
end
$$;

-- Of what belongs to an account.
create function handover_of_account() returns trigger language plpgsql as $$
declare
  one record := coalesce(new, old);
begin
  perform handover_note(tg_argv[0], one.id::text, one.version, tg_op = 'DELETE',
                        (select department from gateway_account where id = one.gateway_account_id));
  return null;
end
$$;

-- Of what belongs to a webhook.
create function handover_of_webhook() returns trigger language plpgsql as $$
declare
  one record := coalesce(new, old);
begin
  perform handover_note(tg_argv[0], one.id, one.version, tg_op = 'DELETE',
                        (select account.department from webhook join gateway_account as account on account.id = webhook.gateway_account_id
                          where webhook.id = one.webhook_id));
  return null;
end
$$;

-- Of a sandbox.
create function handover_of_sandbox() returns trigger language plpgsql as $$
declare
  one record := coalesce(new, old);
begin
  perform handover_note(tg_argv[0], one.key, one.version, tg_op = 'DELETE', one.department);
  return null;
end
$$;

create function sandbox_owner() returns trigger language plpgsql as $$
begin
  new.department := coalesce(new.department, sandbox_department(new.key));
  return new;
end
$$;

create function sandbox_dispute_owner() returns trigger language plpgsql as $$
begin
  new.department := coalesce(new.department, sandbox_department(new.capture_key));
  return new;
end
$$;

alter table api_key add column version bigint not null default 0;
alter table api_key alter column version set default nextval('handover_version');
create trigger handover_count before update on api_key for each row execute function handover_count();
create trigger handover_note after insert or update or delete on api_key for each row execute function handover_of_account('api_key');

alter table product add column version bigint not null default 0;
alter table product alter column version set default nextval('handover_version');
create trigger handover_count before update on product for each row execute function handover_count();
create trigger handover_note after insert or update or delete on product for each row execute function handover_of_account('product');

-- How often a receiver failed of late is not told: a successor finds out.
alter table webhook add column version bigint not null default 0;
alter table webhook alter column version set default nextval('handover_version');
create trigger handover_count before update of callback_url, description, status, subscriptions, signing_key, signing_key_made_at, previous_signing_key,
  previous_signing_until, deleted_at on webhook for each row execute function handover_count();
create trigger handover_note after insert or delete or update of callback_url, description, status, subscriptions, signing_key, signing_key_made_at,
  previous_signing_key, previous_signing_until, deleted_at on webhook for each row execute function handover_of_account('webhook');

-- A lease is not told: it ends by itself. Every attempt moves the message that it is of.
alter table webhook_message add column version bigint not null default 0;
alter table webhook_message alter column version set default nextval('handover_version');
create trigger handover_count before update of status, tries, send_at on webhook_message for each row execute function handover_count();
create trigger handover_note after insert or delete or update of status, tries, send_at on webhook_message
  for each row execute function handover_of_webhook('webhook_message');

alter table webhook_replay add column version bigint not null default 0;
alter table webhook_replay alter column version set default nextval('handover_version');
create trigger handover_count before update on webhook_replay for each row execute function handover_count();
create trigger handover_note after insert or update or delete on webhook_replay for each row execute function handover_of_webhook('webhook_replay');

alter table sandbox_transaction add column version bigint not null default 0, add column department text;
alter table sandbox_transaction alter column version set default nextval('handover_version');
update sandbox_transaction set department = sandbox_department(key);
create index sandbox_transaction_department on sandbox_transaction (department, key);
create trigger handover_owner before insert on sandbox_transaction for each row execute function sandbox_owner();
create trigger handover_count before update of outcome, captured_by, refund_keys, refunded on sandbox_transaction
  for each row execute function handover_count();
create trigger handover_note after insert or delete or update of outcome, captured_by, refund_keys, refunded on sandbox_transaction
  for each row execute function handover_of_sandbox('sandbox_transaction');

alter table sandbox_dispute add column version bigint not null default 0, add column department text;
alter table sandbox_dispute alter column version set default nextval('handover_version');
update sandbox_dispute set department = sandbox_department(capture_key);
create trigger handover_owner before insert on sandbox_dispute for each row execute function sandbox_dispute_owner();
create trigger handover_count before update on sandbox_dispute for each row execute function handover_count();
create trigger handover_note after insert or update or delete on sandbox_dispute for each row execute function handover_of_sandbox('sandbox_dispute');

alter table sandbox_notification add column version bigint not null default 0, add column department text;
alter table sandbox_notification alter column version set default nextval('handover_version');
update sandbox_notification set department = sandbox_department(key);
create trigger handover_owner before insert on sandbox_notification for each row execute function sandbox_owner();
create trigger handover_count before update of event_id, copies on sandbox_notification for each row execute function handover_count();
create trigger handover_note after insert or delete or update of event_id, copies on sandbox_notification
  for each row execute function handover_of_sandbox('sandbox_notification');

-- A feed brings things in the order of their changes, and what one needs may come after it.
alter table api_key drop constraint api_key_gateway_account_id_fkey;
alter table product drop constraint product_gateway_account_id_fkey;
alter table product_payment drop constraint product_payment_product_id_fkey;
alter table webhook_message drop constraint webhook_message_webhook_id_fkey;
alter table webhook_replay drop constraint webhook_replay_webhook_id_fkey;
alter table ledger_account drop constraint ledger_account_gateway_account_id_fkey;

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

-- Up to which position of the imported events of a department messages to webhooks were made. Gone once that is all of them.
create table webhook_backlog (
  department text primary key,
  position   bigint not null
);
