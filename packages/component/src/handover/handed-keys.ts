import { setTimeout as wait } from 'node:timers/promises';
import type { Queryable } from '@ashlar/postgres';
import type { Seal } from './columns.ts';
import { readAllHandedSecrets } from './secrets.ts';

/** A key of a predecessor, and for whose things it counts. */
export interface HandedKey {
  readonly department: string;
  readonly key: Buffer;
}

/** The keys of predecessors. */
export interface HandedKeys<Use extends string = string> {
  /**
   * What a test makes of the first key that passes it. When none does, it waits until the keys were read once more, which is done a few times a second at most: whatever
   * was handed over before the call counts.
   */
  find<Found>(
    use: Use,
    test: (key: HandedKey) => Found | undefined | Promise<Found | undefined>,
  ): Promise<Found | undefined>;
}

const restMs = 250;

/** Keeps the keys of predecessors in memory. */
export function keepHandedKeys<Use extends string>(db: Queryable, seal: Seal): HandedKeys<Use> {
  let keys: readonly (HandedKey & { readonly use: string })[] = [];
  let readAt = Number.NEGATIVE_INFINITY;
  let next: Promise<void> | undefined;
  const read = async () => {
    readAt = performance.now();
    const secrets = await readAllHandedSecrets(db, seal);
    keys = secrets.map(({ use, department, key }) => ({ use, department, key: Buffer.from(key, 'hex') }));
  };
  const refresh = () => {
    next ??= wait(Math.max(0, readAt + restMs - performance.now())).then(() => {
      // Who comes while it reads waits for the next one: this one may have seen less.
      next = undefined;
      return read();
    });
    return next;
  };
  const tryAll: HandedKeys<Use>['find'] = async (use, test) => {
    for (const key of keys) {
      const found = key.use === use ? await test(key) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return {
    async find(use, test) {
      const found = await tryAll(use, test);
      if (found !== undefined) return found;
      await refresh();
      return tryAll(use, test);
    },
  };
}
