import { type AdminChange, type Creation, onceClause, onceParameters } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { MessagingService, Sender } from '../domain/entities.ts';
import { adminLog } from './admin-log.ts';
import type { Vault } from './vault.ts';

/** The columns of `messaging_service` under the names of {@link MessagingService}, its guest list still sealed. */
export const serviceColumns = `messaging_service.id, messaging_service.department, messaging_service.service, messaging_service.name,
  email_from as "emailFrom", sms_sender as "smsSender", email_provider as "emailProvider", sms_provider as "smsProvider",
  international_sms as "internationalSms", rate_limit as "rateLimit", guest_list as "guestList",
  team_members as "teamMembers", trial_mode as "trialMode", channels, international_letters as "internationalLetters",
  daily_limits as "dailyLimits", files_contact_link as "filesContactLink", letter_provider as "letterProvider", archived_at as "archivedAt",
  retention_days as "retentionDays", email_state as "emailState", email_state_since as "emailStateSince",
  messaging_service.sequence::integer as sequence,
  messaging_service.created_at as "createdAt",
  coalesce((select jsonb_agg(jsonb_build_object('id', sender.id, 'serviceId', sender.service_id, 'type', sender.type, 'value', sender.value,
                               'isDefault', sender.is_default, 'createdAt', sender.created_at) order by sender.created_at, sender.id)
              from sender where sender.service_id = messaging_service.id and sender.deleted_at is null), '[]') as senders`;

/** A service as its row is read. */
export type ServiceRow = Omit<MessagingService, 'guestList' | 'teamMembers' | 'senders'> & {
  readonly guestList: Buffer;
  readonly teamMembers: Buffer | null;
  readonly senders: readonly (Omit<Sender, 'createdAt'> & { readonly createdAt: string })[];
};

/** The columns that hold a service's settings, with their types. */
const settings = {
  name: 'text',
  email_from: 'text',
  sms_sender: 'text',
  email_provider: 'text',
  sms_provider: 'text',
  international_sms: 'boolean',
  rate_limit: 'integer',
  guest_list: 'bytea',
  team_members: 'bytea',
  trial_mode: 'boolean',
  channels: 'text[]',
  international_letters: 'boolean',
  daily_limits: 'jsonb',
  files_contact_link: 'text',
  letter_provider: 'text',
  retention_days: 'jsonb',
};
const settingColumns = Object.keys(settings).join(', ');

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
             insert into messaging_service (id, created_at, department, service, sequence, ${settingColumns})
             select $4::uuid, $5::timestamptz, $6, $7, 1, ${settingParameters(9)} from go
             returning *
           ), logged as (
             ${adminLog('made', '$5', `jsonb_build_object('change', 'service created')`, '$8')}
           )
           select receipt from logged`,
    values: [
      ...onceParameters(change.once, service.id, change.at),
      service.department,
      service.service,
      change.traceparent ?? null,
      ...settingValues(vault, service),
    ],
  });
  return rowCount === 1;
}

/** Replaces the settings of a service as it was read. False when it has changed since then, or is archived. */
export async function updateService(
  db: Queryable,
  vault: Vault,
  service: MessagingService,
  change: AdminChange,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'update-service',
    text: `with changed as (
             update messaging_service set (${settingColumns}) = row(${settingParameters(5)}), sequence = sequence + 1
              where id = $1::uuid and sequence = $4::integer and archived_at is null
             returning *
           ), logged as (
             ${adminLog('changed', '$2', `jsonb_build_object('change', 'service changed')`, '$3')}
           )
           select receipt from logged`,
    values: [
      service.id,
      change.at,
      change.traceparent ?? null,
      service.sequence,
      ...settingValues(vault, service),
    ],
  });
  return rowCount === 1;
}

/** Archives a service for good; one that is archived stays so. */
export async function archiveService(db: Queryable, id: string, change: AdminChange): Promise<void> {
  await db.query({
    name: 'archive-service',
    text: `with changed as (
             update messaging_service set archived_at = $2::timestamptz, sequence = sequence + 1
              where id = $1::uuid and archived_at is null
             returning *
           ), logged as (
             ${adminLog('changed', '$2', `jsonb_build_object('change', 'service archived')`, '$3')}
           )
           select receipt from logged`,
    values: [id, change.at, change.traceparent ?? null],
  });
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

/** Whose a service is; undefined when there is no such service. */
export async function readDepartment(db: Queryable, id: string): Promise<string | undefined> {
  const { rows } = await db.query<{ department: string }>({
    name: 'read-department-of-service',
    text: 'select department from messaging_service where id = $1::uuid',
    values: [id],
  });
  return rows[0]?.department;
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
  return {
    ...row,
    guestList: vault.open<string[]>(row.guestList),
    teamMembers: row.teamMembers === null ? [] : vault.open<string[]>(row.teamMembers),
    senders: row.senders.map((sender) => ({ ...sender, createdAt: new Date(sender.createdAt) })),
  };
}

function settingParameters(from: number): string {
  return Object.values(settings)
    .map((type, at) => `$${from + at}::${type}`)
    .join(', ');
}

function settingValues(vault: Vault, service: MessagingService): unknown[] {
  return [
    service.name,
    service.emailFrom,
    service.smsSender,
    service.emailProvider,
    service.smsProvider,
    service.internationalSms,
    service.rateLimit,
    vault.seal(service.guestList),
    vault.seal(service.teamMembers),
    service.trialMode,
    service.channels,
    service.internationalLetters,
    JSON.stringify(service.dailyLimits),
    service.filesContactLink,
    service.letterProvider,
    JSON.stringify(service.retentionDays),
  ];
}
