-- compatible
-- The phone number of an account, which its person has proven by a code.
alter table account add column phone text;

comment on column account.phone is 'E.164. Several accounts may have the same.';
