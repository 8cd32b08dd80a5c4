-- compatible
-- Cards whose issuer wants an answer from the payer before it authorises them.
alter table payment add column challenge bytea;
alter table payment add column three_d_secure boolean not null default false;
comment on column payment.challenge is 'The issuer''s page that the payer has to answer, sealed with the service''s key. Null when the payment waits for no answer.';

create index payment_challenged on payment (created_at) where status = 'AUTHORISATION 3DS REQUIRED';
create index payment_answered on payment (updated_at) where status = 'AUTHORISATION 3DS READY';
