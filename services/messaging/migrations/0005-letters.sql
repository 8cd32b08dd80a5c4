-- compatible
-- Letters: printed from a template, or a PDF that the caller made.
alter table template
  drop constraint template_type_check,
  add constraint template_type_check check (type in ('email', 'sms', 'letter'));

alter table template_version
  add column postage       text check (postage in ('first', 'second', 'economy')),
  add column contact_block text;

alter table notification
  drop constraint notification_type_check,
  add constraint notification_type_check check (type in ('email', 'sms', 'letter')),
  add column postage text,
  add column pages   integer;

comment on column notification.postage is 'Of letters, the destination''s where it is abroad.';
comment on column notification.pages is 'Of letters, once their PDF is there.';

alter table messaging_service add column letter_provider text not null default 'sandbox';

-- No foreign key, for the same reason as a notification's: what deletes a notification deletes its letter.
create table letter (
  notification_id uuid primary key,
  pdf             bytea not null
);

alter table letter alter column pdf set storage external;

comment on column letter.pdf is 'Sealed: the PDF, byte for byte.';
