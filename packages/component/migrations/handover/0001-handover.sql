-- compatible
-- What a hand-over keeps: whom a department follows and how far, what was deleted meanwhile, records that this version does not know, and this
-- implementation's own key.
create table handover_follow (
  department    text primary key,
  source        text not null,
  token         bytea not null,
  phase         text not null check (phase in ('snapshot', 'feed', 'stopped', 'failed')),
  -- Where the feed goes on once the snapshot is in, and how far that is.
  position      bigint not null default 0,
  seeded        boolean not null default false,
  begun         boolean not null default false,
  cursor        text,
  records       bigint not null default 0,
  error         text,
  caught_up_at  timestamptz,
  caught_up     boolean not null default false,
  holder        uuid,
  seen_at       timestamptz
);

comment on column handover_follow.token is 'Sealed with the service''s key.';
comment on column handover_follow.position is 'The source''s position up to which everything is applied; of a snapshot, the one that it began with.';
comment on column handover_follow.seeded is 'Whether the snapshot is in, or none was needed.';
comment on column handover_follow.begun is 'Whether the snapshot''s first line was read.';
comment on column handover_follow.holder is 'The process that pulls; another may once it was not seen for a while.';

-- An older record that comes late must not bring back what was deleted.
create table handover_tombstone (
  department text not null,
  entity     text not null,
  id         text not null,
  sequence   bigint not null,
  primary key (department, entity, id)
);

-- Kept as they came, and handed on: a later implementation may know them.
create table handover_kept (
  department text not null,
  entity     text not null,
  id         text not null,
  sequence   bigint not null,
  record     bytea not null,
  primary key (department, entity, id)
);

comment on column handover_kept.record is 'Sealed with the service''s key.';

create table handover_key (
  only_row boolean primary key default true check (only_row),
  jwk      bytea not null
);

comment on table handover_key is 'The key that others seal records to, as a private JWK, sealed with the service''s key. Empty where HANDOVER_KEY is set.';

-- Up to which source position each thing of a source was last changed, for digests of what changed after one.
create table handover_changed (
  department text not null,
  entity     text not null,
  id         text not null,
  position   bigint not null,
  primary key (department, entity, id)
);

create index handover_changed_position on handover_changed (department, position);
