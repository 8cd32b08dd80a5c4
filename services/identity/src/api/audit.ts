import { noSuch } from '@ashlar/component';
import type { Handler } from '@ashlar/service-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { note } from '../usecases/audit/note.ts';
import { findAudit, findHead } from '../usecases/audit/read.ts';
import type { Deps } from '../usecases/deps.ts';
import { badCursor, departmentAsking, pageAsk, requireOperator } from './callers.ts';

type AuditOperation = 'listAudit' | 'getAuditHead';

/** The audit, as it is read. */
export function auditHandlers(deps: Deps): Record<AuditOperation, Handler> {
  return {
    async listAudit(request) {
      const { actor, subject, what, outcome, since, until, order } = request.query as Readonly<
        Record<string, string | undefined>
      >;
      const page = await findAudit(deps, {
        ...pageAsk(request),
        order: order === 'desc' ? 'desc' : 'asc',
        filter: {
          department: departmentAsking(request),
          actor: actor ?? null,
          subject: subject ?? null,
          what: what ?? null,
          outcome: outcome ?? null,
          since: since ?? null,
          until: until ?? null,
        },
      });
      if (page === 'bad_cursor') throw badCursor();
      const { entries, nextCursor } = page;
      return { audit: entries, ...(nextCursor && { next_cursor: nextCursor }) };
    },

    async getAuditHead(request) {
      requireOperator(request.caller);
      const found = await findHead(deps);
      if (!found) throw noSuch('head: nothing was audited yet');
      const { number, hash, signedAt, jws, keys } = found;
      return { number, hash, signed_at: signedAt.toISOString(), head: jws, keys };
    },
  };
}

/** Notes, before they are answered, whose data somebody looked at, and what a token was not enough for. */
export function auditRequests(app: FastifyInstance, deps: Deps): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    const said = request.caller && noteOf(request, reply, payload);
    if (!said) return done();
    note(deps, said).then(() => done(), done);
  });
}

function noteOf(request: FastifyRequest, reply: FastifyReply, payload: unknown) {
  const { operation, caller, params } = request;
  const { id } = (params ?? {}) as { id?: string };
  const detail = { operation: operation?.operationId };
  const origin = `${request.id} ${caller?.subject}`;
  if (reply.statusCode === 403)
    return {
      what: 'operation.refused',
      subject: id,
      outcome: 'refused',
      detail,
      origin,
      department: caller?.department ?? '*',
    } as const;
  if (reply.statusCode !== 200 || request.method !== 'GET' || !operation?.path.startsWith(ofPeople))
    return undefined;
  return { what: 'account.read', subject: id ?? onlyOne(payload), outcome: 'done', detail, origin } as const;
}

const ofPeople = '/ashlar/v1/accounts';

/** Whom a list is of that was asked for by an address. */
function onlyOne(payload: unknown): string | undefined {
  if (typeof payload !== 'string') return undefined;
  const { accounts } = JSON.parse(payload) as { accounts?: readonly { id: string }[] };
  return accounts?.length === 1 ? accounts[0]?.id : undefined;
}
