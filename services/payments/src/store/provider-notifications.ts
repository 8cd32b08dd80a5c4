import type { Queryable } from '@ashlar/postgres';

/** A notification by the provider that sent it and that provider's own id of it. */
export interface NotificationId {
  readonly provider: string;
  readonly id: string;
}

/**
 * Notes a notification, for the transaction that stores its effect. False when it was noted before: a repeat waits until then. `department` is null
 * where nothing of ours is meant.
 */
export async function noteNotification(
  db: Queryable,
  { provider, id, department }: NotificationId & { readonly department: string | null },
  at: Date,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'note-provider-notification',
    text: `insert into provider_notification (provider, id, received_at)
           select $1, $2, $3::timestamptz from fenced($4::text, :fence) on conflict do nothing`,
    values: [provider, id, at, department],
  });
  return rowCount === 1;
}

/** Whether a notification was noted. */
export async function isNoted(db: Queryable, { provider, id }: NotificationId): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'find-provider-notification',
    text: `select from provider_notification where provider = $1 and id = $2`,
    values: [provider, id],
  });
  return rowCount === 1;
}

/** Forgets at most `limit` notifications that came before a moment, and answers how many. */
export async function pruneNotifications(db: Queryable, before: Date, limit: number): Promise<number> {
  const { rowCount } = await db.query({
    name: 'prune-provider-notifications',
    text: `delete from provider_notification
            where ctid = any (array(select ctid from provider_notification where received_at < $1
                                     order by received_at limit $2 for update skip locked))`,
    values: [before, limit],
  });
  return rowCount ?? 0;
}
