import { scopeComponent } from './scopes.ts';

/** What sort of body an organisation is. */
export type OrganisationKind = 'company' | 'charity' | 'public_body' | 'partnership' | 'other';

/** A body that people act for. */
export interface Organisation {
  readonly id: string;
  readonly department: string;
  readonly name: string;
  readonly kind: OrganisationKind;
  readonly createdAt: Date;
}

/** A caseworker or operator of a department. */
export interface StaffMember {
  readonly accountId: string;
  readonly department: string;
  readonly roles: readonly string[];
  readonly since: Date;
}

/** That a person may act for an organisation or another person: one of the two. */
export interface Mandate {
  readonly id: string;
  /** Which recorded it, and whose clients are told. */
  readonly department: string;
  /** Who acts. */
  readonly accountId: string;
  readonly organisationId: string | null;
  readonly principalId: string | null;
  /** What may be done, in order. */
  readonly scope: readonly string[];
  readonly from: Date;
  readonly until: Date | null;
  /** The client that recorded it. */
  readonly grantedBy: string;
  readonly createdAt: Date;
  readonly revocation: Revocation | null;
}

/** That a mandate is in force no more: since when, by which client, and why. */
export interface Revocation {
  readonly at: Date;
  readonly by: string;
  readonly reason: string;
  readonly reference: string | null;
}

/** A mandate that is in force, as a client is told of it. */
export interface Authority extends Pick<Mandate, 'id' | 'scope' | 'from' | 'until' | 'principalId'> {
  readonly organisation: Pick<Organisation, 'id' | 'name' | 'kind'> | null;
}

/** Whether a mandate is in force. */
export function isInForce({ from, until, revocation }: Mandate, at: Date): boolean {
  return revocation === null && from <= at && (until === null || until > at);
}

/** What a token for a party may hold: what was asked for, as far as the mandate names it. */
export function scopesWithin(asked: readonly string[], { scope }: Pick<Authority, 'scope'>): string[] {
  return asked.filter((one) => scopeComponent(one) !== undefined && scope.includes(one));
}

/** The claims by which clients are told, and the scopes that ask for them. */
export const mandateClaims = {
  mandates: 'urn:ashlar:claims:mandates',
  staff: 'urn:ashlar:claims:staff',
  actingFor: 'urn:ashlar:claims:acting_for',
} as const;

/** Who a token says that it is for, when a person acts for a party. */
export function partyName({ organisation, principalId }: Authority): string {
  return organisation ? `urn:ashlar:organisation:${organisation.id}` : (principalId ?? '');
}
