import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Queryable } from '@ashlar/postgres';
import { unseal } from '@ashlar/service-kit';
import type { Provider } from 'oidc-provider';
import type { AccountSession, BrowserSession } from '../domain/ports.ts';
import { readSessionRecords } from '../store/session-records.ts';
import type { Protection } from './adapter.ts';
import { tellClient } from './logout-notices.ts';

/** Reads the sessions that the engine keeps: the one of a browser, and all of an account. */
export function createBrowserSessions(
  provider: Provider,
  db: Queryable,
  { sealing, digest, owner }: Protection,
) {
  return {
    async session({
      request,
      reply,
    }: {
      request: IncomingMessage;
      reply: ServerResponse;
    }): Promise<BrowserSession | undefined> {
      const session = await provider.Session.get(provider.createContext(request, reply));
      const { accountId, loginTs, amr } = session;
      if (accountId === undefined || loginTs === undefined) return undefined;
      return {
        id: digest(session.jti),
        uid: digest(session.uid),
        accountId,
        amr: amr ?? [],
        since: new Date(loginTs * 1000),
      };
    },

    async sessionsOf(accountId: string): Promise<AccountSession[]> {
      const records = await readSessionRecords(db, owner(accountId));
      return records.map(({ id, sealed }) => {
        const kept: KeptSession = JSON.parse(unseal(sealing, sealed).toString());
        const grants = Object.values(kept.authorizations ?? {}).flatMap(({ grantId }) => grantId ?? []);
        return {
          id,
          uid: digest(kept.uid ?? ''),
          accountId,
          amr: kept.amr ?? [],
          since: new Date((kept.loginTs ?? 0) * 1000),
          agent: kept.agent,
          grantIds: grants.map(digest),
          parties: Object.entries(kept.authorizations ?? {}).map(([clientId, { sid = '' }]) => ({
            clientId,
            sid,
          })),
        };
      });
    },

    async tellClients(sessions: readonly AccountSession[]): Promise<void> {
      for (const { accountId, parties } of sessions) {
        for (const { clientId, sid } of parties) await tellClient(provider, clientId, { accountId, sid });
      }
    },
  };
}

/** A session as the engine has it stored, with the browser that the adapter added. */
interface KeptSession {
  readonly uid?: string;
  readonly loginTs?: number;
  readonly amr?: readonly string[];
  readonly agent?: string;
  readonly authorizations?: Readonly<Record<string, { grantId?: string; sid?: string }>>;
}
