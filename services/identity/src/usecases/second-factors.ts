import { isTwoFactors } from '../domain/levels.ts';
import type { FirstMethod } from '../domain/methods.ts';
import type { BrowserSession } from '../domain/ports.ts';
import { secondFactorAdded, secondFactorRemoved } from '../events/facts.ts';
import type { AccountChange } from '../store/account-changes.ts';
import { countAttempts, extendAttempts, forgetAttempts } from '../store/attempts.ts';
import { readPasskeys } from '../store/passkeys.ts';
import {
  confirmAuthenticatorApp,
  deleteAuthenticatorApp,
  insertAuthenticatorApp,
  insertSignInStep,
  readAuthenticatorApp,
  readSignInStep,
  replaceRecoveryCodes,
  useRecoveryCode,
  useStep,
} from '../store/second-factors.ts';
import { changeOf, findOwn, isRecent, logged, noticeTo, type Owner } from './account-area.ts';
import { noteFailure, noteRefusal } from './audit/note.ts';
import type { Deps } from './deps.ts';
import { knownDevice } from './devices.ts';
import { after, emailDigest, holderDigest } from './prove-email.ts';

/** For so long a first factor waits for the second factor, in seconds. */
const stepS = 900;
const recoveryCodes = 10;

/** Whether a person has an authenticator app that counts. */
export async function hasAuthenticator(deps: Deps, accountId: string): Promise<boolean> {
  return Boolean((await readAuthenticatorApp(deps.db, accountId))?.confirmedAt);
}

/**
 * Whether a session is good enough to change what protects the account: from not long ago, and with the second factor if there is one. To add or remove a factor (`isFactor`) a
 * passkey counts as one: whoever knows the password alone must not make it two.
 */
export async function isSure(deps: Deps, session: BrowserSession, isFactor: boolean): Promise<boolean> {
  if (!isRecent(deps, session)) return false;
  if (isTwoFactors(session.amr)) return true;
  return !(isFactor
    ? await hasSecondFactor(deps, session.accountId)
    : await hasAuthenticator(deps, session.accountId));
}

/** Whether a person has an authenticator app or a passkey. */
export async function hasSecondFactor(deps: Deps, accountId: string): Promise<boolean> {
  return (await hasAuthenticator(deps, accountId)) || (await readPasskeys(deps.db, accountId)).length > 0;
}

/** Remembers by which first factor the person of an account came in a sign-in, which goes on with a second one. */
export async function awaitSecondFactor(
  deps: Deps,
  holder: string,
  { accountId, first }: { accountId: string; first: FirstMethod },
): Promise<void> {
  const endsAt = after(deps.now(), stepS);
  await insertSignInStep(deps.db, { holder: holderDigest(deps, holder), accountId, first, endsAt });
}

/** Whose second factor a sign-in waits for; undefined when nobody's. */
export function findAwaited(
  deps: Deps,
  holder: string,
): Promise<{ accountId: string; email: string; first: FirstMethod } | undefined> {
  return readSignInStep(deps.db, holderDigest(deps, holder), deps.now());
}

/**
 * Takes a code of the authenticator app, or a recovery code. Each works once. The try is counted first; on a device where the account signed in before it is counted by
 * itself, as passwords are.
 */
export async function checkSecondFactor(
  deps: Deps,
  input: { accountId: string; email: string; code: string; device: string | undefined },
): Promise<'right' | 'wrong' | 'locked'> {
  const { accountId } = input;
  const { codes } = deps.limits;
  const at = deps.now();
  const device = knownDevice(deps, input.device, input.email) ?? '';
  const subject = deps.digest(`second factor\n${accountId}\n${device}`);
  const endsAt = after(at, codes.lockS);
  const [tries = 0] = await countAttempts(deps.db, {
    subjects: [subject],
    at,
    endsAt,
    email: emailDigest(deps, input.email),
  });
  if (tries > codes.tries) return 'locked';
  if (await isRight(deps, accountId, input.code)) {
    await forgetAttempts(deps.db, subject, subject);
    return 'right';
  }
  await noteFailure(deps, 'second_factor.failed', accountId);
  if (tries < codes.tries) return 'wrong';
  await extendAttempts(deps.db, subject, endsAt);
  await noteRefusal(deps, 'second_factor.locked', accountId);
  return 'locked';
}

async function isRight(deps: Deps, accountId: string, given: string): Promise<boolean> {
  const app = await readAuthenticatorApp(deps.db, accountId);
  if (!app?.confirmedAt) return false;
  const code = given.replaceAll(/[\s-]/g, '');
  if (!/^\d{6}$/.test(code))
    return useRecoveryCode(deps.db, accountId, recoveryDigest(deps, accountId, code));
  const step = deps.oneTimeCodes.stepOf(deps.unseal(app.sealed), code, deps.now());
  return step !== undefined && useStep(deps.db, accountId, step);
}

/** What a person gives to an authenticator app: its secret, and the same as an address for a QR code. Undefined when there is an app already. */
export async function beginAuthenticator(
  deps: Deps,
  { accountId, email }: { accountId: string; email: string },
): Promise<{ secret: string; address: string } | undefined> {
  await insertAuthenticatorApp(deps.db, accountId, deps.seal(deps.oneTimeCodes.makeSecret()));
  const app = await readAuthenticatorApp(deps.db, accountId);
  if (!app || app.confirmedAt) return undefined;
  const secret = deps.unseal(app.sealed);
  return { secret, address: deps.oneTimeCodes.address(secret, email) };
}

/** Takes the first code of an authenticator app, from when on it counts. Answers the recovery codes, which are told once. `there`: there is an app already. */
export async function confirmAuthenticator(
  deps: Deps,
  owner: Owner,
  code: string,
): Promise<readonly string[] | 'wrong' | 'there'> {
  const account = await findOwn(deps, owner.session);
  const app = account && (await readAuthenticatorApp(deps.db, account.id));
  if (!app) return 'wrong';
  if (app.confirmedAt) return 'there';
  const step = deps.oneTimeCodes.stepOf(deps.unseal(app.sealed), code.replaceAll(/\s/g, ''), deps.now());
  if (step === undefined) return 'wrong';
  const codes = makeCodes(deps);
  const change = changeWithNotice(deps, owner, account.email, secondFactorAdded, 'authenticator_added');
  const digests = codes.map((one) => recoveryDigest(deps, account.id, one));
  return logged(deps, await confirmAuthenticatorApp(deps.db, change, { step, codes: digests }))
    ? codes
    : 'there';
}

/** Removes the own authenticator app and the recovery codes. */
export async function removeAuthenticator(deps: Deps, owner: Owner): Promise<void> {
  const account = await findOwn(deps, owner.session);
  if (!account) return;
  const change = changeWithNotice(deps, owner, account.email, secondFactorRemoved, 'authenticator_removed');
  logged(deps, await deleteAuthenticatorApp(deps.db, change));
}

/** New recovery codes in place of those before, told once; undefined where there is no authenticator app. */
export async function renewRecoveryCodes(deps: Deps, owner: Owner): Promise<readonly string[] | undefined> {
  const account = await findOwn(deps, owner.session);
  if (!account) return undefined;
  const codes = makeCodes(deps);
  const change = changeWithNotice(deps, owner, account.email, secondFactorAdded, 'recovery_codes_renewed');
  const digests = codes.map((one) => recoveryDigest(deps, account.id, one));
  return logged(deps, await replaceRecoveryCodes(deps.db, change, digests)) ? codes : undefined;
}

function changeWithNotice(
  deps: Deps,
  owner: Owner,
  email: string,
  type: string,
  what: string,
): AccountChange {
  return {
    ...changeOf(deps, owner, type, what),
    mail: noticeTo(deps, email, owner.language, 'second_factor_changed'),
  };
}

/** Sixty bits each, in letters that are not mistaken for others (Crockford's Base32). */
function makeCodes(deps: Deps): string[] {
  const letters = '0123456789abcdefghjkmnpqrstvwxyz';
  return Array.from({ length: recoveryCodes }, () => {
    const code = [...deps.random(12)].map((byte) => letters[byte % letters.length]).join('');
    return `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`;
  });
}

function recoveryDigest(deps: Deps, accountId: string, code: string): Buffer {
  const typed = code.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');
  return deps.digest(`recovery\n${accountId}\n${typed}`);
}
