-- compatible
-- What a person sees of the own account, and what stays of one that was erased.
create table account_history (
  id         bigint generated always as identity primary key,
  account_id uuid not null references account on delete cascade,
  at         timestamptz not null,
  what       text not null,
  client     text,
  agent      text
);

comment on table account_history is 'For the person only; it goes with the account, and rows are kept for a year.';
comment on column account_history.client is 'The name of what was signed in to.';
comment on column account_history.agent is 'Browser and system, such as Firefox on Linux.';

create index account_history_of on account_history (account_id, id desc);
create index account_history_at on account_history (at);

create table account_tombstone (
  account_id   uuid primary key,
  email_digest bytea not null,
  erased_at    timestamptz not null
);

comment on table account_tombstone is 'Accounts that were erased: nobody ever becomes the same subject again.';
comment on column account_tombstone.email_digest is 'Keyed digest of the address that it had.';

create function refuse_erased_account() returns trigger language plpgsql as $$
begin
  if exists (select from account_tombstone where account_id = new.id) then
    raise exception 'the account % was erased', new.id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end
$$;

create trigger account_stays_erased before insert on account for each row execute function refuse_erased_account();
