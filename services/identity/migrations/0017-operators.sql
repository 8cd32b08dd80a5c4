-- compatible
-- What operators of the platform do with accounts: a lock says why and until when, and failures can be cleared by address.
alter table account
  add column lock_reason text,
  add column lock_reference text,
  add column lock_ends_at timestamptz;

comment on column account.lock_reason is 'Why an operator locked the account, which is disabled as long as that lasts.';
comment on column account.lock_reference is 'The number of a case, and nothing of the person.';
comment on column account.lock_ends_at is 'When a worker unlocks it; without a time an operator has to.';

create index account_lock_end on account (lock_ends_at) where lock_ends_at is not null;

alter table sign_in_attempt add column email_digest bytea;

comment on column sign_in_attempt.email_digest is 'Keyed digest of the email address that failures are of, on whichever device: an operator clears them by it.';

create index sign_in_attempt_email on sign_in_attempt (email_digest) where email_digest is not null;
