import { noSuch } from '@ashlar/component';
import { type Handler, Problem } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import { agentOf } from '../domain/agent.ts';
import type { FactorKind, Lock } from '../domain/entities.ts';
import type { MailLanguage } from '../domain/mail.ts';
import type { AccountSession, AccountSessions } from '../domain/ports.ts';
import type { Deps } from '../usecases/deps.ts';
import {
  endSessionOf,
  endSessionsOf,
  eraseAccountOf,
  type Factors,
  findFactors,
  findHistoryPage,
  findSessions,
  lockAccount,
  type OperatorAsk,
  type PastEvent,
  resetFactors,
  unlockAccount,
} from '../usecases/operate-accounts.ts';
import { accountView } from './accounts.ts';
import { badCursor, pageAsk, requireOperator } from './callers.ts';

type OperatorOperation =
  | 'lockAccount'
  | 'unlockAccount'
  | 'listSessions'
  | 'endSessions'
  | 'endAccountSession'
  | 'listFactors'
  | 'resetFactors'
  | 'eraseAccount'
  | 'listAccountHistory';

/** What operators of the platform do for a person, or against somebody who is not the person. */
export function operatorHandlers(deps: Deps, sessions: AccountSessions): Record<OperatorOperation, Handler> {
  /** An operation that answers with nothing; `act` is false where there is no such thing. */
  const ending =
    (thing: string, act: (ask: OperatorAsk, request: FastifyRequest) => Promise<boolean>): Handler =>
    async (request, reply) => {
      if (!(await act(askOf(request), request))) throw noSuch(thing);
      return reply.code(204).send();
    };

  return {
    async lockAccount(request) {
      const account = await lockAccount(deps, sessions, { ...askOf(request), lock: request.body as Lock });
      if (account === 'past') {
        const errors = [
          { pointer: '#/until', detail: 'has to be a time to come, no leap second, before the year 10000' },
        ];
        throw new Problem(422, 'invalid', 'The lock cannot end then', undefined, { errors });
      }
      if (!account) throw noSuch('account');
      return accountView(account);
    },
    unlockAccount: ending('account', (ask) => unlockAccount(deps, ask)),
    async listSessions(request) {
      const found = await findSessions(deps, sessions, askOf(request).id);
      if (!found) throw noSuch('account');
      return { sessions: found.map(sessionView) };
    },
    endSessions: ending('account', (ask) => endSessionsOf(deps, sessions, ask)),
    endAccountSession: ending('session of this account', (ask, { params }) => {
      const { session_id: sessionId } = params as { session_id: string };
      return endSessionOf(deps, sessions, { ...ask, sessionId });
    }),
    async listFactors(request) {
      const found = await findFactors(deps, askOf(request).id);
      if (!found) throw noSuch('account');
      return factorsView(found);
    },
    resetFactors: ending('account', (ask, { query }) => {
      const { kind, language = 'en' } = query as { kind?: FactorKind; language?: MailLanguage };
      return resetFactors(deps, sessions, { ...ask, kind, language });
    }),
    eraseAccount: ending('account', (ask, { query }) => {
      const { language = 'en' } = query as { language?: MailLanguage };
      return eraseAccountOf(deps, sessions, { ...ask, language });
    }),
    async listAccountHistory(request) {
      const page = await findHistoryPage(deps, { ...askOf(request), ...pageAsk(request) });
      if (page === 'bad_cursor') throw badCursor();
      if (!page) throw noSuch('account');
      const { things, nextCursor } = page;
      return { history: things.map(historyView), ...(nextCursor && { next_cursor: nextCursor }) };
    },
  };
}

/** Accounts are of the whole platform, and so is whoever manages them. */
function askOf(request: FastifyRequest): OperatorAsk {
  requireOperator(request.caller);
  const { id } = request.params as { id: string };
  return { id, traceparent: request.traceparent };
}

function sessionView({ id, since, amr, agent, parties }: AccountSession): Record<string, unknown> {
  const known = agentOf(agent);
  return {
    id,
    started_at: since.toISOString(),
    methods: amr,
    clients: parties.map(({ clientId }) => clientId),
    ...(known !== undefined && { agent: known }),
  };
}

function factorsView({ passkeys, app, recoveryCodes }: Factors): Record<string, unknown> {
  return {
    passkeys: passkeys.map(({ id, name, synced, createdAt, lastUsedAt }) => ({
      id,
      name,
      synced,
      created_at: createdAt.toISOString(),
      ...(lastUsedAt && { last_used_at: lastUsedAt.toISOString() }),
    })),
    ...(app?.confirmedAt && { authenticator_app: { confirmed_at: app.confirmedAt.toISOString() } }),
    recovery_codes_left: recoveryCodes,
  };
}

function historyView({ at, what, client, agent }: PastEvent): Record<string, unknown> {
  return {
    at: at.toISOString(),
    what,
    ...(client !== null && { client }),
    ...(agent !== null && { agent }),
  };
}
