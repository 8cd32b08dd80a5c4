-- compatible
-- Links that open one path of the draft store for a while.
create table preview_link (
  id             uuid primary key,
  department     text not null,
  service        text not null,
  base_path      text not null,
  auth_bypass_id text,
  token_hash     bytea not null unique,
  created_at     timestamptz not null,
  expires_at     timestamptz not null,
  revoked_at     timestamptz,
  sequence       bigint not null
);

comment on column preview_link.auth_bypass_id is 'Opens a draft with an access limit that names it; null opens none with a limit.';

create index preview_link_department on preview_link (department, base_path, created_at, id);
