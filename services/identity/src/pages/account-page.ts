import { agentOf } from '../domain/agent.ts';
import { findHistory } from '../usecases/account-area.ts';
import { findOwnAuthorities } from '../usecases/mandates.ts';
import { findPasskeys } from '../usecases/passkeys.ts';
import { hasAuthenticator } from '../usecases/second-factors.ts';
import { hasPassword } from '../usecases/ways-in.ts';
import { type OwnVisit, type SendAccount, sendOwn } from './own-visits.ts';
import { type Language, strings } from './strings/index.ts';
import { ownLinksOf } from './upstream-offers.ts';
import type { PageDeps } from './visits.ts';

/** The page on which a person sees all of the own account. */
export function accountPage(pages: PageDeps): SendAccount {
  const { deps, engine } = pages;
  return async (at: OwnVisit, problem?: string) => {
    const words = strings[at.language];
    const t = words.account;
    const { id } = at.account;
    const [
      sessions,
      history,
      canChangeEmail,
      passkeys,
      authenticator,
      password,
      links,
      acting,
      canChangePhone,
    ] = await Promise.all([
      engine.sessionsOf(id),
      findHistory(deps, id),
      deps.mailer.isReady(),
      findPasskeys(deps, id),
      hasAuthenticator(deps, id),
      hasPassword(deps, id),
      ownLinksOf(pages, at),
      findOwnAuthorities(deps, id),
      deps.mailer.canText(),
    ]);
    const content = {
      email: at.account.email,
      phone: at.account.phone,
      canChangePhone,
      canChangeEmail,
      authenticator,
      offersPasskeys: deps.passkeys !== undefined,
      passkeys: passkeys.map(({ id: passkey, name, lastUsedAt }) => ({
        id: passkey,
        name,
        used: lastUsedAt ? words.passkeys.used(timeIn(at.language, lastUsedAt)) : words.passkeys.unused,
      })),
      sessions: sessions.map(({ id: session, agent, since }) => ({
        id: session,
        isHere: session === at.session.id,
        agent: agentOf(agent) ?? t.unknownAgent,
        since: t.sessions.since(timeIn(at.language, since)),
      })),
      history: history.map(({ at: time, what, client, agent }) => ({
        at: timeIn(at.language, time),
        what:
          client && what === 'signed_in'
            ? t.history.signedInTo(client)
            : lineOf(t.history.kinds[what] ?? what, client),
        agent: agent ?? '',
      })),
      authorities: acting.authorities.map(({ organisation, scope, until }) => ({
        name: organisation?.name ?? t.acting.person,
        scope: scope.join(', '),
        until: until ? t.acting.until(timeIn(at.language, until)) : '',
      })),
      memberships: acting.memberships.map(({ department, roles }) => ({
        name: t.acting.staff(department),
        roles: roles.join(', '),
      })),
      hasPassword: password,
      ...links,
    };
    return sendOwn(at, 'account', t.title, content, problem);
  };
}

function lineOf(kind: string, of: string | null): string {
  return of ? `${kind}: ${of}` : kind;
}

const locales: Readonly<Record<Language, Intl.DateTimeFormat>> = {
  en: formatIn('en-GB'),
  cy: formatIn('cy'),
};

function formatIn(locale: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Europe/London',
  });
}

function timeIn(language: Language, time: Date): string {
  return locales[language].format(time);
}
