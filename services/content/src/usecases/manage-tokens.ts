import { randomUUID } from 'node:crypto';
import { createOnce, type Made, type Once } from '@ashlar/component';
import type { PublishingApplication, PublishingToken } from '../domain/entities.ts';
import { insertToken, listTokens, readToken, revokeToken } from '../store/tokens.ts';
import { hashOfToken, tokenPrefix } from './check-token.ts';
import type { Deps } from './deps.ts';
import { type ApplicationAsk, findApplication } from './manage-applications.ts';

/** Creates a token of an application. The token itself is told here and nowhere else: a replay has none. */
export function createToken(
  deps: Deps,
  input: {
    application: PublishingApplication;
    description: string;
    once?: Once | undefined;
    traceparent?: string | undefined;
  },
): Promise<Made<PublishingToken & { token?: string }> | 'key_reused'> {
  const secret = tokenPrefix + deps.random(32).toString('base64url');
  const token: PublishingToken = {
    id: randomUUID(),
    applicationId: input.application.id,
    description: input.description,
    createdAt: deps.now(),
    revokedAt: null,
  };
  return createOnce<PublishingToken & { token?: string }>(deps, input.once, {
    async make(once) {
      const change = { at: token.createdAt, traceparent: input.traceparent, once };
      const stored = await insertToken(deps.db, { ...token, tokenHash: hashOfToken(secret) }, change);
      return stored ? { ...token, token: secret } : undefined;
    },
    read: (id) => readToken(deps.db, id),
    aggregate: input.application.id,
  });
}

/** The tokens of an application; undefined when the department has no such application. */
export async function findTokens(deps: Deps, ask: ApplicationAsk): Promise<PublishingToken[] | undefined> {
  return (await findApplication(deps, ask)) && listTokens(deps.db, ask.id);
}

/** Revokes a token for good. False when the department has no such token. */
export async function revokePublishingToken(
  deps: Deps,
  input: ApplicationAsk & { tokenId: string; traceparent?: string | undefined },
): Promise<boolean> {
  if (!(await findApplication(deps, input))) return false;
  const { id: applicationId, tokenId: id, traceparent } = input;
  const found = await revokeToken(deps.db, { id, applicationId, at: deps.now(), traceparent });
  if (found) deps.logged();
  return found;
}
