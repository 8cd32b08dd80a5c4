-- compatible
-- What an account is known by at payment providers, and which of it each payment began with, so that an account can change its provider
-- while payments are under way.
create table provider_credential (
  id                 uuid primary key,
  gateway_account_id text not null references gateway_account,
  provider           text not null,
  status             text not null check (status in ('CREATED', 'ENTERED', 'VERIFIED', 'ACTIVE', 'RETIRED')),
  secrets            bytea,
  verification       jsonb,
  created_at         timestamptz not null,
  entered_at         timestamptz,
  verified_at        timestamptz,
  activated_at       timestamptz,
  retired_at         timestamptz,
  check (status not in ('ENTERED', 'VERIFIED') or secrets is not null)
);

create index provider_credential_account on provider_credential (gateway_account_id, created_at);
-- An account's payments begin at one provider.
create unique index provider_credential_active on provider_credential (gateway_account_id) where status = 'ACTIVE';
comment on column provider_credential.secrets is 'Sealed with the service''s key. Null for what the service''s own settings hold. They stay once it is retired: refunds still go there.';
comment on column provider_credential.verification is 'The last check at the provider: its run, and, once it is over, what was checked. No secrets.';

insert into provider_credential (id, gateway_account_id, provider, status, created_at, activated_at)
select uuidv7(), id, provider, 'ACTIVE', created_at, created_at from gateway_account;

-- No foreign keys, as on payment's account. Null for what began before there were credentials: that went by the service's own settings, and still does.
alter table payment add column credential_id uuid;
alter table refund add column credential_id uuid;
alter table agreement add column card_credential_id uuid;
comment on column agreement.card_credential_id is 'With which credential the provider keeps the card: charges go there.';
