-- compatible
-- A department's own document types. A version is never changed: another is added.
create table document_type (
  id         uuid primary key,
  department text not null,
  name       text not null,
  version    integer not null check (version > 0),
  breaking   boolean not null,
  schema     json not null,
  links      json not null,
  created_at timestamptz not null,
  sequence   bigint not null,
  unique (department, name, version)
);

comment on column document_type.schema is 'Of whole bodies; json, since it is shown as it was written.';

alter table edition add column schema_version integer;

comment on column edition.schema_version is 'The version of its schema that it was found to fit; null where it was made here, or before versions were kept.';
