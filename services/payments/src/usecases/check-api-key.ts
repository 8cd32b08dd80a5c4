import { hash } from 'node:crypto';
import type { GatewayAccount } from '../domain/entities.ts';
import { readAccountOfKey } from '../store/api-keys.ts';
import type { Deps } from './deps.ts';

/** Whose key it is. */
export interface KeyHolder {
  readonly keyId: string;
  readonly account: GatewayAccount;
}

const trustedMs = 3000;
const mostCached = 10_000;

/**
 * Makes the check of API keys. A made-up key fails its checksum before anything is looked up; a good one is believed for three seconds, so
 * that a revocation bites everywhere within five and a busy account costs one look-up in that time. Refusals are not remembered.
 */
export function createApiKeyCheck(deps: Pick<Deps, 'db' | 'isApiKey'>) {
  const known = new Map<string, { holder: Promise<KeyHolder | undefined>; until: number }>();

  const lookUp = (id: string, tokenHash: Buffer) => {
    const holder = readAccountOfKey(deps.db, tokenHash);
    if (known.size >= mostCached) known.clear();
    known.set(id, { holder, until: performance.now() + trustedMs });
    const forget = () => known.delete(id);
    // Requests that came at the same time share the answer; one that is no, or an outage, is asked again.
    holder.then((found) => found ?? forget(), forget);
    return holder;
  };

  return async (token: string): Promise<KeyHolder | undefined> => {
    const tokenHash = hashOfToken(token);
    const id = tokenHash.toString('latin1');
    const cached = known.get(id);
    if (cached && cached.until > performance.now()) return cached.holder;
    return (await deps.isApiKey(token)) ? lookUp(id, tokenHash) : undefined;
  };
}

/** What is stored of a token. A plain digest is enough: tokens are 130 random bits, not passwords. */
export function hashOfToken(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}
