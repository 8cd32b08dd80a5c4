import { createOnce, type Made, type Once } from '@ashlar/component';
import type { InitialAccessToken } from '../domain/entities.ts';
import { secretHash } from '../store/clients.ts';
import {
  endInitialTokenRow,
  insertInitialToken,
  listInitialTokens,
  readInitialToken,
} from '../store/registrations.ts';
import type { Deps } from './deps.ts';
import { type Page, type PageAsk, readPage } from './pages.ts';

/** What an administrator says of a token with which clients register themselves. */
export type NewInitialToken = Pick<InitialAccessToken, 'department' | 'service' | 'scopes'> & {
  readonly uses: number;
  readonly expiresInS: number;
};

/** Makes a token, which is told here and nowhere else: a replay has none. */
export function createInitialToken(
  deps: Deps,
  { department, service, scopes, uses, expiresInS }: NewInitialToken,
  once: Once | undefined,
): Promise<Made<InitialAccessToken & { token?: string }> | 'key_reused'> {
  const createdAt = deps.now();
  const token = deps.random(32).toString('base64url');
  const made = {
    id: deps.random(15).toString('base64url'),
    department,
    service,
    scopes,
    usesLeft: uses,
    createdAt,
    endsAt: new Date(createdAt.getTime() + expiresInS * 1000),
  };
  return createOnce<InitialAccessToken & { token?: string }>(deps, once, {
    make: async (key) => {
      const stored = await insertInitialToken(
        deps.db,
        { ...made, tokenHash: secretHash(token) },
        { at: createdAt, once: key },
      );
      return stored ? { ...made, token } : undefined;
    },
    read: (id) => readInitialToken(deps.db, id),
    aggregate: (id) => `initial_access_token:${id}`,
  });
}

/** One page of a department's tokens, never the tokens themselves. */
export function findInitialTokens(
  deps: Deps,
  { department, ...ask }: PageAsk & { department: string },
): Promise<Page<InitialAccessToken> | 'bad_cursor'> {
  return readPage(ask, /^[\w-]{1,64}$/, (part) => listInitialTokens(deps.db, { ...part, department }));
}

/** Ends a token; clients that registered with it stay. False when the department has none of that id. */
export function endInitialToken(deps: Deps, id: string, department: string): Promise<boolean> {
  return endInitialTokenRow(deps.db, id, department);
}
