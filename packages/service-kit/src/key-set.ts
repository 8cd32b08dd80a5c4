import { readFile } from 'node:fs/promises';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

/** Milliseconds on a clock that only goes forward. */
export type Clock = () => number;

/**
 * An issuer's keys (RFC 7517), read from a URL or the path of a file when the first token comes. They are kept, and read again in the
 * background; while that fails the old ones go on serving. A token that names a key which is not among them makes one new reading, and
 * then none for a minute, so that nobody can send the issuer a request for each forged token. Throws what the reading threw when a key
 * cannot be looked for, and jose's `JWKSNoMatchingKey` when there is none.
 */
export function createKeySet(source: string, now: Clock = () => performance.now()): JWTVerifyGetKey {
  const read = /^https?:/.test(source) ? () => fetchKeys(source) : () => readKeys(source);
  let known: { readonly find: ReturnType<typeof createLocalJWKSet>; readonly readAt: number } | undefined;
  let failure: { readonly cause: unknown } | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  const load = async () => {
    triedAt = now();
    try {
      known = { find: createLocalJWKSet(await read()), readAt: now() };
      failure = undefined;
    } catch (cause) {
      failure = { cause };
      throw cause;
    }
  };
  const refresh = () => {
    reading ??= load().finally(() => {
      reading = undefined;
    });
    return reading;
  };
  const resting = () => now() - triedAt < (failure ? retryMs : unknownKeyMs);

  return async (header, token) => {
    if (!known) {
      if (!reading && failure && resting()) throw failure.cause;
      await refresh();
    } else if (now() - known.readAt > freshMs && !(failure && resting())) {
      refresh().catch(() => {});
    }
    try {
      return await found(known, header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      // Whether the key exists cannot be told while the issuer is away.
      if (!reading && resting()) throw failure ? failure.cause : error;
      await refresh();
      return found(known, header, token);
    }
  };
}

/** Keys are announced longer than this before they sign, and a key that was withdrawn is trusted no longer. */
const freshMs = 300_000;
const unknownKeyMs = 60_000;
const retryMs = 1000;
const patienceMs = 2000;

function found(
  known: { readonly find: ReturnType<typeof createLocalJWKSet> } | undefined,
  ...[header, token]: Parameters<ReturnType<typeof createLocalJWKSet>>
) {
  if (!known) throw new Error('The keys were read but not kept');
  return known.find(header, token);
}

async function fetchKeys(url: string): Promise<JSONWebKeySet> {
  const headers = { accept: 'application/jwk-set+json, application/json' };
  const answer = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(patienceMs) });
  if (answer.status === 200) return (await answer.json()) as JSONWebKeySet;
  await answer.body?.cancel();
  throw new Error(`The key set answers ${answer.status}`);
}

async function readKeys(path: string): Promise<JSONWebKeySet> {
  return JSON.parse(await readFile(path, 'utf8'));
}
