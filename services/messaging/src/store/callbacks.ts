import type { Queryable } from '@ashlar/postgres';
import type {
  CallbackAttempt,
  CallbackMessage,
  CallbackSettings,
  CallbackType,
  ServiceCallback,
} from '../domain/callback.ts';
import { adminLog } from './admin-log.ts';
import type { Vault } from './vault.ts';

const pageSize = 200;

type CallbackRow = Pick<ServiceCallback, 'serviceId' | 'type' | 'createdAt'> & { readonly settings: Buffer };

const columns = 'service_id as "serviceId", type, settings, created_at as "createdAt"';

/** The columns of `callback_message` under the names of {@link CallbackMessage}. */
export const messageColumns = `message.id, message.service_id as "serviceId", message.type, message.subject_id as "subjectId", message.status,
  message.tries, message.created_at as "createdAt", message.ended_at as "endedAt"`;

/** Stores where a service wants to hear of something, in place of what was there. */
export async function putCallback(
  db: Queryable,
  vault: Vault,
  { serviceId, type, createdAt, url, bearerToken, secret }: ServiceCallback,
  change: { at: Date; traceparent?: string | undefined },
): Promise<void> {
  await db.query({
    name: 'put-callback',
    text: `with owner as (
             update messaging_service set sequence = sequence + 1 where id = $1::uuid returning *
           ), put as (
             insert into service_callback (service_id, type, settings, created_at) select id, $2, $3::bytea, $4::timestamptz from owner
             on conflict (service_id, type) do update set settings = excluded.settings
           )
           ${adminLog('owner', '$5', `jsonb_build_object('callback', $2::text, 'change', 'callback set')`, '$6')}`,
    values: [
      serviceId,
      type,
      vault.seal({ url, bearerToken, secret } satisfies CallbackSettings),
      createdAt,
      change.at,
      change.traceparent ?? null,
    ],
  });
}

/** Deletes a callback; what waits for it has failed. False when the service has none of this type. */
export async function deleteCallback(
  db: Queryable,
  ask: { serviceId: string; type: CallbackType; at: Date; traceparent?: string | undefined },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'delete-callback',
    text: `with gone as (
             delete from service_callback where service_id = $1::uuid and type = $2 returning service_id
           ), owner as (
             update messaging_service set sequence = sequence + 1 from gone where id = gone.service_id returning messaging_service.*
           ), ended as (
             update callback_message set status = 'failed', ended_at = $3::timestamptz
              where service_id = $1::uuid and type = $2 and status = 'pending'
           )
           ${adminLog('owner', '$3', `jsonb_build_object('callback', $2::text, 'change', 'callback deleted')`, '$4')}`,
    values: [ask.serviceId, ask.type, ask.at, ask.traceparent ?? null],
  });
  return rowCount === 1;
}

/** The callbacks of a service. */
export async function listCallbacks(
  db: Queryable,
  vault: Vault,
  serviceId: string,
): Promise<ServiceCallback[]> {
  const { rows } = await db.query<CallbackRow>({
    name: 'list-callbacks',
    text: `select ${columns} from service_callback where service_id = $1::uuid order by type`,
    values: [serviceId],
  });
  return rows.map(({ settings, ...row }) => ({ ...row, ...vault.open<CallbackSettings>(settings) }));
}

/** The newest messages to a service, with their attempts, oldest first in each. */
export async function listCallbackMessages(
  db: Queryable,
  ask: { serviceId: string; status: string | null },
): Promise<
  (CallbackMessage & { attempts: (Omit<CallbackAttempt, 'startedAt'> & { startedAt: string })[] })[]
> {
  const { rows } = await db.query({
    name: 'list-callback-messages',
    text: `select ${messageColumns},
                  coalesce((select jsonb_agg(jsonb_build_object('startedAt', started_at, 'durationMs', duration_ms, 'statusCode', status_code,
                                                                'result', result) order by started_at)
                              from callback_attempt where message_id = message.id), '[]') as attempts
             from callback_message as message
            where service_id = $1::uuid and ($2::text is null or status = $2)
            order by id desc limit ${pageSize}`,
    values: [ask.serviceId, ask.status],
  });
  return rows as Awaited<ReturnType<typeof listCallbackMessages>>;
}

/** Has a message that has ended sent again. Undefined when the service has none such; false while it is still being sent. */
export async function replayMessage(
  db: Queryable,
  ask: { id: string; serviceId: string; at: Date; traceparent: string },
): Promise<boolean | undefined> {
  const { rows } = await db.query<{ known: boolean; replayed: boolean }>({
    name: 'replay-callback-message',
    text: `with again as (
             update callback_message set status = 'pending', tries = 0, not_before = $3::timestamptz, ended_at = null
              where id = $1::uuid and service_id = $2::uuid and status <> 'pending'
             returning service_id
           ), owner as (
             update messaging_service set sequence = sequence + 1 from again where messaging_service.id = again.service_id
             returning messaging_service.*
           ), logged as (
             ${adminLog('owner', '$3', `jsonb_build_object('callback_message_id', $1::uuid, 'change', 'callback replayed')`, '$4')}
           )
           select exists (select from callback_message where id = $1::uuid and service_id = $2::uuid) as known,
                  exists (select from again) as replayed, (select receipt from logged) as receipt`,
    values: [ask.id, ask.serviceId, ask.at, ask.traceparent],
  });
  const [row] = rows;
  return row?.known ? row.replayed : undefined;
}
