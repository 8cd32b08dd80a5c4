import { randomUUID } from 'node:crypto';
import { createOnce, type Made, type Once } from '@ashlar/component';
import type { Fault } from '../domain/client-settings.ts';
import type { Authority, Mandate, StaffMember } from '../domain/mandates.ts';
import { readAccount } from '../store/accounts.ts';
import {
  insertMandate,
  listMandates,
  type MandateFilter,
  readAuthorities,
  readMandate,
  revokeMandateRow,
} from '../store/mandates.ts';
import { readOrganisation } from '../store/organisations.ts';
import { readMemberships } from '../store/staff.ts';
import type { Deps } from './deps.ts';
import { uuids } from './organisations.ts';
import { type Page, type PageAsk, readPage } from './pages.ts';

/** What an administrator says of a new mandate. `from` is now unless said. */
export type NewMandate = Omit<Mandate, 'id' | 'createdAt' | 'from' | 'revocation'> & {
  readonly from: Date | undefined;
};

/** Grants a mandate. `no_account`, `no_organisation`: there is none of that id. `overlaps`: there is one like it for some of the time. A list: what it cannot be. */
export async function grantMandate(
  deps: Deps,
  input: { mandate: NewMandate; once?: Once | undefined; traceparent?: string | undefined },
): Promise<Made<Mandate> | 'key_reused' | 'no_account' | 'no_organisation' | 'overlaps' | readonly Fault[]> {
  const createdAt = deps.now();
  const { from = createdAt, scope, ...said } = input.mandate;
  const mandate = {
    ...said,
    id: randomUUID(),
    from,
    createdAt,
    scope: [...scope].sort(),
    revocation: null,
  };
  const faults = faultsOf(mandate);
  if (faults.length > 0) return faults;
  const missing = await missingOf(deps, mandate);
  if (missing) return missing;
  let overlaps = false;
  const made = await createOnce<Mandate>(deps, input.once, {
    async make(once) {
      const creation = { at: createdAt, traceparent: input.traceparent, once };
      const stored = await insertMandate(deps.db, mandate, creation);
      overlaps = stored === 'overlaps';
      return stored === false ? undefined : mandate;
    },
    read: (id) => readMandate(deps.db, id, '*'),
  });
  return overlaps ? 'overlaps' : made;
}

/** Revokes a mandate; one that is revoked stays as it is. Undefined when the department has none of that id. */
export async function revokeMandate(
  deps: Deps,
  {
    id,
    department,
    traceparent,
    ...why
  }: {
    id: string;
    department: string;
    by: string;
    reason: string;
    reference: string | null;
    traceparent?: string | undefined;
  },
): Promise<Mandate | undefined> {
  const revocation = { ...why, at: deps.now() };
  const mandate = await revokeMandateRow(deps.db, { id, department, revocation, traceparent });
  if (mandate) deps.logged();
  return mandate;
}

/** The mandate of that id; undefined when the department has none. */
export function findMandate(
  deps: Deps,
  { id, department }: { id: string; department: string },
): Promise<Mandate | undefined> {
  return readMandate(deps.db, id, department);
}

/** One page of a department's mandates. */
export function findMandates(
  deps: Deps,
  { cursor, limit, ...filter }: PageAsk & MandateFilter,
): Promise<Page<Mandate> | 'bad_cursor'> {
  const at = deps.now();
  return readPage({ cursor, limit }, uuids, (part) => listMandates(deps.db, { ...part, ...filter, at }));
}

/** What a person may do for others now, and of which departments they are staff. */
export async function findOwnAuthorities(
  deps: Deps,
  accountId: string,
): Promise<{ authorities: Authority[]; memberships: StaffMember[] }> {
  const [authorities, memberships] = await Promise.all([
    readAuthorities(deps.db, { accountId, department: '*', at: deps.now() }),
    readMemberships(deps.db, accountId),
  ]);
  return { authorities, memberships };
}

function faultsOf({ accountId, organisationId, principalId, from, until }: Mandate): Fault[] {
  const fault = (pointer: string, detail: string) => [{ pointer, detail }];
  return [
    ...((organisationId === null) === (principalId === null)
      ? fault('#/organisation_id', 'or principal_id is needed, and not both')
      : []),
    ...(principalId === accountId ? fault('#/principal_id', 'is the person who acts') : []),
    ...(until && until <= from ? fault('#/until', 'must be later than from') : []),
  ];
}

async function missingOf(
  deps: Deps,
  { accountId, principalId, organisationId, department }: Mandate,
): Promise<'no_account' | 'no_organisation' | undefined> {
  for (const id of [accountId, principalId]) {
    if (id !== null && !(await readAccount(deps.db, id))) return 'no_account';
  }
  const isKnown =
    organisationId === null || (await readOrganisation(deps.db, organisationId, department)) !== undefined;
  return isKnown ? undefined : 'no_organisation';
}
