import type { Account } from '../domain/entities.ts';
import type { AccountSessions } from '../domain/ports.ts';
import { listAccounts, readAccount, setDisabled } from '../store/accounts.ts';
import type { Deps } from './deps.ts';
import { tellOfAll } from './operate-accounts.ts';
import { type Page, type PageAsk, readPage } from './pages.ts';

/** The account of that id; undefined when there is none. */
export function findAccount(deps: Deps, id: string): Promise<Account | undefined> {
  return readAccount(deps.db, id);
}

/** One page of all accounts. */
export function findAccounts(deps: Deps, ask: PageAsk): Promise<Page<Account> | 'bad_cursor'> {
  return readPage(ask, /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/, (part) => listAccounts(deps.db, part));
}

/** Disables an account, of which the clients of its sessions hear, or enables it again. Undefined when there is none. */
export async function disableAccount(
  deps: Deps,
  sessions: AccountSessions,
  input: { id: string; disabled: boolean; traceparent?: string | undefined },
): Promise<Account | undefined> {
  if (input.disabled && !(await readAccount(deps.db, input.id))?.disabledAt) {
    await tellOfAll(sessions, input.id);
  }
  const account = await setDisabled(deps.db, { ...input, at: deps.now() });
  if (account) deps.logged();
  return account;
}
