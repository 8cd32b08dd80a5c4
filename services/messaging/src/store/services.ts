import { type Creation, onceClause, onceParameters } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { MessagingService } from '../domain/entities.ts';
import { adminLog } from './admin-log.ts';
import type { Vault } from './vault.ts';

/** The columns of `messaging_service` under the names of {@link MessagingService}, its guest list still sealed. */
export const serviceColumns = `messaging_service.id, messaging_service.department, messaging_service.service, messaging_service.name,
  email_from as "emailFrom", sms_sender as "smsSender", email_provider as "emailProvider", sms_provider as "smsProvider",
  international_sms as "internationalSms", rate_limit as "rateLimit", guest_list as "guestList",
  messaging_service.created_at as "createdAt"`;

/** A service as its row is read. */
export type ServiceRow = Omit<MessagingService, 'guestList'> & { readonly guestList: Buffer };

const mostListed = 200;

/** Stores a service. False when the key was used before. */
export async function insertService(
  db: Queryable,
  vault: Vault,
  service: MessagingService,
  change: Creation,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'insert-service',
    text: `with ${onceClause}, made as (
             insert into messaging_service (id, created_at, department, service, name, email_from, sms_sender, email_provider, sms_provider,
                                            international_sms, rate_limit, guest_list, sequence)
             select $4::uuid, $5::timestamptz, $6, $7, $8, $9, $10, $11, $12, $13::boolean, $14::integer, $15::bytea, 1 from go
             returning *
           ), logged as (
             ${adminLog('made', '$5', `jsonb_build_object('change', 'service created')`, '$16')} from made
           )
           select 1 from made`,
    values: [
      ...onceParameters(change.once, service.id, change.at),
      service.department,
      service.service,
      service.name,
      service.emailFrom,
      service.smsSender,
      service.emailProvider,
      service.smsProvider,
      service.internationalSms,
      service.rateLimit,
      vault.seal(service.guestList),
      change.traceparent ?? null,
    ],
  });
  return rowCount === 1;
}

/** Reads a service; `department` `*` may read any. */
export async function readService(
  db: Queryable,
  vault: Vault,
  id: string,
  department: string,
): Promise<MessagingService | undefined> {
  const { rows } = await db.query<ServiceRow>({
    name: 'read-service',
    text: `select ${serviceColumns} from messaging_service where id = $1::uuid and ($2 = '*' or department = $2)`,
    values: [id, department],
  });
  return rows[0] && openService(vault, rows[0]);
}

/** A department's services, oldest first; `*` is every department. */
export async function listServices(
  db: Queryable,
  vault: Vault,
  department: string,
): Promise<MessagingService[]> {
  const { rows } = await db.query<ServiceRow>({
    name: 'list-services',
    text: `select ${serviceColumns} from messaging_service where ($1 = '*' or department = $1)
            order by created_at, id limit ${mostListed}`,
    values: [department],
  });
  return rows.map((row) => openService(vault, row));
}

/** Opens what is sealed of a service. */
export function openService(vault: Vault, row: ServiceRow): MessagingService {
  return { ...row, guestList: vault.open<string[]>(row.guestList) };
}
