import type { Queryable } from '@ashlar/postgres';
import type { Outcome } from '../domain/ports.ts';

/** What a carrier told of a message that was not there. */
export interface EarlyReceipt {
  readonly id: string;
  readonly provider: string;
  readonly outcome: Outcome;
}

/** Keeps a receipt; the first of a message counts. */
export async function keepEarlyReceipt(
  db: Queryable,
  { id, provider, outcome }: EarlyReceipt,
  at: Date,
): Promise<void> {
  await db.query({
    name: 'keep-early-receipt',
    text: `insert into early_receipt (notification_id, provider, outcome, came_at) values ($1::uuid, $2, $3, $4::timestamptz)
           on conflict (notification_id) do nothing`,
    values: [id, provider, outcome, at],
  });
}

/** Up to 100 receipts whose messages are there by now, and went by the carrier that told. */
export async function listDueReceipts(db: Queryable): Promise<EarlyReceipt[]> {
  const { rows } = await db.query<EarlyReceipt>({
    name: 'list-due-receipts',
    text: `select early.notification_id as id, early.provider, early.outcome from early_receipt as early
             join notification on notification.id = early.notification_id and notification.provider = early.provider
            order by early.came_at limit 100`,
  });
  return rows;
}

/** Deletes receipts: those that are given, and those from before then. Returns how many were too old. */
export async function deleteEarlyReceipts(
  db: Queryable,
  ids: readonly string[],
  before: Date,
): Promise<number> {
  const { rows } = await db.query<{ old: number }>({
    name: 'delete-early-receipts',
    text: `with gone as (
             delete from early_receipt where notification_id = any ($1::uuid[]) or came_at < $2::timestamptz returning notification_id
           )
           select count(*)::integer as old from gone where notification_id <> all ($1::uuid[])`,
    values: [ids, before],
  });
  return rows[0]?.old ?? 0;
}
