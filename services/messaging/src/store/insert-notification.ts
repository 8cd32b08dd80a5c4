import { randomUUID } from 'node:crypto';
import { batched, type FenceContext, noteReceipt, type Queryable } from '@ashlar/postgres';
import type { NewNotification } from '../domain/entities.ts';
import { lanes } from '../domain/lanes.ts';
import { eventType } from '../domain/notification.ts';
import { notificationFact } from '../events/facts.ts';
import { bulkLog } from './bulk-log.ts';
import { insertNotification } from './notifications.ts';
import type { Vault } from './vault.ts';

/** A new notification, what it is found by, and in whose trace it is made. */
export interface NotificationToInsert {
  readonly notification: NewNotification;
  readonly referenceMac: Buffer | null;
  readonly traceparent: string;
}

/** Makes what stores a new notification, which is its own job, and its event, in one statement with others that are made at the same moment. */
export function createInsertNotification(
  db: Queryable,
  vault: Vault,
): (made: NotificationToInsert) => Promise<void> {
  return batched({
    async one({ notification, ...more }) {
      await insertNotification(db, vault, notification, { ...more, once: undefined });
    },
    async many(made, fences) {
      await insertNotifications(db, vault, made, fences);
      return made.map(() => undefined);
    },
  });
}

/** Stores new notifications and their events, all or none, each under the fence of the request that asks for it. */
async function insertNotifications(
  db: Queryable,
  vault: Vault,
  made: readonly NotificationToInsert[],
  fences: readonly (FenceContext | undefined)[],
): Promise<void> {
  const events = made.map(({ notification }) => newEventId(notification));
  const asked = new Map(
    made.map(({ notification: { department } }, at) => {
      const fence = fences[at]?.fence ?? null;
      return [`${department} ${fence}`, { department, fence }];
    }),
  );
  await db.query({
    name: 'insert-notifications',
    text: `with ${storing()} ${logging}
            -- Asked once for each department, before the first row.
            where (select count(fenced(department, fence)) from unnest($2::text[], $3::text[]) as asked (department, fence)) > 0`,
    values: [
      JSON.stringify(made.map((one, at) => toRow(vault, one, events[at]))),
      [...asked.values()].map(({ department }) => department),
      [...asked.values()].map(({ fence }) => fence),
    ],
  });
  for (const [at, { notification }] of made.entries()) {
    noteReceipt(fences[at], [notification.id, 1, events[at], notification.department, true]);
  }
}

/** Stores the notifications of a bulk job's slice, and deletes the slice. False when somebody else did so, or the job was cancelled. */
export async function insertSlice(
  db: Queryable,
  vault: Vault,
  made: readonly NotificationToInsert[],
  { jobId, firstRow, at }: { jobId: string; firstRow: number; at: Date },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'insert-slice',
    text: `with taken as (
             delete from bulk_job_slice where job_id = $2::uuid and first_row = $3 returning job_id
           ), ${storing('where exists (select from taken)')}, logged as (${logging}), moved as (
             update bulk_job set sequence = sequence + 1 from taken where id = taken.job_id returning bulk_job.*
           )
           ${bulkLog('moved', '$4', 'slice made', 'null')}`,
    values: [
      JSON.stringify(made.map((one) => toRow(vault, one, newEventId(one.notification)))),
      jobId,
      firstRow,
      at,
    ],
  });
  return rowCount === 1;
}

function storing(condition = ''): string {
  return `made as materialized (
             select *, 'created' as status from json_to_recordset($1::json) as given(
               id uuid, created_at timestamptz, service_id uuid, department text, service text, type text, key_type text, template_id uuid,
               template_version integer, provider text, fragments integer, reference_mac text, message text, lane smallint, scheduled_for timestamptz,
               bulk_job_id uuid, bulk_row integer, traceparent text, event_id uuid) ${condition}
           ), stored as (
             insert into notification (id, created_at, service_id, department, service, type, key_type, template_id, template_version, provider,
                                       fragments, reference_mac, message, lane, scheduled_for, not_before, held, bulk_job_id, bulk_row, status,
                                       sequence)
             select id, created_at, service_id, department, service, type, key_type, template_id, template_version, provider, fragments,
                    decode(reference_mac, 'base64'), decode(message, 'base64'), lane, scheduled_for, scheduled_for,
                    scheduled_for is not null, bulk_job_id, bulk_row, status, 1
               from made
           )`;
}

const logging = `insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
           select event_id, id::text, 1, department, service, '${eventType('created')}', created_at, ${notificationFact('made')}, traceparent
             from made`;

function toRow(
  vault: Vault,
  { notification, referenceMac, traceparent }: NotificationToInsert,
  eventId: string | undefined,
): Record<string, unknown> {
  return {
    id: notification.id,
    created_at: notification.createdAt,
    service_id: notification.serviceId,
    department: notification.department,
    service: notification.service,
    type: notification.type,
    key_type: notification.keyType,
    template_id: notification.templateId,
    template_version: notification.templateVersion,
    provider: notification.provider,
    fragments: notification.fragments,
    reference_mac: referenceMac?.toString('base64') ?? null,
    message: vault.seal(notification.message).toString('base64'),
    lane: lanes.indexOf(notification.lane),
    scheduled_for: notification.scheduledFor,
    bulk_job_id: notification.bulkJobId,
    bulk_row: notification.bulkRow,
    traceparent,
    event_id: eventId,
  };
}

/** A UUID of version 7 (RFC 9562 section 5.7), as PostgreSQL makes them for other events. */
function newEventId({ createdAt }: NewNotification): string {
  const time = createdAt.getTime().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
