import { createOnce, isAnnounced, type Made, type Once } from '@ashlar/component';
import { readIdempotencyRecord } from '@ashlar/postgres';
import type { Gauge, HealthCheck } from '@ashlar/service-kit';
import { rotateToldKeys, withdrawKey, writesHere } from '../store/signing-keys.ts';
import type { Deps } from './deps.ts';
import type { Keyring, SigningKey } from './keyring.ts';

/** The keys that are published, as the database has them now. */
export async function findSigningKeys(keyring: Keyring): Promise<readonly SigningKey[]> {
  await keyring.refresh();
  return keyring.keys();
}

/**
 * Lets the next key sign, and makes another next one. `too_early`: the next key was published too shortly before, and it was not to be done
 * `atOnce`. `lost`: another rotation came first.
 */
export async function rotateSigningKeys(
  deps: Deps,
  keyring: Keyring,
  input: { atOnce: boolean; once?: Once | undefined; traceparent?: string | undefined },
): Promise<Made<readonly SigningKey[]> | 'key_reused' | 'too_early' | 'lost'> {
  const { atOnce, once, traceparent } = input;
  const before = await findSigningKeys(keyring);
  const [current, next] = [keyIn(before, 'current'), keyIn(before, 'next')];
  const at = deps.now();
  // What was done before is told again, although its next key is new.
  if (!atOnce && !isAnnounced(next, at) && !(once && (await wasUsed(deps, once)))) return 'too_early';
  let lost = false;
  const made = await createOnce<readonly SigningKey[]>(deps, once, {
    async make(key) {
      const change = {
        table: keyring.table,
        current: current.slot,
        next: next.slot,
        kid: next.kid,
        sealed: await keyring.make(),
      };
      const rotated = await rotateToldKeys(deps.db, change, { at, traceparent, once: key });
      lost = rotated === 'lost';
      return rotated === false ? undefined : findSigningKeys(keyring);
    },
    read: () => findSigningKeys(keyring),
  });
  return lost ? 'lost' : made;
}

/**
 * Rotates each set whose key has signed for as long as it may. Any number of processes may: of those that do so at once, one does. A next key that was published too shortly before waits.
 * Answers false, as there is nothing more to do at once.
 */
export async function rotateDueKeys(deps: Deps): Promise<boolean> {
  for (const [set, keyring] of Object.entries(deps.keyrings)) {
    if (!isDue(deps, keyring) || !(await writesHere(deps.db))) continue;
    // Another process may have been first.
    await keyring.refresh();
    if (!isDue(deps, keyring)) continue;
    const outcome = await rotateSigningKeys(deps, keyring, { atOnce: false });
    if (typeof outcome === 'object')
      deps.log.info({ set, kid: keyring.keys()[0]?.kid }, 'the next key signs');
  }
  return false;
}

function isDue({ rotateKeysEveryS, now }: Deps, keyring: Keyring): boolean {
  return rotateKeysEveryS > 0 && ageOfKey(keyring, now()) >= rotateKeysEveryS;
}

/** For how long the key of a set has signed, in seconds. */
export function ageOfKey(keyring: Keyring, now: Date): number {
  return (now.getTime() - keyIn(keyring.keys(), 'current').since.getTime()) / 1000;
}

/** What tells those who run the platform how old the keys are, and when no process rotates them although it is time. */
export function watchKeys(deps: Deps): { gauge: Gauge; check: HealthCheck } {
  const ages = () =>
    Object.entries(deps.keyrings).map(([set, keyring]) => ({ set, age: ageOfKey(keyring, deps.now()) }));
  return {
    gauge: {
      name: 'identity_signing_key_age_seconds',
      help: 'For how long the key of a set has signed',
      labels: ['key_set'],
      read: () => ages().map(({ set, age }) => ({ labels: { key_set: set }, value: age })),
    },
    check: {
      critical: false,
      async check() {
        const latest = deps.rotateKeysEveryS + overdueS;
        const late = ages().find(({ age }) => deps.rotateKeysEveryS > 0 && age > latest);
        if (late) throw new Error(`the signing keys ${late.set} have not rotated although it is time`);
      },
    },
  };
}

/** So much later than it is time a rotation is missed, in seconds. */
const overdueS = 3600;

/** Withdraws a key that signed before. `unknown`: there is none of that id. `in_use`: it signs, or is the next to. */
export async function withdrawSigningKey(
  deps: Deps,
  keyring: Keyring,
  input: { kid: string; traceparent?: string | undefined },
): Promise<'withdrawn' | 'unknown' | 'in_use'> {
  const key = (await findSigningKeys(keyring)).find(({ kid }) => kid === input.kid);
  if (!key) return 'unknown';
  if (key.state !== 'retired') return 'in_use';
  const { slot, kid } = key;
  const at = deps.now();
  const { table } = keyring;
  if (!(await withdrawKey(deps.db, { table, slot, kid, at, traceparent: input.traceparent })))
    return 'unknown';
  deps.logged();
  await keyring.refresh();
  return 'withdrawn';
}

function keyIn(keys: readonly SigningKey[], state: SigningKey['state']): SigningKey {
  const found = keys.find((key) => key.state === state);
  if (!found) throw new Error(`No signing key is ${state}`);
  return found;
}

async function wasUsed({ db }: Deps, { scope, key }: Once): Promise<boolean> {
  return (await readIdempotencyRecord(db, scope, key)) !== undefined;
}
