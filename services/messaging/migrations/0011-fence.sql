-- compatible
-- Whose a thing is, for the fence: a statement that writes asks whether its department may be written for here.
create function department_of_service(uuid) returns text language sql stable as $$
  select department from messaging_service where id = $1
$$;

create function department_of_notification(uuid) returns text language sql stable as $$
  select department from notification where id = $1
$$;

create function department_of_secure_message(uuid) returns text language sql stable as $$
  select department from secure_message where id = $1
$$;

-- The sandbox carrier's memory of what it was given for a department is part of what that hands over. Null for mail that came by SMTP.
alter table sandbox_message add column department text;
update sandbox_message set department = department_of_notification(notification_id) where key = notification_id::text;
