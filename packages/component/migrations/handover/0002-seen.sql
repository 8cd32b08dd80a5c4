-- compatible
-- What the snapshot that is being read has named so far, of kinds whose things go again: what it does not name has gone at the source.
create table handover_seen (
  department text not null,
  entity     text not null,
  id         text not null,
  primary key (department, entity, id)
);
