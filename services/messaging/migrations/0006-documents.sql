-- compatible
-- Files that e-mails link to.
create table document (
  id              uuid primary key,
  service_id      uuid not null references messaging_service,
  notification_id uuid not null,
  key_digest      bytea not null,
  details         bytea not null,
  bytes           bytea not null,
  wrong_guesses   integer not null default 0,
  created_at      timestamptz not null,
  expires_at      timestamptz not null
);

alter table document alter column bytes set storage external;

create index document_expired on document (expires_at);

comment on column document.key_digest is 'A keyed digest of the secret in its link.';
comment on column document.details is 'Sealed: its name and type, and the address that has to be given before it is downloaded.';
comment on column document.bytes is 'Sealed.';
comment on column document.wrong_guesses is 'How often another address was given: after a few it opens for nobody.';
