-- compatible
-- Searches look through one account's payments, newest first.
create index payment_newest on payment (gateway_account_id, created_at desc, id desc);
create index payment_reference on payment (gateway_account_id, lower(reference), created_at desc, id desc);
