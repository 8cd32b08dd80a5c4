-- compatible
-- Rows that a predecessor made, kept under its positions: they are served to departments, and never published again. A position is unique within a department
-- then; among the rows that were made here it still is by itself.
alter table change_log add column imported boolean not null default false;
comment on column change_log.imported is 'Made by a predecessor: position and event are its own.';

-- How far each department's rows are deleted, so that a cursor of one that came from elsewhere is judged by its own log. `*`: of those without a row.
create table change_log_horizon (
  department text primary key,
  pruned     bigint not null
);

insert into change_log_horizon (department, pruned) select '*', pruned from relay_state;

-- Where the log went on after a predecessor's last position: between `before` and `after` there is nothing of our own.
create table change_log_jump (
  before bigint primary key,
  after  bigint not null
);

-- Departments whose log goes on elsewhere: their cursors stay at their last row, since what follows it is placed there. Any other department's cursor moves on
-- with the whole log.
create table change_log_cap (
  department text primary key
);
