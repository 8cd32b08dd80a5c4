import { randomUUID } from 'node:crypto';
import { createOnce, type Made, type Once } from '@ashlar/component';
import type { Organisation, StaffMember } from '../domain/mandates.ts';
import { readAccount } from '../store/accounts.ts';
import {
  changeOrganisation,
  insertOrganisation,
  listOrganisations,
  readOrganisation,
} from '../store/organisations.ts';
import { deleteStaffMember, listStaff, upsertStaffMember } from '../store/staff.ts';
import type { Deps } from './deps.ts';
import { type Page, type PageAsk, readPage } from './pages.ts';

/** Ids of what is listed by this service. */
export const uuids = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Records an organisation. */
export function createOrganisation(
  deps: Deps,
  input: {
    organisation: Pick<Organisation, 'department' | 'name' | 'kind'>;
    once?: Once | undefined;
    traceparent?: string | undefined;
  },
): Promise<Made<Organisation> | 'key_reused'> {
  const organisation = { ...input.organisation, id: randomUUID(), createdAt: deps.now() };
  return createOnce<Organisation>(deps, input.once, {
    async make(once) {
      const creation = { at: organisation.createdAt, traceparent: input.traceparent, once };
      return (await insertOrganisation(deps.db, organisation, creation)) ? organisation : undefined;
    },
    read: (id) => readOrganisation(deps.db, id, '*'),
  });
}

/** The organisation of that id; undefined when the department has none. */
export function findOrganisation(
  deps: Deps,
  { id, department }: { id: string; department: string },
): Promise<Organisation | undefined> {
  return readOrganisation(deps.db, id, department);
}

/** One page of a department's organisations. */
export function findOrganisations(
  deps: Deps,
  { department, ...ask }: PageAsk & { department: string },
): Promise<Page<Organisation> | 'bad_cursor'> {
  return readPage(ask, uuids, (part) => listOrganisations(deps.db, { ...part, department }));
}

/** Changes an organisation. Undefined when the department has none of that id. */
export async function updateOrganisation(
  deps: Deps,
  change: {
    id: string;
    department: string;
    name?: string | undefined;
    kind?: string | undefined;
    traceparent?: string | undefined;
  },
): Promise<Organisation | undefined> {
  const organisation = await changeOrganisation(deps.db, { ...change, at: deps.now() });
  if (organisation) deps.logged();
  return organisation;
}

/** Makes somebody staff, or gives other roles. Undefined when there is no such account. */
export async function putStaffMember(
  deps: Deps,
  input: {
    accountId: string;
    department: string;
    roles: readonly string[];
    traceparent?: string | undefined;
  },
): Promise<StaffMember | undefined> {
  if (!(await readAccount(deps.db, input.accountId))) return undefined;
  const roles = [...input.roles].sort();
  const member = await upsertStaffMember(deps.db, { ...input, roles, at: deps.now() });
  deps.logged();
  return member;
}

/** Ends a membership; whoever is no member stays so. */
export async function removeStaffMember(
  deps: Deps,
  input: { accountId: string; department: string; traceparent?: string | undefined },
): Promise<void> {
  if (await deleteStaffMember(deps.db, { ...input, at: deps.now() })) deps.logged();
}

/** One page of a department's staff. */
export function findStaff(
  deps: Deps,
  { department, ...ask }: PageAsk & { department: string },
): Promise<Page<StaffMember & { createdAt: Date; id: string }> | 'bad_cursor'> {
  return readPage(ask, uuids, (part) => listStaff(deps.db, { ...part, department }));
}
