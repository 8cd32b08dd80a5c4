import { readActiveCredential, switchCredential } from '../store/credentials.ts';
import type { Deps } from './deps.ts';
import { type Changed, type CredentialAsk, changeCredential, legal, stepOf } from './manage-credentials.ts';

/**
 * Switches an account: payments that are created from now on begin with this credential, and the one that was active is retired. A process
 * believes what it read of an account for three seconds, so a payment may begin with the old one that much longer; like every payment it
 * finishes where it began. With `replaces`, nothing happens unless that one is still the active one.
 */
export function activateCredential(
  deps: Deps,
  input: CredentialAsk & { replaces: string | undefined },
): Promise<Changed> {
  return changeCredential(deps, input, async (db, credential) => {
    const refused = legal(credential, 'ACTIVE');
    if (refused) return refused;
    const active = await readActiveCredential(db, input.id);
    if (input.replaces !== undefined && input.replaces !== active) return { refused: 'replaces', active };
    return switchCredential(db, stepOf(deps, input));
  });
}
