import type { Account } from '../domain/entities.ts';
import { readAccount } from '../store/accounts.ts';
import type { Deps } from './deps.ts';

/** The account of that id; undefined when there is none. */
export function findAccount(deps: Deps, id: string): Promise<Account | undefined> {
  return readAccount(deps.db, id);
}
