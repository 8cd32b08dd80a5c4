import { accountPhoneChanged, accountPhoneRemoved } from '../events/facts.ts';
import { clearPhone, setProvenPhone } from '../store/accounts.ts';
import { readProof } from '../store/proofs.ts';
import { changeOf, findOwn, logged, noticeTo, type Owner } from './account-area.ts';
import type { Deps } from './deps.ts';
import { holderDigest } from './prove-email.ts';

/** Gives the own account the phone number that was proven, and tells the person by e-mail. `over`: none is proven. */
export async function changePhone(deps: Deps, owner: Owner, holder: string): Promise<'changed' | 'over'> {
  const proof = await readProof(deps.db, holderDigest(deps, holder), deps.now());
  const account = await findOwn(deps, owner.session);
  if (!proof?.confirmedAt || !account) return 'over';
  const phone = deps.unseal(proof.email);
  // A second click: it was done.
  if (account.phone === phone) return 'changed';
  const change = {
    ...changeOf(deps, owner, accountPhoneChanged, 'phone_changed'),
    mail: noticeTo(deps, account.email, owner.language, 'phone_changed'),
  };
  const stored = await setProvenPhone(deps.db, change, { holder: holderDigest(deps, holder), phone });
  return logged(deps, stored) || (await findOwn(deps, owner.session))?.phone === phone ? 'changed' : 'over';
}

/** Takes the phone number of the own account away, and tells the person by e-mail; an account without one stays so. */
export async function removePhone(deps: Deps, owner: Owner): Promise<void> {
  const account = await findOwn(deps, owner.session);
  if (!account) return;
  const change = {
    ...changeOf(deps, owner, accountPhoneRemoved, 'phone_removed'),
    mail: noticeTo(deps, account.email, owner.language, 'phone_changed'),
  };
  logged(deps, await clearPhone(deps.db, change));
}
