import { keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, Problem, sendReplay } from '@ashlar/service-kit';
import type { Account } from '../domain/entities.ts';
import { createAccount } from '../usecases/create-account.ts';
import type { Deps } from '../usecases/deps.ts';
import { findAccount } from '../usecases/find-account.ts';
import { requireOperator } from './callers.ts';

/** Administration of people's accounts. */
export function accountHandlers(deps: Deps): Record<'createAccount' | 'getAccount', Handler> {
  return {
    async createAccount(request, reply) {
      requireOperator(request.caller);
      const { email, password } = request.body as { email: string; password: string };
      const { traceparent } = request;
      const made = await createAccount(deps, { email, password, once: onceOf(request), traceparent });
      if (made === 'key_reused') throw keyReused();
      if (made === 'taken') throw new Problem(409, 'email_taken', 'There is an account with this address');
      const view = accountView(made.thing);
      return made.replayed ? sendReplay(reply, { status: 201, body: view }) : reply.code(201).send(view);
    },

    async getAccount(request) {
      requireOperator(request.caller);
      const { id } = request.params as { id: string };
      const account = await findAccount(deps, id);
      if (!account) throw noSuch('account');
      return accountView(account);
    },
  };
}

function accountView({ id, email, createdAt }: Account): Record<string, unknown> {
  return { id, email, created_at: createdAt.toISOString() };
}
