import type { AdminChange } from '@ashlar/component';
import { type Queryable, receiptSql } from '@ashlar/postgres';
import type { StaffMember } from '../domain/mandates.ts';
import { staffChanged, staffRemoved } from '../events/facts.ts';

/** Makes somebody staff of a department, or gives a member other roles, with the event. */
export async function upsertStaffMember(
  db: Queryable,
  member: { accountId: string; department: string; roles: readonly string[] } & AdminChange,
): Promise<StaffMember | undefined> {
  const { rows } = await db.query<StaffMember>({
    name: 'upsert-staff-member',
    text: `with kept as (
             insert into staff_member as known (id, department, account_id, roles, since, sequence) values (uuidv7(), $1, $2::uuid, $3, $4::timestamptz, 1)
             on conflict (department, account_id) do update set roles = excluded.roles, sequence = known.sequence + 1
             returning *
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent, origin)
             select uuidv7(), id::text, sequence, fenced(department, :fence), 'identity', '${staffChanged}', $4::timestamptz,
                    jsonb_build_object('account_id', account_id, 'roles', to_jsonb(roles)), $5::text, :origin
               from kept
             returning ${receiptSql} as receipt
           )
           select ${columns}, (select receipt from logged) as receipt from kept`,
    values: [member.department, member.accountId, member.roles, member.at, member.traceparent ?? null],
  });
  return rows[0];
}

/** Ends a membership, with the event; whoever is no member stays so. */
export async function deleteStaffMember(
  db: Queryable,
  { department, accountId, at, traceparent }: { department: string; accountId: string } & AdminChange,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'delete-staff-member',
    text: `with gone as (
             delete from staff_member where department = $1 and account_id = $2::uuid returning *
           ), logged as (
             insert into change_log (event_id, aggregate, sequence, department, service, type, occurred_at, data, traceparent, origin)
             select uuidv7(), id::text, sequence + 1, fenced(department, :fence), 'identity', '${staffRemoved}', $3::timestamptz,
                    jsonb_build_object('account_id', account_id), $4::text, :origin
               from gone
             returning ${receiptSql} as receipt
           )
           select receipt from logged`,
    values: [department, accountId, at, traceparent ?? null],
  });
  return rowCount === 1;
}

/** A department's staff after a place, longest in it first; `*` is every department. */
export async function listStaff(
  db: Queryable,
  page: { department: string; after: { createdAt: Date; id: string } | undefined; limit: number },
): Promise<(StaffMember & { createdAt: Date; id: string })[]> {
  const { rows } = await db.query<StaffMember & { createdAt: Date; id: string }>({
    name: 'list-staff',
    text: `select ${columns}, since as "createdAt", id from staff_member
            where ($1 = '*' or department = $1) and ($2::timestamptz is null or (since, id) > ($2, $3::uuid))
            order by since, id limit $4`,
    values: [page.department, page.after?.createdAt ?? null, page.after?.id ?? null, page.limit],
  });
  return rows;
}

/** Of which departments an account is staff, and with which roles. */
export async function readMemberships(db: Queryable, accountId: string): Promise<StaffMember[]> {
  const { rows } = await db.query<StaffMember>({
    name: 'read-staff-memberships',
    text: `select ${columns} from staff_member where account_id = $1::uuid order by department`,
    values: [accountId],
  });
  return rows;
}

const columns = 'account_id as "accountId", department, roles, since';
