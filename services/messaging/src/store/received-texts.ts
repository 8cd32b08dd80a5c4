import { type Creation, onceClause, onceParameters } from '@ashlar/component';
import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { ReceivedText } from '../domain/entities.ts';
import { callbackFor } from './callback-work.ts';
import { pageSize } from './notifications.ts';
import { oursOf } from './ours.ts';
import type { Vault } from './vault.ts';
import { type Past, pastOf } from './work.ts';

type TextRow = Pick<ReceivedText, 'id' | 'serviceId' | 'createdAt'> & { readonly text: Buffer };

const columns = 'id, service_id as "serviceId", text, created_at as "createdAt"';

/** Stores a text message that came in, with its event. False when the idempotency key was used before. */
export async function insertReceivedText(
  db: Queryable,
  vault: Vault,
  received: ReceivedText,
  change: Creation,
): Promise<boolean> {
  const { id, serviceId, userNumber, notifyNumber, content, createdAt } = received;
  const { rowCount } = await db.query({
    name: 'insert-received-text',
    text: `with ${onceClause}, made as (
             insert into received_text (id, service_id, text, created_at)
             select $4::uuid, $6::uuid, $7::bytea, $5::timestamptz from go
             returning *
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent)
             select uuidv7(), made.id::text, 1, fenced(owner.department, :fence), owner.service, 'messaging.text.received.v1', made.created_at,
                    jsonb_build_object('text_id', made.id, 'messaging_service_id', made.service_id), $8::text
               from made join messaging_service as owner on owner.id = made.service_id
             returning ${receiptSql} as receipt
           ), ${callbackFor('made', 'received_text', '$5::timestamptz')}
           select receipt from logged`,
    values: [
      ...onceParameters(change.once, id, createdAt),
      serviceId,
      vault.seal({ userNumber, notifyNumber, content }),
      change.traceparent ?? null,
    ],
  });
  return rowCount === 1;
}

/** Reads a text message that came in. */
export async function readReceivedText(
  db: Queryable,
  vault: Vault,
  id: string,
): Promise<ReceivedText | undefined> {
  const { rows } = await db.query<TextRow>({
    name: 'read-received-text',
    text: `select ${columns} from received_text where id = $1::uuid`,
    values: [id],
  });
  return rows[0] && opened(vault, rows[0]);
}

/** One page of the text messages that a service got, newest first; `olderThan` is the id of one of them. */
export async function listReceivedTexts(
  db: Queryable,
  vault: Vault,
  { serviceId, olderThan }: { serviceId: string; olderThan: string | null },
): Promise<ReceivedText[]> {
  const { rows } = await db.query<TextRow>({
    name: 'list-received-texts',
    text: `select ${columns} from received_text
            where service_id = $1::uuid and ($2::uuid is null or id < $2::uuid)
            order by id desc limit ${pageSize}`,
    values: [serviceId, olderThan],
  });
  return rows.map((row) => opened(vault, row));
}

/** Deletes up to `limit` text messages that came in before then. Returns how many. */
export async function deleteReceivedTexts(db: Queryable, { now, keptS, limit }: Past): Promise<number> {
  const { rowCount } = await db.query({
    name: 'delete-received-texts',
    text: `with old as (
             select received_text.id, owner.department
               from received_text join messaging_service as owner on owner.id = service_id
              where received_text.created_at < ${pastOf('owner', `'sms'`)} and primary_here(owner.department)
              limit $3 for update of received_text skip locked
           ), ${oursOf('old')}
           delete from received_text using old join ours using (department) where received_text.id = old.id`,
    values: [now, keptS, limit],
  });
  return rowCount ?? 0;
}

function opened(vault: Vault, { text, ...row }: TextRow): ReceivedText {
  return { ...row, ...vault.open<Pick<ReceivedText, 'userNumber' | 'notifyNumber' | 'content'>>(text) };
}
