-- compatible
-- How people want to hear of a department: by which channels, which not, in which language.
create table recipient (
  id           uuid primary key,
  department   text not null,
  recipient_id text not null,
  preferences  bytea not null,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  sequence     bigint not null,
  unique (department, recipient_id)
);

comment on column recipient.recipient_id is 'The department''s own id of the person; no address or number.';
comment on column recipient.preferences is 'Sealed: addresses, channels, language.';
