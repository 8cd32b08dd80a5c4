import type { Queryable } from '@ashlar/postgres';
import { type Client, errors, type KoaContextWithOIDC } from 'oidc-provider';
import { type Authority, mandateClaims, partyName, scopesWithin } from '../domain/mandates.ts';
import { readAuthorities } from '../store/mandates.ts';
import { readMemberships } from '../store/staff.ts';
import { type DelegationRules, departmentMember } from './configuration.ts';

/** What clients hear of whom people act for, and what tokens for such a party hold. A mandate counts as it is at that moment. */
export interface Authorities extends DelegationRules {
  /** The claims of an account that were asked for by scope or name; a client hears of its own department only. */
  claims(context: KoaContextWithOIDC, accountId: string, asked: Asked): Promise<Record<string, unknown>>;
}

/** What a request asked to be told. */
export interface Asked {
  readonly scope: string;
  /** By name, OpenID Connect Core 1.0 section 5.5.1. */
  readonly claims: unknown;
}

/** Reads them from the database. */
export function createAuthorities(db: Queryable): Authorities {
  const inForce = (accountId: string, client: Client | undefined) =>
    readAuthorities(db, { accountId, department: departmentOf(client), at: new Date() });
  const forParty = async (accountId: string, client: Client | undefined, party: string) =>
    (await inForce(accountId, client)).find(
      ({ organisation, principalId }) => (organisation?.id ?? principalId) === party,
    );

  return {
    async claims({ oidc: { client } }, accountId, { scope, claims }) {
      const isAsked = (name: string, byScope?: string) =>
        scope.split(' ').includes(byScope ?? '') || memberOf(claims, name) !== undefined;
      const party = textOf(memberOf(memberOf(claims, mandateClaims.actingFor), 'value'));
      const told: Record<string, unknown> = {};
      if (isAsked(mandateClaims.mandates, 'mandates')) {
        told[mandateClaims.mandates] = (await inForce(accountId, client)).map(authorityView);
      }
      if (isAsked(mandateClaims.staff, 'staff')) {
        const memberships = await readMemberships(db, accountId);
        const own = memberships.find(({ department }) => department === departmentOf(client));
        if (own) told[mandateClaims.staff] = { department: own.department, roles: own.roles };
      }
      const authority = party === undefined ? undefined : await forParty(accountId, client, party);
      if (authority) told[mandateClaims.actingFor] = authorityView(authority);
      return told;
    },
    async refuseWithout({ oidc }) {
      const accountId = oidc.session?.accountId;
      const party = partyIn(oidc.claims, true);
      if (accountId === undefined || party === undefined) return;
      if (!(await forParty(accountId, oidc.client, party))) throw new errors.AccessDenied(noMandate);
    },
    async delegate({ oidc: { client, entities } }, accountId, payload) {
      // A component's token does not hold what was asked for; what it is made from does.
      const party = partyIn((entities.RefreshToken ?? entities.AuthorizationCode)?.claims, false);
      if (accountId === undefined || party === undefined) return;
      const authority = await forParty(accountId, client, party);
      if (!authority) throw new errors.InvalidGrant(noMandate);
      const asked = String(payload.scope ?? '');
      const scopes = scopesWithin(asked.split(' '), authority);
      if (scopes.length === 0) throw new errors.InvalidScope('the mandate does not reach so far', asked);
      payload.act = { sub: payload.sub };
      payload.sub = partyName(authority);
      payload.scope = scopes.join(' ');
    },
  };
}

const noMandate = 'the person may not act for this party';

/** No client is of the department without a name. */
function departmentOf(client: Client | undefined): string {
  const department = client?.[departmentMember];
  return typeof department === 'string' && department !== '*' ? department : '';
}

/** The party that a request names for the person to act for; only where it is needed, if `essential`. */
function partyIn(claims: unknown, essential: boolean): string | undefined {
  for (const use of ['id_token', 'userinfo']) {
    const asked = memberOf(memberOf(claims, use), mandateClaims.actingFor);
    const party = textOf(memberOf(asked, 'value'));
    if (party !== undefined && (!essential || memberOf(asked, 'essential') === true)) return party;
  }
  return undefined;
}

function authorityView(authority: Authority): Record<string, unknown> {
  const { id, organisation, principalId, scope, from, until } = authority;
  return {
    mandate_id: id,
    ...(organisation ? { organisation } : { person: { sub: principalId } }),
    scope,
    from: from.toISOString(),
    ...(until && { until: until.toISOString() }),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}
