import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

/** A row as SQLite gives it. */
export type Row = Record<string, unknown>;

/**
 * The one database. Whoever writes gives a function that runs inside a transaction; all that wait at the same moment share one
 * transaction and so one flush of the disk, each behind a savepoint of its own, and none hears "yes" before that flush.
 */
export interface Books {
  /** Runs `work` in the next transaction. Rejects with what it throws; then nothing of it is stored. */
  write<T>(work: () => T): Promise<T>;
  /** Departments that are about to be frozen: what is under way is finished, nothing is begun. */
  readonly closing: Set<string>;
  all(sql: string, ...values: SQLInputValue[]): Row[];
  one(sql: string, ...values: SQLInputValue[]): Row | undefined;
  /** Only inside `write`. Answers how many rows it changed. */
  run(sql: string, ...values: SQLInputValue[]): number;
  /** Calls back after each transaction that is on the disk; answers how to stop that. */
  onCommit(heard: () => void): () => void;
  /** What is there now, to read for as long as it takes: later changes do not show in it. Close it. */
  view(): View;
  /** Waits for what is being written, then closes the file. */
  close(): Promise<void>;
}

/** One consistent state of everything. */
export interface View extends Pick<Books, 'all' | 'one'> {
  close(): void;
}

interface Job {
  readonly work: () => unknown;
  readonly done: (value: unknown) => void;
  readonly failed: (error: unknown) => void;
}

/** Opens the file, and makes the tables where they are missing. */
export function openBooks(file: string): Books {
  const db = new DatabaseSync(file);
  db.exec(
    'pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000; pragma foreign_keys = on;',
  );
  db.exec(schema);
  const statement = statementsOf(db);
  const queue: Job[] = [];
  const listeners = new Set<() => void>();
  let scheduled = false;
  let closed = false;

  const flush = () => {
    scheduled = false;
    const jobs = queue.splice(0);
    const told: (() => void)[] = [];
    try {
      db.exec('begin immediate');
      for (const job of jobs) told.push(runJob(db, job));
      db.exec('commit');
    } catch (error) {
      if (db.isTransaction) db.exec('rollback');
      for (const job of jobs) job.failed(error);
      return;
    }
    for (const tell of told) tell();
    for (const heard of [...listeners]) heard();
  };

  return {
    closing: new Set(),
    write: <T>(work: () => T) =>
      new Promise<T>((done, failed) => {
        if (closed) return failed(new Error('The books are closed'));
        queue.push({ work, done: done as Job['done'], failed });
        if (!scheduled) {
          scheduled = true;
          setImmediate(flush);
        }
      }),
    all: (sql, ...values) => statement(sql).all(...values) as Row[],
    one: (sql, ...values) => statement(sql).get(...values) as Row | undefined,
    run: (sql, ...values) => Number(statement(sql).run(...values).changes),
    onCommit(heard) {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    view: () => openView(file),
    async close() {
      closed = true;
      if (scheduled) await new Promise((resolve) => setImmediate(resolve));
      db.close();
    },
  };
}

function openView(file: string): View {
  const db = new DatabaseSync(file, { readOnly: true });
  const statement = statementsOf(db);
  db.exec('begin');
  // The state is that of the first read.
  db.prepare('select count(*) from fence').get();
  return {
    all: (sql, ...values) => statement(sql).all(...values) as Row[],
    one: (sql, ...values) => statement(sql).get(...values) as Row | undefined,
    close: () => db.close(),
  };
}

function statementsOf(db: DatabaseSync): (sql: string) => StatementSync {
  const prepared = new Map<string, StatementSync>();
  return (sql) => {
    const known = prepared.get(sql) ?? db.prepare(sql);
    prepared.set(sql, known);
    return known;
  };
}

/** Runs one job behind a savepoint, and answers how to tell its caller once everything is on the disk. */
function runJob(db: DatabaseSync, job: Job): () => void {
  db.exec('savepoint job');
  try {
    const value = job.work();
    db.exec('release job');
    return () => job.done(value);
  } catch (error) {
    db.exec('rollback to job; release job');
    return () => job.failed(error);
  }
}

/**
 * `thing` holds each entity as one JSON document, in the very form in which it is handed over; `log` one row for each change, public when it
 * has a type.
 */
const schema = `
create table if not exists fence (
  department text primary key, epoch integer not null, role text not null check (role in ('primary', 'frozen', 'follower')),
  order_number integer not null, implementation text, changed_at text not null
) strict, without rowid;
create table if not exists counter (name text primary key, value integer not null) strict, without rowid;
create table if not exists thing (
  kind text not null, id text not null, department text not null, sequence integer not null, position integer not null,
  record text not null, primary key (kind, id)
) strict, without rowid;
create index if not exists thing_by_position on thing (department, kind, position, id);
create index if not exists payment_by_account on thing (record ->> 'gateway_account_id', record ->> 'created_at', id) where kind = 'payment';
create index if not exists payment_by_reference on thing (record ->> 'gateway_account_id', lower(record ->> 'reference')) where kind = 'payment';
create index if not exists payment_by_status on thing (record ->> 'status', record ->> 'updated_at') where kind = 'payment';
create index if not exists payment_by_age on thing (record ->> 'status', record ->> 'created_at') where kind = 'payment';
create index if not exists payment_to_expire on thing (record ->> 'expire_now') where kind = 'payment' and record ->> 'expire_now' = 1;
create index if not exists payment_to_refund on thing (id) where kind = 'payment' and instr(record, '"REFUND READY"') > 0;
create index if not exists payment_with_refunds on thing (record ->> 'gateway_account_id', id)
  where kind = 'payment' and json_array_length(record, '$.refunds') > 0;
create index if not exists api_key_by_hash on thing (record ->> 'token_hash') where kind = 'api_key';
create index if not exists api_key_by_account on thing (record ->> 'gateway_account_id') where kind = 'api_key';
create table if not exists log (
  department text not null, position integer not null, event_id text not null, kind text not null, id text not null,
  sequence integer not null, type text, service text not null, at text not null, data text, traceparent text, request text,
  imported integer not null default 0, primary key (department, position)
) strict, without rowid;
create unique index if not exists log_by_event on log (department, event_id);
create index if not exists log_by_thing on log (id, sequence);
create index if not exists log_by_position on log (position);
create table if not exists idempotency (
  scope text not null, key text not null, request_hash text not null, resource_id text, status integer, reply text,
  created_at text not null, thing text not null, primary key (scope, key)
) strict, without rowid;
create index if not exists idempotency_by_thing on idempotency (thing);
create table if not exists tally (
  department text not null, kind text not null, count integer not null, versions text not null, primary key (department, kind)
) strict, without rowid;
create table if not exists follow (
  department text primary key, source text not null, token text not null, phase text not null, position integer not null,
  begun integer not null, cursor text, records integer not null, error text
) strict, without rowid;
create table if not exists setting (name text primary key, value text not null) strict, without rowid;
`;
