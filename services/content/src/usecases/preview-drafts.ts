import { randomUUID } from 'node:crypto';
import { createOnce, type Made, type Once } from '@ashlar/component';
import type { PreviewLink, Publisher } from '../domain/entities.ts';
import {
  insertPreviewLink,
  listPreviewLinks,
  readPreviewLink,
  readPreviewLinkOfToken,
  revokePreviewLink,
} from '../store/preview-links.ts';
import { hashOfToken } from './check-token.ts';
import type { Deps } from './deps.ts';
import { isShownInDraft } from './read-draft.ts';

/** What the token of a preview link begins with, so that scanners for lost secrets find it. */
const tokenPrefix = 'ashlar_prv_';

/** Makes a link to a path of the draft store. The token is told here and nowhere else: a replay has none. */
export async function makePreviewLink(
  deps: Deps,
  ask: {
    publisher: Publisher;
    basePath: string;
    authBypassId: string | null;
    expiresInS: number;
    once?: Once | undefined;
    traceparent?: string | undefined;
  },
): Promise<Made<PreviewLink & { token?: string }> | 'key_reused' | 'nothing_there'> {
  const { publisher, basePath, authBypassId, expiresInS } = ask;
  if (!(await isShownInDraft(deps, publisher.department, basePath))) return 'nothing_there';
  const secret = tokenPrefix + deps.random(32).toString('base64url');
  const createdAt = deps.now();
  const expiresAt = new Date(createdAt.getTime() + expiresInS * 1000);
  const link = {
    id: randomUUID(),
    ...publisher,
    basePath,
    authBypassId,
    createdAt,
    expiresAt,
    revokedAt: null,
  };
  return createOnce<PreviewLink & { token?: string }>(deps, ask.once, {
    async make(once) {
      const change = { at: createdAt, traceparent: ask.traceparent, once };
      const stored = await insertPreviewLink(deps.db, { ...link, tokenHash: hashOfToken(secret) }, change);
      return stored ? { ...link, token: secret } : undefined;
    },
    read: (id) => readPreviewLink(deps.db, id, publisher.department),
  });
}

/** A department's newest links; those of one path only, if it is named. */
export function findPreviewLinks(
  deps: Pick<Deps, 'db'>,
  department: string,
  basePath: string | undefined,
): Promise<PreviewLink[]> {
  return listPreviewLinks(deps.db, department, basePath ?? null);
}

/** Ends a link at once. False when the department has none with that id. */
export async function endPreviewLink(
  deps: Deps,
  ask: { id: string; department: string; traceparent?: string | undefined },
): Promise<boolean> {
  const found = await revokePreviewLink(deps.db, { ...ask, at: deps.now() });
  if (found) deps.logged();
  return found;
}

/** Finds the link that a token opens. Asked anew each time, so that revoking bites at once. */
export async function checkPreviewToken(
  deps: Pick<Deps, 'db' | 'now'>,
  token: string,
): Promise<PreviewLink | undefined> {
  if (!token.startsWith(tokenPrefix)) return undefined;
  return readPreviewLinkOfToken(deps.db, hashOfToken(token), deps.now());
}
