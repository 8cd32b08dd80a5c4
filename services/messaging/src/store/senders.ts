import { type AdminChange, type Creation, onceClause, onceParameters } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { Sender } from '../domain/entities.ts';
import { adminLog } from './admin-log.ts';

/** Stores a sender. False when the idempotency key was used before. */
export async function insertSender(db: Queryable, sender: Sender, change: Creation): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'insert-sender',
    text: `with ${onceClause}, owner as (
             update messaging_service set sequence = sequence + 1 from go where id = $6::uuid returning messaging_service.*
           ), made as (
             insert into sender (id, service_id, type, value, is_default, created_at)
             select $4::uuid, owner.id, $7, $8, $9::boolean, $5::timestamptz from owner
             returning *
           ), logged as (
             ${adminLog('owner', '$5', `jsonb_build_object('sender_id', made.id, 'change', 'sender created')`, '$10', 'owner, made')}
           )
           select receipt from logged`,
    values: [
      ...onceParameters(change.once, sender.id, change.at),
      sender.serviceId,
      sender.type,
      sender.value,
      sender.isDefault,
      change.traceparent ?? null,
    ],
  });
  return rowCount === 1;
}

/** Reads a sender by its id, also one that is deleted. */
export async function readSender(db: Queryable, id: string): Promise<Sender | undefined> {
  const { rows } = await db.query<Sender>({
    name: 'read-sender',
    text: `select id, service_id as "serviceId", type, value, is_default as "isDefault", created_at as "createdAt"
             from sender where id = $1::uuid`,
    values: [id],
  });
  return rows[0];
}

/** Deletes a sender of a service; one that is deleted stays so. False when the service has no such sender. */
export async function deleteSender(
  db: Queryable,
  ask: { id: string; serviceId: string } & AdminChange,
): Promise<boolean> {
  const { rows } = await db.query<{ found: boolean }>({
    name: 'delete-sender',
    text: `with deleted as (
             update sender set deleted_at = $3::timestamptz
              where id = $1::uuid and service_id = $2::uuid and deleted_at is null
             returning *
           ), owner as (
             update messaging_service set sequence = sequence + 1 from deleted where messaging_service.id = deleted.service_id
             returning messaging_service.*
           ), logged as (
             ${adminLog('owner', '$3', `jsonb_build_object('sender_id', $1::uuid, 'change', 'sender deleted')`, '$4')}
           )
           select exists (select from sender where id = $1::uuid and service_id = $2::uuid) as found, (select receipt from logged) as receipt`,
    values: [ask.id, ask.serviceId, ask.at, ask.traceparent ?? null],
  });
  return rows[0]?.found === true;
}
