import { hash } from 'node:crypto';
import { createBriefMemory } from '@ashlar/component';
import type { PublishingApplication } from '../domain/entities.ts';
import { readApplicationOfToken } from '../store/tokens.ts';
import type { Deps } from './deps.ts';

/** Whose token it is. */
export interface TokenHolder {
  readonly tokenId: string;
  readonly application: PublishingApplication;
}

/** What a publishing token begins with, so that scanners for lost secrets find it. */
export const tokenPrefix = 'ashlar_pub_';

/**
 * Makes the check of publishing tokens. A good one is believed for three seconds, so that a revocation bites everywhere within five and a busy
 * application costs one look-up in that time.
 */
export function createTokenCheck(
  deps: Pick<Deps, 'db'>,
): (token: string) => Promise<TokenHolder | undefined> {
  const memory = createBriefMemory((key) => readApplicationOfToken(deps.db, Buffer.from(key, 'latin1')), {
    trustedMs: 3000,
    mostKept: 10_000,
  });
  return async (token) => {
    if (!token.startsWith(tokenPrefix)) return undefined;
    return memory.recall(hashOfToken(token).toString('latin1'));
  };
}

/** What is stored of a token. A plain digest is enough: tokens are 256 random bits, not passwords. */
export function hashOfToken(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}
