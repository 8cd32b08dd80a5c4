import { randomUUID } from 'node:crypto';
import { createOnce, type Made, type Once } from '@ashlar/component';
import type { Account } from '../domain/entities.ts';
import { insertAccount, readAccount } from '../store/accounts.ts';
import type { Deps } from './deps.ts';

/** Creates an account. `taken`: another has the address, in whatever case. */
export async function createAccount(
  deps: Deps,
  input: {
    email: string;
    password: string;
    once?: Once | undefined;
    traceparent?: string | undefined;
  },
): Promise<Made<Account> | 'key_reused' | 'taken'> {
  const account: Account = {
    id: randomUUID(),
    email: input.email.toLowerCase(),
    phone: null,
    createdAt: deps.now(),
    disabledAt: null,
    lock: null,
  };
  const passwordHash = await deps.passwords.hash(input.password);
  let taken = false;
  const made = await createOnce(deps, input.once && withoutPassword(deps, input.once, input), {
    make: async (once) => {
      const creation = { at: account.createdAt, traceparent: input.traceparent, once };
      const stored = await insertAccount(deps.db, { ...account, passwordHash }, creation);
      taken = stored === 'taken';
      return stored === false ? undefined : account;
    },
    read: (id) => readAccount(deps.db, id),
  });
  return taken ? 'taken' : made;
}

/** The record of a key keeps a plain hash of the request, from which a password could be guessed: a keyed digest stands for it. */
function withoutPassword(
  deps: Deps,
  once: Once,
  { email, password }: { email: string; password: string },
): Once {
  return { ...once, body: { email, password: deps.digest(`password\n${password}`).toString('base64') } };
}
