import { randomUUID } from 'node:crypto';
import { type MailLanguage, noticeLifetimeS } from '../domain/mail.ts';
import { type PasswordProblem, passwordProblem } from '../domain/password-rules.ts';
import { readAccountByEmail } from '../store/accounts.ts';
import { readProof } from '../store/proofs.ts';
import { insertProvenAccount, resetProvenPassword } from '../store/proven-accounts.ts';
import type { Deps } from './deps.ts';
import { after, holderDigest, sealMail } from './prove-email.ts';

/**
 * Lets the person who proved an address have a password: with an account of that address it is the new one, all its sessions and tokens end and a notice goes out; without
 * one an account is created. Of any number at once one is stored, and the others get the same account. `over`: nothing is proven, or its time is over. `closed`: the
 * account signs in nowhere.
 */
export async function choosePassword(
  deps: Deps,
  input: {
    holder: string;
    password: string;
    language: MailLanguage;
    traceparent?: string | undefined;
    /** Hears which account's sessions are about to end. */
    ending(accountId: string): Promise<void>;
  },
): Promise<{ accountId: string; email: string } | { problem: PasswordProblem } | 'over' | 'closed'> {
  const holder = holderDigest(deps, input.holder);
  const proof = await readProof(deps.db, holder, deps.now());
  if (!proof?.confirmedAt) return 'over';
  const email = deps.unseal(proof.email);
  if (proof.accountId !== null) return { accountId: proof.accountId, email };
  const problem = passwordProblem(input.password, {
    email,
    leastLength: deps.limits.leastPasswordLength,
    isCommon: deps.isCommonPassword,
  });
  if (problem !== undefined) return { problem };
  const use = { holder, passwordHash: await deps.passwords.hash(input.password), at: deps.now() };
  const known = await readAccountByEmail(deps.db, email);
  if (known?.disabledAt) return 'closed';
  const { traceparent } = input;
  if (known) await input.ending(known.id);
  const stored = known
    ? await resetProvenPassword(deps.db, {
        ...use,
        id: known.id,
        owner: deps.recordOwner(known.id),
        mail: sealMail(
          deps,
          { kind: 'notice', to: email, language: input.language, about: 'password_changed' },
          after(use.at, noticeLifetimeS),
        ),
        traceparent,
      })
    : await insertProvenAccount(deps.db, { ...use, id: randomUUID(), email, traceparent });
  if (stored !== undefined) deps.logged();
  // Another request was first: it used the proof, or made the account of this address.
  return stored === undefined ? choosePassword(deps, input) : { accountId: stored, email };
}
