import { readCredentials } from '../store/accounts.ts';
import { countAttempts, forgetAttempts } from '../store/attempts.ts';
import { noteFailure, noteRefusal } from './audit/note.ts';
import type { Deps } from './deps.ts';
import { knownDevice } from './devices.ts';
import { emailDigest } from './prove-email.ts';

/**
 * Checks an email address and a password. An unknown address and a wrong password get the same answer after the same work. The attempt is
 * counted before the password is looked at, so that no number of attempts at once gets past the limits. On a device where the address has signed in before (`device` is its
 * cookie) failures elsewhere do not count.
 */
export async function signIn(
  deps: Deps,
  input: { email: string; password: string; address: string; device?: string | undefined },
): Promise<{ accountId: string; email: string } | 'wrong' | 'too_many'> {
  const email = input.email.trim().toLowerCase();
  const device = knownDevice(deps, input.device, email);
  const account = deps.digest(device === undefined ? `account\n${email}` : `account\n${email}\n${device}`);
  const address = deps.digest(`address\n${input.address}`);
  const at = deps.now();
  const endsAt = new Date(at.getTime() + deps.limits.window * 1000);
  const [ofAccount = 0, ofAddress = 0] = await countAttempts(deps.db, {
    subjects: [account, address],
    at,
    endsAt,
    email: emailDigest(deps, email),
  });
  if (ofAccount > deps.limits.perAccount) {
    // Once in each time: an attack writes no more than that.
    if (ofAccount === deps.limits.perAccount + 1)
      await noteRefusal(deps, 'sign_in.locked', (await readCredentials(deps.db, email))?.id);
    return 'too_many';
  }
  if (ofAddress > deps.limits.perAddress && device === undefined) return 'too_many';
  const known = await readCredentials(deps.db, email);
  const right = await deps.passwords.verify(known?.passwordHash ?? undefined, input.password);
  if (!known || !right) {
    await noteFailure(deps, 'sign_in.failed', known?.id);
    return 'wrong';
  }
  await forgetAttempts(deps.db, account, address);
  return { accountId: known.id, email };
}
