import { departmentOf, keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, Problem, sendReplay } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import { isInForce, type Mandate } from '../domain/mandates.ts';
import type { Deps } from '../usecases/deps.ts';
import { findMandate, findMandates, grantMandate, revokeMandate } from '../usecases/mandates.ts';
import { badCursor, departmentAsking, pageAsk } from './callers.ts';

type MandateOperation = 'grantMandate' | 'getMandate' | 'listMandates' | 'revokeMandate';

/** Administration of whom people act for. */
export function mandateHandlers(deps: Deps): Record<MandateOperation, Handler> {
  const viewOf = (mandate: Mandate) => mandateView(mandate, deps.now());
  return {
    async grantMandate(request, reply) {
      const body = request.body as MandateBody;
      const mandate = {
        department: departmentOf(request.caller, body.department),
        accountId: body.account_id,
        organisationId: body.organisation_id ?? null,
        principalId: body.principal_id ?? null,
        scope: body.scope,
        from: body.from === undefined ? undefined : new Date(body.from),
        until: body.until === undefined ? null : new Date(body.until),
        grantedBy: request.caller?.subject ?? '',
      };
      const { traceparent } = request;
      const made = await grantMandate(deps, { mandate, once: onceOf(request), traceparent });
      if (made === 'key_reused') throw keyReused();
      if (made === 'no_account') throw noSuch('account');
      if (made === 'no_organisation') throw noSuch('organisation');
      if (made === 'overlaps') {
        throw new Problem(409, 'conflict', 'There is such a mandate for some of the time');
      }
      if (!('thing' in made)) {
        throw new Problem(422, 'invalid', 'The mandate cannot be like this', undefined, { errors: made });
      }
      const view = viewOf(made.thing);
      return made.replayed ? sendReplay(reply, { status: 201, body: view }) : reply.code(201).send(view);
    },

    async getMandate(request) {
      const mandate = await findMandate(deps, mandateAsk(request));
      if (!mandate) throw noSuch('mandate');
      return viewOf(mandate);
    },

    async listMandates(request) {
      const query = request.query as MandateQuery;
      const page = await findMandates(deps, {
        ...pageAsk(request),
        department: departmentAsking(request),
        accountId: query.account_id,
        organisationId: query.organisation_id,
        principalId: query.principal_id,
        inForce: query.in_force === undefined ? undefined : String(query.in_force) === 'true',
      });
      if (page === 'bad_cursor') throw badCursor();
      const { things, nextCursor } = page;
      return { mandates: things.map(viewOf), ...(nextCursor && { next_cursor: nextCursor }) };
    },

    async revokeMandate(request) {
      const { reason, reference = null } = request.body as { reason: string; reference?: string };
      const { traceparent } = request;
      const by = request.caller?.subject ?? '';
      const mandate = await revokeMandate(deps, {
        ...mandateAsk(request),
        by,
        reason,
        reference,
        traceparent,
      });
      if (!mandate) throw noSuch('mandate');
      return viewOf(mandate);
    },
  };
}

interface MandateBody {
  readonly department?: string;
  readonly account_id: string;
  readonly organisation_id?: string;
  readonly principal_id?: string;
  readonly scope: readonly string[];
  readonly from?: string;
  readonly until?: string;
}

interface MandateQuery {
  readonly account_id?: string;
  readonly organisation_id?: string;
  readonly principal_id?: string;
  readonly in_force?: boolean | string;
}

function mandateAsk(request: FastifyRequest): { id: string; department: string } {
  const { mandate_id: id } = request.params as { mandate_id: string };
  return { id, department: departmentAsking(request) };
}

function mandateView(mandate: Mandate, now: Date): Record<string, unknown> {
  const { organisationId, principalId, until, revocation } = mandate;
  return {
    id: mandate.id,
    department: mandate.department,
    account_id: mandate.accountId,
    ...(organisationId !== null && { organisation_id: organisationId }),
    ...(principalId !== null && { principal_id: principalId }),
    scope: mandate.scope,
    from: mandate.from.toISOString(),
    ...(until && { until: until.toISOString() }),
    granted_by: mandate.grantedBy,
    created_at: mandate.createdAt.toISOString(),
    in_force: isInForce(mandate, now),
    ...(revocation && {
      revoked: {
        at: revocation.at.toISOString(),
        by: revocation.by,
        reason: revocation.reason,
        ...(revocation.reference !== null && { reference: revocation.reference }),
      },
    }),
  };
}
