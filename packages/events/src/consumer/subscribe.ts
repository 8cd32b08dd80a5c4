import { runSubscription } from './run.ts';
import { consumerSteps } from './steps.ts';
import type { SubscribeOptions, Subscription } from './types.ts';

/**
 * Hears the events of `topics`: effect and inbox row are one transaction, and the offset is committed after it, so that each event has
 * its effect exactly once over at-least-once delivery. An event that fails `attempts` times goes to `<topic>.<consumer>.dlq` and parks
 * its key: later events of that key wait in the database, other keys flow on. While the database is away nothing is given up. When
 * the bus is away at the start, it resolves all the same after two seconds and joins later.
 */
export function subscribe(options: SubscribeOptions): Promise<Subscription> {
  return runSubscription(options, consumerSteps);
}
