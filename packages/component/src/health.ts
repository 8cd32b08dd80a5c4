import type { Relay } from '@ashlar/events';
import type { HealthCheck } from '@ashlar/service-kit';
import type { RedisBuckets } from './redis-buckets.ts';
import type { Resources } from './resources.ts';

/** A component cannot work without its database; without the bus it accepts everything and publishes it later. */
export function componentHealth({ pool, bus }: Pick<Resources, 'pool' | 'bus'>, relay: Relay) {
  return {
    database: {
      critical: true,
      async check() {
        try {
          await pool.query('select 1');
        } catch {
          throw new Error('the database does not answer');
        }
      },
    },
    bus: {
      critical: false,
      async check() {
        const { busError } = relay.state();
        if (busError) throw new Error(busError);
        await bus.check();
      },
    },
  } as const satisfies Record<string, HealthCheck>;
}

/** Without Redis a component does all its work; only its limits are looser. */
export function redisHealth({ check }: Pick<RedisBuckets, 'check'>): HealthCheck {
  return { critical: false, check };
}
