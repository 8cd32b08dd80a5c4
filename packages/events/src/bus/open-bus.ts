import { type KafkaBusOptions, openKafkaBus } from './kafka.ts';
import type { EventBus } from './port.ts';
import { openPostgresBus, type PostgresBusOptions } from './postgres.ts';

/** Which bus, and how to reach it. */
export type BusOptions = ({ kind: 'postgres' } & PostgresBusOptions) | ({ kind: 'kafka' } & KafkaBusOptions);

/** Opens the bus of the platform. It connects when first used, rejects while the bus is away, and recovers by itself. */
export function openBus(options: BusOptions): EventBus {
  return options.kind === 'kafka' ? openKafkaBus(options) : openPostgresBus(options);
}
