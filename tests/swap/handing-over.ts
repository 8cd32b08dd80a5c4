import { isDeepStrictEqual } from 'node:util';
import { until } from '@ashlar/testkit';
import type { RegistryDouble } from './registry-double.ts';

/** What a swap of a department came to. */
export interface Swapped {
  /** The last position that the old one wrote. */
  readonly barrier: number;
  /** Digests of both at the barrier, over whole records. */
  readonly old: Record<string, unknown>;
  readonly next: Record<string, unknown>;
}

/**
 * Takes a department from one implementation to another as the registry does, and leaves the old one following the new. `numbers` gives the numbers
 * of orders. Throws when the new one does not catch up, or holds something else than the old.
 */
export async function handOver(
  registry: RegistryDouble,
  department: string,
  {
    from,
    to,
    epoch,
    numbers,
    standby,
  }: { from: string; to: string; epoch: number; numbers: () => number; standby?: boolean },
): Promise<Swapped> {
  const order = (url: string, role: string, at: number) =>
    registry.order(url, department, { role, epoch: at, number: numbers() });
  await order(from, 'primary', epoch);
  if (!standby) {
    await order(to, 'follower', epoch);
    await registry.follow(to, department, from);
  }
  await caughtUp(registry, to, department, 0);
  const { position: barrier } = await order(from, 'frozen', epoch);
  await caughtUp(registry, to, department, barrier);
  const [old, next] = await Promise.all([registry.digest(from, department), registry.digest(to, department)]);
  if (!isDeepStrictEqual(old.entities, next.entities)) {
    throw new Error(
      `What is there differs: ${JSON.stringify(old.entities)} and ${JSON.stringify(next.entities)}`,
    );
  }
  await order(to, 'primary', epoch + 1);
  await order(from, 'follower', epoch + 1);
  await registry.follow(from, department, to, barrier);
  return { barrier, old: old.entities, next: next.entities };
}

/** Waits until a follower has applied a position of its source, and is in its feed. */
export function caughtUp(
  registry: RegistryDouble,
  url: string,
  department: string,
  position: number,
): Promise<true> {
  return until(
    async () => {
      const { follow } = await registry.state(url, department);
      if (follow?.phase === 'failed') throw new Error(follow.error);
      return follow?.phase === 'feed' && follow.lag_ms !== undefined && follow.position >= position
        ? true
        : undefined;
    },
    { what: `${url} to catch up`, timeoutMs: 20_000 },
  );
}
