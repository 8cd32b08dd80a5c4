-- compatible
-- Whose payment or refund a key of a sandbox is about. The sandbox's memory is part of what a department hands over: who may not write for the
-- department may not write there either. Null for a key that is about none, such as a check of credentials.
create function sandbox_department(key text) returns text language plpgsql stable as $$
declare
  subject text := substring(key from '([0-9a-z]{26})-(?:authorise-[0-9]+|capture|refund|cancel)$');
begin
  return coalesce((select department from payment where id = subject),
                  (select payment.department from refund join payment on payment.id = refund.payment_id where refund.id = subject));
end
$$;
