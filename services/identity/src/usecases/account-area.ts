import { agentOf } from '../domain/agent.ts';
import type { Account } from '../domain/entities.ts';
import { type Mail, type MailLanguage, type NoticeAbout, noticeLifetimeS } from '../domain/mail.ts';
import { type PasswordProblem, passwordProblem } from '../domain/password-rules.ts';
import type { AccountSession, BrowserSession } from '../domain/ports.ts';
import {
  accountEmailChanged,
  accountPasswordChanged,
  sessionEnded,
  sessionStarted,
} from '../events/facts.ts';
import {
  type AccountChange,
  changeAccount,
  type HistoryLine,
  readHistory,
} from '../store/account-changes.ts';
import { readAccount, setProvenEmail } from '../store/accounts.ts';
import { eraseAccountRow } from '../store/erasure.ts';
import { readProof, type StoredMail } from '../store/proofs.ts';
import { endSessionRecord } from '../store/session-records.ts';
import type { Deps } from './deps.ts';
import { after, emailDigest, holderDigest, sealMail } from './prove-email.ts';

/** Who does something with the own account, and where. */
export interface Owner {
  readonly session: BrowserSession;
  readonly language: MailLanguage;
  readonly userAgent: string | undefined;
  readonly traceparent: string | undefined;
}

/** For so long after a sign-in its person may change what protects the account. */
const recentMs = 15 * 60_000;

/** Whether the person signed in not long ago. */
export function isRecent(deps: Deps, { since }: BrowserSession): boolean {
  return deps.now().getTime() - since.getTime() < recentMs;
}

/** The account of a session; undefined when it is gone or disabled. */
export async function findOwn(deps: Deps, { accountId }: BrowserSession): Promise<Account | undefined> {
  const account = await readAccount(deps.db, accountId);
  return account?.disabledAt ? undefined : account;
}

/** The newest lines of an account's history. */
export function findHistory(deps: Deps, accountId: string): Promise<HistoryLine[]> {
  return readHistory(deps.db, accountId, 20);
}

/** Notes that somebody signed in, with the event; `amr` says how. False when the account is gone or disabled. */
export async function noteSignIn(
  deps: Deps,
  input: {
    accountId: string;
    amr: readonly string[];
    clientId: string;
    clientName: string;
    userAgent: string | undefined;
    traceparent: string | undefined;
  },
): Promise<boolean> {
  const change = {
    id: input.accountId,
    at: deps.now(),
    traceparent: input.traceparent,
    type: sessionStarted,
    data: { client_id: input.clientId, methods: input.amr },
    what: 'signed_in',
    client: input.clientName,
    agent: agentOf(input.userAgent),
  };
  return logged(deps, await changeAccount(deps.db, change, { name: 'note-sign-in' }));
}

/** Gives the own account another password; all its other sessions end. `gone`: there is no such account any more. */
export async function changePassword(
  deps: Deps,
  owner: Owner,
  password: string,
  /** Hears that the other sessions are about to end. */
  ending: () => Promise<void>,
): Promise<'changed' | 'gone' | { problem: PasswordProblem }> {
  const account = await findOwn(deps, owner.session);
  if (!account) return 'gone';
  const problem = passwordProblem(password, {
    email: account.email,
    leastLength: deps.limits.leastPasswordLength,
    isCommon: deps.isCommonPassword,
  });
  if (problem !== undefined) return { problem };
  const change = {
    ...changeOf(deps, owner, accountPasswordChanged, 'password_changed'),
    mail: noticeTo(deps, account.email, owner.language, 'password_changed'),
    owner: deps.recordOwner(account.id),
    keep: owner.session.id,
  };
  const own = {
    name: 'change-password',
    set: 'password_hash = $13',
    values: [await deps.passwords.hash(password)],
  };
  await ending();
  return logged(deps, await changeAccount(deps.db, change, own)) ? 'changed' : 'gone';
}

/** Gives the own account the address that was proven, and tells the one before. `taken`: another account has it. `over`: none is proven. */
export async function changeEmail(
  deps: Deps,
  owner: Owner,
  holder: string,
): Promise<'changed' | 'taken' | 'over'> {
  const proof = await readProof(deps.db, holderDigest(deps, holder), deps.now());
  const account = await findOwn(deps, owner.session);
  if (!proof?.confirmedAt || !account) return 'over';
  const email = deps.unseal(proof.email);
  // A second click: it was done.
  if (account.email === email) return 'changed';
  const change = {
    ...changeOf(deps, owner, accountEmailChanged, 'email_changed'),
    mail: noticeTo(deps, account.email, owner.language, 'email_changed'),
  };
  const stored = await setProvenEmail(deps.db, change, { holder: holderDigest(deps, holder), email });
  if (stored === 'taken') return 'taken';
  if (logged(deps, stored)) return 'changed';
  return (await findOwn(deps, owner.session))?.email === email ? 'changed' : 'over';
}

/** Ends one of the own sessions, and what services got through it. */
export async function endSession(deps: Deps, owner: Owner, session: AccountSession): Promise<void> {
  const change = changeOf(deps, owner, sessionEnded, 'session_ended');
  const record = { id: session.id, owner: deps.recordOwner(session.accountId), grantIds: session.grantIds };
  logged(deps, await endSessionRecord(deps.db, change, record));
}

/** Erases the own account for good. */
export async function eraseAccount(deps: Deps, owner: Owner): Promise<void> {
  const account = await readAccount(deps.db, owner.session.accountId);
  if (account) await erase(deps, account, owner);
}

/** Erases an account for good, whoever wants it. */
export async function erase(
  deps: Deps,
  { id, email }: Account,
  { language, traceparent }: { language: MailLanguage; traceparent: string | undefined },
): Promise<void> {
  const erasure = {
    id,
    owner: deps.recordOwner(id),
    emailDigest: emailDigest(deps, email),
    at: deps.now(),
    mail: noticeTo(deps, email, language, 'account_erased'),
    traceparent,
  };
  logged(deps, await eraseAccountRow(deps.db, erasure));
}

/** A notice to an address, sealed. */
export function noticeTo(deps: Deps, to: string, language: MailLanguage, about: NoticeAbout): StoredMail {
  const notice: Mail = { kind: 'notice', to, language, about };
  return sealMail(deps, notice, after(deps.now(), noticeLifetimeS));
}

/** What a change by its owner has in common with others. */
export function changeOf(deps: Deps, owner: Owner, type: string, what: string): AccountChange {
  return {
    id: owner.session.accountId,
    at: deps.now(),
    traceparent: owner.traceparent,
    type,
    what,
    agent: agentOf(owner.userAgent),
  };
}

/** Wakes the relay when something was stored. */
export function logged(deps: Deps, stored: boolean): boolean {
  if (stored) deps.logged();
  return stored;
}
