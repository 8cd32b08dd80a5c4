-- compatible
create table publishing_application (
  id         uuid primary key,
  department text not null,
  service    text not null,
  name       text not null,
  created_at timestamptz not null,
  sequence   bigint not null
);

create index publishing_application_department on publishing_application (department, created_at, id);

create table publishing_token (
  id             uuid primary key,
  application_id uuid not null references publishing_application,
  token_hash     bytea not null unique,
  description    text not null,
  created_at     timestamptz not null,
  revoked_at     timestamptz
);

create index publishing_token_application on publishing_token (application_id, created_at);

-- One for all documents, so that it rises along a path too when another document takes the path over.
create sequence payload_version;

-- The id is ours, since the content id is the client's choice and two departments may choose the same.
create table document (
  id              uuid primary key,
  department      text not null,
  service         text not null,
  content_id      uuid not null,
  locale          text not null,
  lock_version    integer not null,
  payload_version bigint not null,
  sequence        bigint not null,
  created_at      timestamptz not null,
  unique (department, content_id, locale)
);

comment on column document.lock_version is 'Rises with every change of the document; what is written rests on the version that was read.';

create table edition (
  id                 uuid primary key,
  document_id        uuid not null references document,
  department         text not null,
  version            integer not null,
  state              text not null check (state in ('draft', 'published', 'unpublished', 'superseded')),
  store              text check (store in ('draft', 'live')),
  base_path          text,
  document_type      text not null,
  update_type        text,
  content            json not null,
  unpublishing       json,
  first_published_at timestamptz,
  public_updated_at  timestamptz,
  published_at       timestamptz,
  created_at         timestamptz not null,
  updated_at         timestamptz not null,
  unique (document_id, version)
);

comment on column edition.content is 'The body as the publishing application sent it; json, since it is given back in the order it came in.';
comment on column edition.store is 'The read side that shows it: null when none does.';

create unique index edition_store on edition (document_id, store) where store is not null;
create unique index edition_path on edition (department, base_path, store) where store is not null;

create table path_reservation (
  id             uuid not null,
  department     text not null,
  base_path      text not null check (octet_length(base_path) <= 512),
  publishing_app text not null,
  created_at     timestamptz not null,
  updated_at     timestamptz not null,
  sequence       bigint not null,
  primary key (department, base_path)
);

-- What the public reads, ready to be sent. Written with the edition it shows; it can be made again from the editions.
create table content_item (
  department      text not null,
  base_path       text not null,
  document_id     uuid not null references document,
  payload_version bigint not null,
  status          smallint not null,
  body            text not null,
  exact_routes    text[] not null,
  prefix_routes   text[] not null,
  primary key (department, base_path)
);

comment on column content_item.exact_routes is 'Paths beside the base path that lead to it.';

create index content_item_exact_routes on content_item using gin (exact_routes);
create index content_item_prefix_routes on content_item using gin (prefix_routes);
