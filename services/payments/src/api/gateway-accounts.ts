import { departmentOf, keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, Problem, sendReplay } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import type { CardRules } from '../domain/card-kinds.ts';
import type { Features, GatewayAccount, Limits, Setting } from '../domain/entities.ts';
import { changeSetting } from '../usecases/change-setting.ts';
import { createGatewayAccount, type NewAccount } from '../usecases/create-gateway-account.ts';
import type { Deps } from '../usecases/deps.ts';
import {
  type AccountAsk,
  findGatewayAccount,
  findGatewayAccounts,
} from '../usecases/find-gateway-accounts.ts';

type AccountOperation =
  | 'createGatewayAccount'
  | 'listGatewayAccounts'
  | 'getGatewayAccount'
  | 'updateGatewayAccountLimits'
  | 'updateGatewayAccountFeatures'
  | 'updateGatewayAccountCards';

/** Administration of gateway accounts. `providers` are the ids that an account may name. */
export function gatewayAccountHandlers(
  deps: Deps,
  providers: readonly string[],
): Record<AccountOperation, Handler> {
  const change =
    <Members>(settingOf: (members: Members) => Setting): Handler =>
    async (request) => {
      const setting = settingOf(request.body as Members);
      const { traceparent } = request;
      const account = await changeSetting(deps, { ...accountAsk(request), setting, traceparent });
      if (!account) throw noSuch('gateway account');
      return accountView(account);
    };
  return {
    async createGatewayAccount(request, reply) {
      const {
        provider = 'sandbox',
        department,
        ...body
      } = request.body as Omit<NewAccount, 'provider'> & Partial<NewAccount>;
      const account: NewAccount = { ...body, provider, department: departmentOf(request.caller, department) };
      refuseUnknownProvider(provider, providers);
      const { traceparent } = request;
      const made = await createGatewayAccount(deps, { account, once: onceOf(request), traceparent });
      if (made === 'key_reused') throw keyReused();
      const view = accountView(made.thing);
      if (made.replayed) return sendReplay(reply, { status: 201, body: view });
      const location = `${request.publicUrl}/ashlar/v1/gateway-accounts/${made.thing.id}`;
      return reply.code(201).header('location', location).send(view);
    },

    async listGatewayAccounts(request) {
      const { cursor, limit = 50 } = request.query as { cursor?: string; limit?: number };
      const department = callerDepartment(request);
      const page = await findGatewayAccounts(deps, { department, cursor, limit: Number(limit) });
      if (page === 'bad_cursor') {
        const errors = [{ pointer: 'query:cursor', detail: 'is not a cursor of this list' }];
        throw new Problem(400, 'invalid', 'The cursor is not valid', undefined, { errors });
      }
      const { accounts, nextCursor } = page;
      return { gateway_accounts: accounts.map(accountView), ...(nextCursor && { next_cursor: nextCursor }) };
    },

    async getGatewayAccount(request) {
      const account = await findGatewayAccount(deps, accountAsk(request));
      if (!account) throw noSuch('gateway account');
      return accountView(account);
    },

    updateGatewayAccountLimits: change((limits: Partial<Limits>) => ({ limits })),
    updateGatewayAccountFeatures: change((features: Partial<Features>) => ({ features })),
    updateGatewayAccountCards: change((cards: Partial<CardRules>) => ({ cards })),
  };
}

/** The account that a path names, and the department of the administrator that asks. */
export function accountAsk(request: FastifyRequest): AccountAsk {
  const { id } = request.params as { id: string };
  return { id, department: callerDepartment(request) };
}

function callerDepartment(request: FastifyRequest): string {
  return request.caller?.department === '*' ? '*' : departmentOf(request.caller, undefined);
}

function refuseUnknownProvider(provider: string, providers: readonly string[]): void {
  if (providers.includes(provider)) return;
  const errors = [{ pointer: '#/provider', detail: `is none of: ${providers.join(', ')}` }];
  throw new Problem(422, 'invalid', 'There is no such provider', undefined, { errors });
}

function accountView(account: GatewayAccount): Record<string, unknown> {
  const { id, department, service, name, type, provider, limits, features, cards, createdAt } = account;
  const created_at = createdAt.toISOString();
  return { id, department, service, name, type, provider, limits, features, cards, created_at };
}
