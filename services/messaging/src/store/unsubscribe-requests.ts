import type { Queryable } from '@ashlar/postgres';
import type { UnsubscribeRequest } from '../domain/entities.ts';
import { adminLog } from './admin-log.ts';
import { oursOf } from './ours.ts';
import { type NewSuppression, suppressing, suppressionParameters } from './suppressions.ts';
import type { Vault } from './vault.ts';

/** The most requests that are listed or marked at once. */
export const mostRequests = 1000;

/**
 * Stores a person's wish to get no more mail, and puts the address on its service's list if told. A wish that waits already for the same template and
 * person is left as it is.
 */
export async function insertUnsubscribeRequest(
  db: Queryable,
  vault: Vault,
  request: UnsubscribeRequest,
  more: { recipientMac: Buffer; traceparent: string; suppression: NewSuppression | undefined },
): Promise<void> {
  const { suppression } = more;
  const suppressingPart = suppression
    ? `, whose as (
             select id as service_id, department, service from messaging_service where id = $2::uuid
           ), ${suppressing('whose', 9, '$8::text')}`
    : '';
  await db.query({
    name: `insert-unsubscribe-request${suppression ? '-suppressing' : ''}`,
    text: `with made as (
             insert into unsubscribe_request (id, service_id, template_id, notification_id, recipient, recipient_mac, created_at)
             values ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::bytea, $6::bytea, $7::timestamptz)
             on conflict (service_id, template_id, recipient_mac) where processed_at is null do nothing
             returning *
           ), owner as (
             update messaging_service set sequence = sequence + 1 from made where messaging_service.id = made.service_id
             returning messaging_service.*
           )${suppressingPart}
           ${adminLog('owner', '$7', `jsonb_build_object('unsubscribe_request_id', $1::uuid, 'change', 'unsubscribed')`, '$8')}`,
    values: [
      request.id,
      request.serviceId,
      request.templateId,
      request.notificationId,
      vault.seal(request.recipient),
      more.recipientMac,
      request.createdAt,
      more.traceparent,
      ...(suppression ? suppressionParameters(vault, suppression) : []),
    ],
  });
}

/** The wishes that a service has not dealt with, oldest first. */
export async function listUnsubscribeRequests(
  db: Queryable,
  vault: Vault,
  serviceId: string,
): Promise<UnsubscribeRequest[]> {
  const { rows } = await db.query<Omit<UnsubscribeRequest, 'recipient'> & { recipient: Buffer }>({
    name: 'list-unsubscribe-requests',
    text: `select id, service_id as "serviceId", template_id as "templateId", notification_id as "notificationId", recipient,
                  created_at as "createdAt"
             from unsubscribe_request where service_id = $1::uuid and processed_at is null order by id limit ${mostRequests}`,
    values: [serviceId],
  });
  return rows.map((row) => ({ ...row, recipient: vault.open<string>(row.recipient) }));
}

/** Marks wishes of a service as dealt with; those that are, or are not its own, are passed over. Returns how many it marked. */
export async function markUnsubscribeRequests(
  db: Queryable,
  {
    serviceId,
    ids,
    at,
    traceparent,
  }: { serviceId: string; ids: readonly string[]; at: Date; traceparent: string },
): Promise<number> {
  const { rows } = await db.query<{ marked: number }>({
    name: 'mark-unsubscribe-requests',
    text: `with marked as (
             update unsubscribe_request set processed_at = $3::timestamptz
              where service_id = $1::uuid and id = any ($2::uuid[]) and processed_at is null
             returning 1
           ), owner as (
             update messaging_service set sequence = sequence + 1 where id = $1::uuid and exists (select from marked) returning *
           ), logged as (
             ${adminLog('owner', '$3', `jsonb_build_object('unsubscribe_requests', (select count(*) from marked), 'change', 'unsubscribe requests processed')`, '$4')}
           )
           select count(*)::integer as marked, (select receipt from logged) as receipt from marked`,
    values: [serviceId, ids, at, traceparent],
  });
  return rows[0]?.marked ?? 0;
}

/** Deletes up to `limit` wishes that were dealt with before then. Returns how many. */
export async function deleteUnsubscribeRequests(db: Queryable, before: Date, limit: number): Promise<number> {
  const { rowCount } = await db.query({
    name: 'delete-unsubscribe-requests',
    text: `with old as (
             select id, department_of_service(service_id) as department from unsubscribe_request
              where processed_at < $1::timestamptz and primary_here(department_of_service(service_id)) limit $2 for update skip locked
           ), ${oursOf('old')}
           delete from unsubscribe_request using old join ours using (department) where unsubscribe_request.id = old.id`,
    values: [before, limit],
  });
  return rowCount ?? 0;
}
