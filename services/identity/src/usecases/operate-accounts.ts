import type { Account, FactorKind, Lock } from '../domain/entities.ts';
import type { MailLanguage } from '../domain/mail.ts';
import type { AccountSession, AccountSessions } from '../domain/ports.ts';
import { accountDisabled, accountEnabled, accountFactorsReset, sessionEnded } from '../events/facts.ts';
import { type AccountChange, type HistoryLine, listHistory } from '../store/account-changes.ts';
import { readAccount, readAccountByEmail } from '../store/accounts.ts';
import { forgetAllAttempts } from '../store/attempts.ts';
import { removeEndedLocks, removeLock, setLock } from '../store/locks.ts';
import { type Passkey, readPasskeys } from '../store/passkeys.ts';
import {
  type AuthenticatorApp,
  countRecoveryCodes,
  deleteFactors,
  readAuthenticatorApp,
} from '../store/second-factors.ts';
import { endAllRecords, endSessionRecord } from '../store/session-records.ts';
import { erase, logged, noticeTo } from './account-area.ts';
import { note } from './audit/note.ts';
import type { Deps } from './deps.ts';
import { type Page, type PageAsk, type Place, readPage } from './pages.ts';
import { emailDigest } from './prove-email.ts';

/** An account that an operator does something with. */
export interface OperatorAsk {
  readonly id: string;
  readonly traceparent: string | undefined;
}

/** The account of an address; undefined when there is none. */
export function findAccountByEmail(deps: Deps, email: string): Promise<Account | undefined> {
  return readAccountByEmail(deps.db, email.trim().toLowerCase());
}

/** Locks an account: it signs in nowhere, and all that was signed in ends. Undefined when there is none. `past`: the lock would be over already, or its end is no time that can be told. */
export async function lockAccount(
  deps: Deps,
  sessions: AccountSessions,
  { lock, ...ask }: OperatorAsk & { lock: Lock },
): Promise<Account | undefined | 'past'> {
  if (lock.until !== undefined && !isToCome(new Date(lock.until), deps.now())) return 'past';
  await tellOfAll(sessions, ask.id);
  const change = {
    ...changeOf(deps, ask, accountDisabled, 'locked'),
    data: { ...lock },
    owner: deps.recordOwner(ask.id),
  };
  logged(deps, await setLock(deps.db, change, lock));
  return readAccount(deps.db, ask.id);
}

/** RFC 3339 writes years in four digits, and a leap second is no time that can be reckoned with. */
function isToCome(until: Date, now: Date): boolean {
  return until > now && until.getUTCFullYear() <= 9999;
}

/** Unlocks an account, and forgets failures of its address. False when there is none. */
export async function unlockAccount(deps: Deps, ask: OperatorAsk): Promise<boolean> {
  const account = await readAccount(deps.db, ask.id);
  if (!account) return false;
  const unlocked = await removeLock(deps.db, changeOf(deps, ask, accountEnabled, 'unlocked'));
  // The change log has nothing of it, but whoever does it again and again lets passwords be tried out.
  if (!logged(deps, unlocked))
    await note(deps, { what: 'account.tries_forgotten', subject: ask.id, outcome: 'done' });
  await forgetAllAttempts(deps.db, emailDigest(deps, account.email));
  return true;
}

/** Unlocks accounts whose lock's time is over. Answers whether there may be more. */
export async function liftEndedLocks(deps: Deps): Promise<boolean> {
  const batch = 100;
  const lifted = await removeEndedLocks(deps.db, deps.now(), batch);
  logged(deps, lifted > 0);
  return lifted === batch;
}

/** The sessions of an account; undefined when there is no such account. */
export async function findSessions(
  deps: Deps,
  sessions: AccountSessions,
  id: string,
): Promise<AccountSession[] | undefined> {
  return (await readAccount(deps.db, id)) && sessions.sessionsOf(id);
}

/** Ends a session of an account. False when it has no such session. */
export async function endSessionOf(
  deps: Deps,
  sessions: AccountSessions,
  { sessionId, ...ask }: OperatorAsk & { sessionId: string },
): Promise<boolean> {
  const session = (await sessions.sessionsOf(ask.id)).find(({ id }) => id === sessionId);
  if (!session) return false;
  await sessions.tellClients([session]);
  const record = { id: session.id, owner: deps.recordOwner(ask.id), grantIds: session.grantIds };
  logged(deps, await endSessionRecord(deps.db, changeOf(deps, ask, sessionEnded, 'signed_out'), record));
  return true;
}

/** Ends every session, grant and token of an account. False when there is no such account. */
export async function endSessionsOf(
  deps: Deps,
  sessions: AccountSessions,
  ask: OperatorAsk,
): Promise<boolean> {
  if (!(await readAccount(deps.db, ask.id))) return false;
  await tellOfAll(sessions, ask.id);
  const change = { ...changeOf(deps, ask, sessionEnded, 'signed_out'), owner: deps.recordOwner(ask.id) };
  logged(deps, await endAllRecords(deps.db, change));
  return true;
}

/** What a person signs in with beside the password. */
export interface Factors {
  readonly passkeys: readonly Passkey[];
  readonly app: AuthenticatorApp | undefined;
  readonly recoveryCodes: number;
}

/** The factors of an account; undefined when there is no such account. */
export async function findFactors(deps: Deps, id: string): Promise<Factors | undefined> {
  if (!(await readAccount(deps.db, id))) return undefined;
  const [passkeys, app, recoveryCodes] = await Promise.all([
    readPasskeys(deps.db, id),
    readAuthenticatorApp(deps.db, id),
    countRecoveryCodes(deps.db, id),
  ]);
  return { passkeys, app, recoveryCodes };
}

/** Removes factors of an account, all unless told which, and all that was signed in ends; the person hears by mail. False when there is no such account. */
export async function resetFactors(
  deps: Deps,
  sessions: AccountSessions,
  { kind, language, ...ask }: OperatorAsk & { kind: FactorKind | undefined; language: MailLanguage },
): Promise<boolean> {
  const account = await readAccount(deps.db, ask.id);
  if (!account) return false;
  const kinds = kind === undefined ? everyKind : [kind];
  // Then no session ends, of which a client could hear.
  if (!(await hasAnyOf(deps, ask.id, kinds))) return true;
  await tellOfAll(sessions, ask.id);
  const change = {
    ...changeOf(deps, ask, accountFactorsReset, 'factors_reset'),
    owner: deps.recordOwner(ask.id),
    mail: noticeTo(deps, account.email, language, 'factors_reset'),
  };
  logged(deps, await deleteFactors(deps.db, change, kinds));
  return true;
}

/** Erases an account for good. False when there is none. */
export async function eraseAccountOf(
  deps: Deps,
  sessions: AccountSessions,
  { language, ...ask }: OperatorAsk & { language: MailLanguage },
): Promise<boolean> {
  const account = await readAccount(deps.db, ask.id);
  if (!account) return false;
  await tellOfAll(sessions, ask.id);
  await erase(deps, account, { language, traceparent: ask.traceparent });
  return true;
}

/** Something that happened with an account, with its place in the list. */
export type PastEvent = HistoryLine & Place;

/** One page of what happened with an account, newest first; undefined when there is no such account. */
export async function findHistoryPage(
  deps: Deps,
  { id, ...ask }: PageAsk & { id: string },
): Promise<Page<PastEvent> | 'bad_cursor' | undefined> {
  if (!(await readAccount(deps.db, id))) return undefined;
  return readPage(ask, /^\d{1,18}$/, async ({ after, limit }) => {
    const lines = await listHistory(deps.db, { accountId: id, before: after?.id, limit });
    return lines.map((line) => ({ ...line, createdAt: line.at }));
  });
}

/** Has the clients of every session of an account hear that it is over, before it is. */
export async function tellOfAll(sessions: AccountSessions, accountId: string): Promise<void> {
  await sessions.tellClients(await sessions.sessionsOf(accountId));
}

async function hasAnyOf(deps: Deps, id: string, kinds: readonly FactorKind[]): Promise<boolean> {
  const factors = await findFactors(deps, id);
  if (!factors) return false;
  const there: Readonly<Record<FactorKind, boolean>> = {
    passkeys: factors.passkeys.length > 0,
    authenticator_app: Boolean(factors.app?.confirmedAt),
    recovery_codes: factors.recoveryCodes > 0,
  };
  return kinds.some((one) => there[one]);
}

const everyKind: readonly FactorKind[] = ['passkeys', 'authenticator_app', 'recovery_codes'];

function changeOf(deps: Deps, { id, traceparent }: OperatorAsk, type: string, what: string): AccountChange {
  return { id, at: deps.now(), traceparent, type, what };
}
