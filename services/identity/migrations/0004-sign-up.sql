-- compatible
-- Addresses that people prove to be theirs, mail that is on its way, and whose each engine record is.
create table email_proof (
  holder       bytea primary key,
  email_digest bytea not null,
  email        bytea not null,
  code_digest  bytea not null,
  created_at   timestamptz not null,
  ends_at      timestamptz not null,
  confirmed_at timestamptz,
  account_id   uuid
);

comment on table email_proof is 'A person who proves, by a code sent there, that an email address is theirs.';
comment on column email_proof.holder is 'Keyed digest of the sign-in or the session whose browser may go on with it.';
comment on column email_proof.email is 'In lower case, sealed under the data key.';
comment on column email_proof.account_id is 'The account that it was used for; it is used once.';

create index email_proof_end on email_proof (ends_at);

create table mail (
  id      uuid primary key,
  sealed  bytea not null,
  tries   integer not null default 0,
  due_at  timestamptz not null,
  ends_at timestamptz not null
);

comment on table mail is 'E-mail that messaging has not accepted yet. It is stored with what it tells of, and deleted once accepted.';
comment on column mail.sealed is 'To whom, and what it says, sealed under the data key.';

create index mail_due on mail (due_at);

alter table engine_record add column account text;

comment on column engine_record.account is 'Keyed digest of the account that a session, a grant or a token is of: all of an account end at once by it.';

create index engine_record_account on engine_record (account) where account is not null;

-- Of those that are there it is not known whose they are, so that they could not be ended: people sign in once more.
delete from engine_record where kind <> 'Interaction';
