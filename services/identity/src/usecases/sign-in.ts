import { readCredentials } from '../store/accounts.ts';
import { countAttempts, forgetAttempts } from '../store/attempts.ts';
import type { Deps } from './deps.ts';

/**
 * Checks an email address and a password. An unknown address and a wrong password get the same answer after the same work. The attempt is
 * counted before the password is looked at, so that no number of attempts at once gets past the limits.
 */
export async function signIn(
  deps: Deps,
  input: { email: string; password: string; address: string },
): Promise<{ accountId: string } | 'wrong' | 'too_many'> {
  const email = input.email.trim().toLowerCase();
  const account = deps.digest(`account\n${email}`);
  const address = deps.digest(`address\n${input.address}`);
  const at = deps.now();
  const endsAt = new Date(at.getTime() + deps.limits.window * 1000);
  const [ofAccount = 0, ofAddress = 0] = await countAttempts(deps.db, {
    subjects: [account, address],
    at,
    endsAt,
  });
  if (ofAccount > deps.limits.perAccount || ofAddress > deps.limits.perAddress) return 'too_many';
  const known = await readCredentials(deps.db, email);
  const right = await deps.passwords.verify(known?.passwordHash, input.password);
  if (!known || !right) return 'wrong';
  await forgetAttempts(deps.db, account, address);
  return { accountId: known.id };
}
