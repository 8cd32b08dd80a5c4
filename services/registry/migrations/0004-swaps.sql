-- compatible
-- Swaps: each is a durable list of steps that any process of the registry carries on with.
create table swap_step (
  step  text primary key,
  state text not null,
  unique (step, state)
);

insert into swap_step (step, state) values
  ('check', 'checking'), ('enlist_old', 'checking'), ('enlist_candidate', 'checking'), ('seed', 'seeding'), ('compare', 'verifying'),
  ('hold', 'switching'), ('freeze', 'switching'), ('catch_up', 'switching'), ('compare_again', 'switching'), ('commit', 'switching'),
  ('promote', 'switching'), ('release', 'switching'), ('standby', 'switching'), ('unfreeze', 'aborting'), ('unhold', 'aborting'),
  ('dismiss', 'aborting'), ('completed', 'completed'), ('aborted', 'aborted');

create table swap_move (
  from_step text not null references swap_step,
  to_step   text not null references swap_step,
  primary key (from_step, to_step)
);

insert into swap_move (from_step, to_step) values
  ('check', 'enlist_old'), ('enlist_old', 'enlist_candidate'), ('enlist_candidate', 'seed'), ('seed', 'compare'), ('compare', 'hold'),
  ('hold', 'freeze'), ('freeze', 'catch_up'), ('catch_up', 'compare_again'), ('compare_again', 'commit'), ('commit', 'promote'),
  ('promote', 'release'), ('release', 'standby'), ('standby', 'completed'),
  ('check', 'unfreeze'), ('enlist_old', 'unfreeze'), ('enlist_candidate', 'unfreeze'), ('seed', 'unfreeze'), ('compare', 'unfreeze'),
  ('hold', 'unfreeze'), ('freeze', 'unfreeze'), ('catch_up', 'unfreeze'), ('compare_again', 'unfreeze'), ('commit', 'unfreeze'),
  ('unfreeze', 'unhold'), ('unhold', 'dismiss'), ('dismiss', 'aborted');

create table swap (
  id             uuid primary key,
  kind           text not null check (kind in ('swap', 'rollback')),
  component      text not null,
  department     text not null,
  from_id        uuid not null,
  from_name      text not null,
  to_id          uuid not null,
  to_name        text not null,
  key_thumbprint text not null,
  epoch          bigint not null,
  new_epoch      bigint,
  came_from      text,
  step           text not null,
  state          text not null,
  steps          jsonb not null,
  progress       jsonb,
  barrier        jsonb,
  outcome        text,
  memory         jsonb not null default '{}',
  held_at        timestamptz,
  abort_asked_by text,
  standby        text not null default 'none' check (standby in ('none', 'wanted', 'following', 'ending', 'ended')),
  standby_due    timestamptz,
  asked_by       jsonb not null,
  revision       bigint not null,
  sequence       bigint not null,
  created_at     timestamptz not null,
  ended_at       timestamptz,
  lease_by       uuid,
  lease_until    timestamptz,
  constraint swap_step foreign key (step, state) references swap_step (step, state),
  constraint swap_move foreign key (came_from, step) references swap_move (from_step, to_step),
  constraint swap_begin check (came_from is not null or step = 'check'),
  constraint swap_end check ((state in ('completed', 'aborted')) = (ended_at is not null)),
  constraint swap_epoch check ((new_epoch is not null) = (step in ('promote', 'release', 'standby', 'completed')))
);

create unique index swap_unfinished on swap (component, department) where state not in ('completed', 'aborted');
create index swap_department on swap (department, id);
create index swap_standby on swap (standby_due) where standby in ('wanted', 'following', 'ending');

comment on column swap.came_from is 'The step before this one: together they are a legal move, or the row is refused.';
comment on column swap.memory is 'What the steps have found out and later ones need; never shown.';
comment on column swap.lease_by is 'The process that carries it on, until lease_until; any other one may after that.';

alter table binding
  add column swap_id uuid references swap,
  add column orders  bigint not null default 0;

comment on column binding.swap_id is 'The swap that is under way; nothing else changes the binding meanwhile.';
comment on column binding.orders is 'The number of the last order that was given for this department; rises for ever.';
