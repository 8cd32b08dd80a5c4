import type { Queryable } from '@ashlar/postgres';

const batch = 1000;
const day = 24 * 60 * 60 * 1000;

/** What may be deleted from the change log: rows older than `olderThan` (7 days ago), of our own only below position `keepFrom` that a reader needs. */
export interface PruneOptions {
  olderThan?: Date;
  keepFrom?: number;
}

/**
 * Deletes the oldest rows of the change log that the bus has acknowledged and that are old enough, 1,000 at a time, and remembers how
 * far, so that an older cursor is told that it is gone. Returns how many rows it deleted.
 */
export async function pruneChangeLog(
  db: Queryable,
  { olderThan, keepFrom }: PruneOptions = {},
): Promise<number> {
  const before = olderThan ?? new Date(Date.now() - 7 * day);
  return inBatches(async () => {
    const { rows } = await db.query<{ count: number }>({
      name: 'change-log-prune',
      text: `
        with oldest as materialized (
          select seq, position, occurred_at from change_log, relay_state
          where not imported and position <= published and ($2::bigint is null or position < $2::bigint)
          order by position limit ${batch}
        ), old as (
          select seq from oldest
          where position < all (select position from oldest where occurred_at >= $1)
          union all
          (select seq from change_log where imported and occurred_at < $1 order by occurred_at limit ${batch})
        ), deleted as (
          delete from change_log where seq in (select seq from old) returning department, position, imported
        ), remembered as (
          update relay_state set pruned = greatest(pruned, (select max(position) from deleted where not imported))
          where exists (select from deleted where not imported)
        ), horizon as (
          insert into change_log_horizon (department, pruned) select department, max(position) from deleted group by department
          on conflict (department) do update set pruned = greatest(change_log_horizon.pruned, excluded.pruned)
        )
        select count(*)::int as count from deleted`,
      values: [before, keepFrom ?? null],
    });
    return rows[0]?.count ?? 0;
  });
}

/**
 * Forgets which events consumers have handled before `olderThan` (30 days ago); it must be longer than the bus keeps messages, or an old
 * message read again would have its effect again. Returns how many rows it deleted.
 */
export async function pruneInbox(db: Queryable, { olderThan }: { olderThan?: Date } = {}): Promise<number> {
  const before = olderThan ?? new Date(Date.now() - 30 * day);
  return inBatches(async () => {
    const { rowCount } = await db.query({
      name: 'inbox-prune',
      text: `
        delete from inbox where (consumer, event_id) in (
          select consumer, event_id from inbox where handled_at < $1 order by handled_at limit ${batch}
        )`,
      values: [before],
    });
    return rowCount ?? 0;
  });
}

async function inBatches(deleteBatch: () => Promise<number>): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await deleteBatch();
    total += count;
    if (count < batch) return total;
  }
}
