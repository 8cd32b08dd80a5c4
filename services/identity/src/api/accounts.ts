import { keyReused, noSuch, onceOf } from '@ashlar/component';
import { type Handler, Problem, sendReplay } from '@ashlar/service-kit';
import type { Account } from '../domain/entities.ts';
import type { AccountSessions } from '../domain/ports.ts';
import { createAccount } from '../usecases/create-account.ts';
import type { Deps } from '../usecases/deps.ts';
import { disableAccount, findAccount, findAccounts } from '../usecases/manage-accounts.ts';
import { findAccountByEmail } from '../usecases/operate-accounts.ts';
import { badCursor, pageAsk, requireOperator } from './callers.ts';

type AccountOperation = 'createAccount' | 'getAccount' | 'listAccounts' | 'updateAccount';

/** Administration of people's accounts. */
export function accountHandlers(deps: Deps, sessions: AccountSessions): Record<AccountOperation, Handler> {
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

    async listAccounts(request) {
      requireOperator(request.caller);
      const email = request.headers['account-email'];
      if (typeof email === 'string') {
        const account = await findAccountByEmail(deps, Buffer.from(email, 'latin1').toString());
        return { accounts: account ? [accountView(account)] : [] };
      }
      const page = await findAccounts(deps, pageAsk(request));
      if (page === 'bad_cursor') throw badCursor();
      const { things, nextCursor } = page;
      return { accounts: things.map(accountView), ...(nextCursor && { next_cursor: nextCursor }) };
    },

    async updateAccount(request) {
      requireOperator(request.caller);
      const { id } = request.params as { id: string };
      const { disabled } = request.body as { disabled: boolean };
      const account = await disableAccount(deps, sessions, {
        id,
        disabled,
        traceparent: request.traceparent,
      });
      if (!account) throw noSuch('account');
      return accountView(account);
    },
  };
}

/** An account as the API shows it. */
export function accountView({ id, email, createdAt, disabledAt, lock }: Account): Record<string, unknown> {
  return {
    id,
    email,
    created_at: createdAt.toISOString(),
    ...(disabledAt && { disabled_at: disabledAt.toISOString() }),
    ...(lock && { lock: { ...lock, ...(lock.until && { until: new Date(lock.until).toISOString() }) } }),
  };
}
