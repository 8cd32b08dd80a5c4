import { setTimeout as wait } from 'node:timers/promises';
import { openPool } from '@ashlar/postgres';
import type { Chance } from './random.ts';
import type { Ground, Part } from './world.ts';

/** Something bad that happens to a part. It answers once it has happened; what it did goes by itself. */
export interface Blow {
  readonly name: string;
  strike(): Promise<void>;
}

/** `kill -9` of a process, which is started again. */
export function killOf({ name, process }: Part): Blow {
  return { name: `kill -9 ${name}`, strike: () => process.kill('SIGKILL') };
}

/** A process that sleeps and wakes up with everything that it believed before. */
export function pauseOf({ name, process: { pid } }: Part, ms: number): Blow {
  return {
    name: `pause ${name} for ${ms} ms`,
    async strike() {
      if (pid === 0) return;
      process.kill(pid, 'SIGSTOP');
      await wait(ms);
      process.kill(pid, 'SIGCONT');
    },
  };
}

/** Every connection to the bus breaks. */
export function busBreak({ server }: Ground): Blow {
  return {
    name: 'break every connection to the bus',
    async strike() {
      const pool = openPool({ url: server.urlOf('postgres'), applicationName: 'drill', max: 1 });
      const text = "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'bus'";
      await pool.query({ text }).finally(() => pool.end());
    },
  };
}

/** What may happen to a platform whose department moves from one implementation to another. */
export function drawBlow(
  chance: Chance,
  ground: Ground,
  parts: { readonly registry: Part; readonly gateway: Part; readonly from: Part; readonly to: Part },
): Blow {
  const { registry, gateway, from, to } = parts;
  const drawn = chance.below(12);
  if (drawn < 3) return killOf(from);
  if (drawn < 6) return killOf(to);
  if (drawn < 8) return killOf(registry);
  if (drawn < 10) return killOf(gateway);
  if (drawn < 11) return busBreak(ground);
  return pauseOf(from, 200 + chance.below(2500));
}
