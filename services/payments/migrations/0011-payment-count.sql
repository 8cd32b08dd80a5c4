-- compatible
-- How many payments each account has, so that a search need not count them: kept from the change log, in the order of its positions. What the
-- log says of later positions, or has not given a position yet, comes on top.
create table payment_count (
  gateway_account_id text primary key,
  payments           bigint not null
);

-- One row: the position up to which payments are counted.
create table payment_count_state (
  only_row boolean primary key default true check (only_row),
  counted  bigint not null
);

-- In one statement, and so of one moment: payments whose event has no position yet are left to be counted by it.
with counted as (
  insert into payment_count_state (counted) select stamped from relay_state
), waiting as (
  select data ->> 'gateway_account_id' as account, count(*) as payments
    from change_log where position is null and type = 'payments.payment.created.v1' group by 1
)
insert into payment_count (gateway_account_id, payments)
select gateway_account_id, count(*) - coalesce(max(waiting.payments), 0)
  from payment left join waiting on waiting.account = gateway_account_id
 group by gateway_account_id;
