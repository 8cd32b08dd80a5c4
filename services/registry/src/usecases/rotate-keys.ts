import { createOnce, isAnnounced, type Made } from '@ashlar/component';
import { readIdempotencyRecord } from '@ashlar/postgres';
import type { JWK } from 'jose';
import { rotateRecordedKeys } from '../store/signing-keys.ts';
import type { CreationAsk } from './ask.ts';
import type { Deps } from './deps.ts';
import type { SigningKey } from './signer.ts';

/**
 * Lets the next key sign, and makes another next one. `too_early`: the next key was published too shortly before, and it was not to be done `atOnce`. `lost`:
 * another rotation came first. `given`: the keys come from the configuration.
 */
export async function rotateKeys(
  deps: Deps,
  { atOnce, once, by }: CreationAsk & { atOnce: boolean },
): Promise<Made<readonly JWK[]> | 'key_reused' | 'too_early' | 'lost' | 'given'> {
  const { stored } = deps.signer;
  if (!stored) return 'given';
  const before = await stored.refresh();
  const [current, next] = [keyIn(before, 'current'), keyIn(before, 'next')];
  const at = deps.now();
  const wasUsed = once && (await readIdempotencyRecord(deps.db, once.scope, once.key)) !== undefined;
  // What was done before is told again, although its next key is new.
  if (!atOnce && !wasUsed && !isAnnounced(next, at)) return 'too_early';
  const published = async () => {
    await stored.refresh();
    return deps.signer.published();
  };
  let lost = false;
  const made = await createOnce<readonly JWK[]>(deps, once, {
    async make(key) {
      const change = { current: current.slot, next: next.slot, kid: next.kid, sealed: await stored.make() };
      const rotated = await rotateRecordedKeys(deps.db, change, { once: key, at, by });
      lost = rotated === 'lost';
      return rotated === false ? undefined : published();
    },
    read: published,
  });
  if (!lost) deps.wakeWorkers();
  return lost ? 'lost' : made;
}

function keyIn(keys: readonly SigningKey[], state: SigningKey['state']): SigningKey {
  const found = keys.find((key) => key.state === state);
  if (!found) throw new Error(`No signing key is ${state}`);
  return found;
}
