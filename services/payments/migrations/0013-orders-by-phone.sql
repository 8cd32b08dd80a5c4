-- compatible
-- Orders by mail and telephone (MOTO), payments that were taken elsewhere, what corporate cards add, and which cards an account takes.
alter table payment add column moto boolean not null default false;
alter table payment add column corporate_surcharge integer check (corporate_surcharge > 0);
comment on column payment.corporate_surcharge is 'What the payer''s corporate card adds to the amount, in minor units. Null where it adds nothing.';

alter table payment drop constraint payment_authorisation_mode_check;
alter table payment add check (authorisation_mode in ('web', 'agreement', 'moto_api', 'external'));

-- What the account does not say is as the service's defaults have it.
alter table gateway_account add column cards jsonb not null default '{}';
comment on column gateway_account.cards is 'Which cards are taken, and the surcharges of corporate ones.';

-- Payments that somebody else took and told of, once for each of the taker's own ids.
create table payment_notification (
  gateway_account_id text not null,
  provider_id        text not null,
  payment_id         text not null,
  told               json not null,
  primary key (gateway_account_id, provider_id)
);

comment on column payment_notification.told is 'As it was told. It comes back to whoever tells the same again.';
