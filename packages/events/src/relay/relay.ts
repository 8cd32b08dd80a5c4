import { runRelay } from './run.ts';
import { relaySteps } from './steps.ts';
import type { Relay, RelayOptions } from './types.ts';

/**
 * Starts the relay of a component: it gives every committed row of the change log its position, then publishes in that order. Of
 * several relays on one database one works and the others wait. Stamping goes on while the bus is away. It never throws; outages are
 * logged and retried for ever.
 */
export function startRelay(options: RelayOptions): Relay {
  return runRelay(options, relaySteps);
}
