import { type CreationKey, onceClause, onceParameters } from '@ashlar/component';
import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { KeyType, Message, NewNotification, Notification } from '../domain/entities.ts';
import { lanes } from '../domain/lanes.ts';
import { eventType } from '../domain/notification.ts';
import { notificationFact } from '../events/facts.ts';
import { documentParameters, keepDocuments, type NewDocument } from './documents.ts';
import type { Vault } from './vault.ts';

/** The columns of `notification` under the names of {@link Notification}, the message still sealed. */
export const notificationColumns = `notification.id, service_id as "serviceId", department, service, type, key_type as "keyType",
  template_id as "templateId", template_version as "templateVersion", provider, status, fragments, postage, pages, message, attempt, repeats, handed,
  lane, held, scheduled_for as "scheduledFor", bulk_job_id as "bulkJobId", bulk_row as "bulkRow",
  created_at as "createdAt", sent_at as "sentAt", completed_at as "completedAt",
  failure_reason as "failureReason"`;

/** A notification as its row is read. */
export type NotificationRow = Omit<Notification, 'message' | 'lane'> & {
  readonly message: Buffer;
  readonly lane: number;
};

/** The most notifications of a page, as the standard has it. */
export const pageSize = 250;

const insertColumns = `id, created_at, service_id, department, service, type, key_type, template_id, template_version, provider, fragments,
  reference_mac, message, postage, pages, not_before, status, sequence, lane, scheduled_for, held`;

const insertValues = `$4::uuid, $5::timestamptz, $6::uuid, $7, $8, $9, $10, $11::uuid, $12::integer, $13, $14::integer, $15::bytea, $16::bytea,
  $18, $19::integer, greatest($20::timestamptz, $22::timestamptz), 'created', 1, $21::smallint, $22::timestamptz,
  $22::timestamptz is not null`;

const keepPdf = 'insert into letter (notification_id, pdf) select made.id, $23::bytea from made';

const logCreated = `insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
  select uuidv7(), made.id::text, 1, fenced(made.department, :fence), made.service, '${eventType('created')}', made.created_at,
         ${notificationFact('made')}, $17::text
    from made
  returning ${receiptSql} as receipt`;

/** Stores a new notification, which is its own job, with its event, and a letter's PDF if the caller made it, or its files. False when the idempotency key was used before. */
export async function insertNotification(
  db: Queryable,
  vault: Vault,
  notification: NewNotification,
  more: {
    referenceMac: Buffer | null;
    traceparent: string | undefined;
    once: CreationKey | undefined;
    /** Nobody takes it in hand before then, nor before it is to be sent. */
    notBefore?: Date;
    pdf?: Buffer;
    documents?: readonly NewDocument[];
  },
): Promise<boolean> {
  const { pdf, documents = [] } = more;
  const kept = pdf ? keepPdf : keepDocuments(23);
  const keeps = pdf !== undefined || documents.length > 0;
  const { rowCount } = await db.query({
    name: `insert-notification${pdf ? '-with-pdf' : keeps ? '-with-files' : ''}`,
    text: `with ${onceClause}, made as (
             insert into notification (${insertColumns}) select ${insertValues} from go returning *
           ), logged as (${logCreated})${keeps ? `, kept as (${kept})` : ''}
           select receipt from logged`,
    values: [
      ...onceParameters(more.once, notification.id, notification.createdAt),
      notification.serviceId,
      notification.department,
      notification.service,
      notification.type,
      notification.keyType,
      notification.templateId,
      notification.templateVersion,
      notification.provider,
      notification.fragments,
      more.referenceMac,
      vault.seal(notification.message),
      more.traceparent ?? null,
      notification.postage,
      notification.pages,
      more.notBefore ?? null,
      lanes.indexOf(notification.lane),
      notification.scheduledFor,
      ...(pdf ? [vault.sealBytes(pdf)] : []),
      ...(documents.length > 0 ? documentParameters(vault, documents) : []),
    ],
  });
  return rowCount === 1;
}

/** Reads a notification of a service. */
export async function readNotification(
  db: Queryable,
  vault: Vault,
  ask: { id: string; serviceId: string },
): Promise<Notification | undefined> {
  const { rows } = await db.query<NotificationRow>({
    name: 'read-notification',
    text: `select ${notificationColumns} from notification where id = $1::uuid and service_id = $2::uuid`,
    values: [ask.id, ask.serviceId],
  });
  return rows[0] && openNotification(vault, rows[0]);
}

/** Reads a notification of any service, for what its carrier says of it. */
export async function readCarried(
  db: Queryable,
  vault: Vault,
  id: string,
): Promise<Notification | undefined> {
  const { rows } = await db.query<NotificationRow>({
    name: 'read-carried',
    text: `select ${notificationColumns} from notification where id = $1::uuid`,
    values: [id],
  });
  return rows[0] && openNotification(vault, rows[0]);
}

/** Which notifications a list is of. Empty lists are no filter. */
export interface NotificationFilter {
  readonly serviceId: string;
  readonly keyType: KeyType;
  readonly types: readonly string[];
  readonly statuses: readonly string[];
  readonly referenceMac: Buffer | null;
  readonly olderThan: string | null;
}

/** One page of a service's notifications, newest first. */
export async function listNotifications(
  db: Queryable,
  vault: Vault,
  filter: NotificationFilter,
): Promise<Notification[]> {
  const { rows } = await db.query<NotificationRow>({
    name: 'list-notifications',
    text: `select ${notificationColumns} from notification
            where service_id = $1::uuid and key_type = $2
              and (cardinality($3::text[]) = 0 or type = any ($3::text[]))
              and (cardinality($4::text[]) = 0 or status = any ($4::text[]))
              and ($5::bytea is null or reference_mac = $5)
              and ($6::uuid is null or id < $6::uuid)
            order by id desc limit ${pageSize}`,
    values: [
      filter.serviceId,
      filter.keyType,
      filter.types,
      filter.statuses,
      filter.referenceMac,
      filter.olderThan,
    ],
  });
  return rows.map((row) => openNotification(vault, row));
}

/** Opens what is sealed of a notification. */
export function openNotification(vault: Vault, row: NotificationRow): Notification {
  return { ...row, lane: lanes[row.lane] ?? 'normal', message: vault.open<Message>(row.message) };
}
