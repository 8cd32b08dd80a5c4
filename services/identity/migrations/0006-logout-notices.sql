-- compatible
-- Clients that are still to hear that a person signed out.
create table logout_notice (
  id        uuid primary key,
  client_id text not null,
  issuer    text not null,
  subject   text not null,
  sid       text,
  tries     integer not null default 0,
  due_at    timestamptz not null,
  ends_at   timestamptz not null
);

comment on table logout_notice is 'Stored before the session ends, and deleted once the client has answered that it heard.';
comment on column logout_notice.subject is 'The person, under the name that the client knows.';

create index logout_notice_due on logout_notice (due_at);
