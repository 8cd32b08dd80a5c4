-- compatible
-- Payment links (GOV.UK Pay calls them products), and which payments were made through them.
create table product (
  id                 text primary key,
  gateway_account_id text not null references gateway_account,
  status             text not null check (status in ('active', 'inactive')),
  name               text not null,
  description        text,
  price              integer,
  amount_hint        text,
  reference_enabled  boolean not null,
  reference_label    text,
  reference_hint     text,
  language           text not null check (language in ('en', 'cy')),
  return_url         text,
  confirmation_text  text,
  metadata           json,
  service_path       text not null,
  product_path       text,
  created_at         timestamptz not null,
  deleted_at         timestamptz
);

create index product_account on product (gateway_account_id, id desc) where deleted_at is null;
create unique index product_path on product (service_path, product_path) where deleted_at is null;

-- Beside the payment, not a column of it: most payments have no link, and their row stays as narrow as it is.
create table product_payment (
  payment_id text primary key,
  product_id text not null references product
);

-- A payment's id begins with its time, so this is the order in which they were made.
create unique index product_payment_newest on product_payment (product_id, payment_id desc);
