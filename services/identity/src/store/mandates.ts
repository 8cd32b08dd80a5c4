import { type Creation, onceClause, onceParameters } from '@ashlar/component';
import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { Authority, Mandate, Revocation } from '../domain/mandates.ts';
import { mandateGranted, mandateRevoked } from '../events/facts.ts';
import { violates } from './violations.ts';

/** Stores a mandate with its event. False when the idempotency key was used before; `overlaps`: there is one like it for some of the time. */
export async function insertMandate(
  db: Queryable,
  mandate: Omit<Mandate, 'revocation'>,
  creation: Creation,
): Promise<boolean | 'overlaps'> {
  try {
    const { rowCount } = await db.query({
      name: 'insert-mandate',
      text: `with ${onceClause}, made as (
               insert into mandate (id, department, account_id, organisation_id, principal_id, scope, from_at, until_at, granted_by, created_at, sequence)
               select $4::uuid, $6, $7::uuid, $8::uuid, $9::uuid, $10, $11::timestamptz, $12::timestamptz, $13, $5::timestamptz, 1 from go
               returning *
             ), logged as (
               insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent, origin)
               select uuidv7(), id::text, sequence, fenced(department, :fence), 'identity', '${mandateGranted}', created_at, ${data}, $14::text, :origin
                 from made
               returning ${receiptSql} as receipt
             )
             select receipt from logged`,
      values: [
        ...onceParameters(creation.once, mandate.id, creation.at),
        mandate.department,
        mandate.accountId,
        mandate.organisationId,
        mandate.principalId,
        mandate.scope,
        mandate.from,
        mandate.until,
        mandate.grantedBy,
        creation.traceparent ?? null,
      ],
    });
    return rowCount === 1;
  } catch (error) {
    if (violates(error, 'mandate_overlaps')) return 'overlaps';
    throw error;
  }
}

/** Revokes a mandate of a department, with the event; one that is revoked stays as it is. Undefined when there is none. */
export async function revokeMandateRow(
  db: Queryable,
  {
    id,
    department,
    revocation,
    traceparent,
  }: {
    id: string;
    department: string;
    revocation: Revocation;
    traceparent?: string | undefined;
  },
): Promise<Mandate | undefined> {
  const { rows } = await db.query<Mandate>({
    name: 'revoke-mandate',
    text: `with revoked as (
             update mandate set revoked_at = $3::timestamptz, revoked_by = $4, revoked_reason = $5, revoked_reference = $6, sequence = sequence + 1
              where id = $1::uuid and ($2 = '*' or department = $2) and revoked_at is null
             returning *
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent, origin)
             select uuidv7(), id::text, sequence, fenced(department, :fence), 'identity', '${mandateRevoked}', $3::timestamptz, ${data}, $7::text, :origin
               from revoked
             returning ${receiptSql} as receipt
           )
           select ${columns}, (select receipt from logged) as receipt from revoked
           union all
           select ${columns}, null from mandate
            where id = $1::uuid and ($2 = '*' or department = $2) and not exists (select from revoked)`,
    values: [
      id,
      department,
      revocation.at,
      revocation.by,
      revocation.reason,
      revocation.reference,
      traceparent ?? null,
    ],
  });
  return rows[0] && mandateOf(rows[0]);
}

/** Reads a mandate; `department` `*` may read any. */
export async function readMandate(
  db: Queryable,
  id: string,
  department: string,
): Promise<Mandate | undefined> {
  const { rows } = await db.query<Mandate>({
    name: 'read-mandate',
    text: `select ${columns} from mandate where id = $1::uuid and ($2 = '*' or department = $2)`,
    values: [id, department],
  });
  return rows[0] && mandateOf(rows[0]);
}

/** Which mandates are asked for; what is undefined does not matter. */
export interface MandateFilter {
  readonly department: string;
  readonly accountId: string | undefined;
  readonly organisationId: string | undefined;
  readonly principalId: string | undefined;
  readonly inForce: boolean | undefined;
}

/** A department's mandates after a place in the order of creation, oldest first; `*` is every department. */
export async function listMandates(
  db: Queryable,
  page: MandateFilter & { at: Date; after: { createdAt: Date; id: string } | undefined; limit: number },
): Promise<Mandate[]> {
  const { rows } = await db.query<Mandate>({
    name: 'list-mandates',
    text: `select ${columns} from mandate
            where ($1 = '*' or department = $1) and ($2::timestamptz is null or (created_at, id) > ($2, $3::uuid))
              and ($5::uuid is null or account_id = $5) and ($6::uuid is null or organisation_id = $6)
              and ($7::uuid is null or principal_id = $7) and ($8::boolean is null or (${inForce('$9')}) = $8)
            order by created_at, id limit $4`,
    values: [
      page.department,
      page.after?.createdAt ?? null,
      page.after?.id ?? null,
      page.limit,
      page.accountId ?? null,
      page.organisationId ?? null,
      page.principalId ?? null,
      page.inForce ?? null,
      page.at,
    ],
  });
  return rows.map(mandateOf);
}

/** What an account may do for others now, as recorded by a department; `*` is every department. */
export async function readAuthorities(
  db: Queryable,
  { accountId, department, at }: { accountId: string; department: string; at: Date },
): Promise<Authority[]> {
  const { rows } = await db.query<Authority>({
    name: 'read-authorities',
    text: `select mandate.id, scope, from_at as "from", until_at as "until", principal_id as "principalId",
                  case when organisation.id is not null
                       then jsonb_build_object('id', organisation.id, 'name', organisation.name, 'kind', organisation.kind) end as organisation
             from mandate left join organisation on organisation.id = organisation_id
            where account_id = $1::uuid and ($2 = '*' or mandate.department = $2) and ${inForce('$3')}
              and not exists (select from account where account.id = principal_id and disabled_at is not null)
            order by mandate.created_at, mandate.id limit 200`,
    values: [accountId, department, at],
  });
  return rows;
}

function inForce(at: string): string {
  return `revoked_at is null and from_at <= ${at}::timestamptz and (until_at is null or until_at > ${at}::timestamptz)`;
}

const data = `jsonb_strip_nulls(jsonb_build_object('mandate_id', id, 'account_id', account_id, 'organisation_id', organisation_id, 'principal_id', principal_id))`;

const columns = `id, department, account_id as "accountId", organisation_id as "organisationId", principal_id as "principalId", scope,
  from_at as "from", until_at as "until", granted_by as "grantedBy", created_at as "createdAt",
  case when revoked_at is not null
       then jsonb_build_object('at', revoked_at, 'by', revoked_by, 'reason', revoked_reason, 'reference', revoked_reference) end as revocation`;

/** JSON has no times. */
function mandateOf(row: Mandate): Mandate {
  const { revocation } = row;
  return { ...row, revocation: revocation && { ...revocation, at: new Date(revocation.at) } };
}
