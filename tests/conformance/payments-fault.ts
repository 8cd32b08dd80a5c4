import type { PlantedFault } from './faulty-proxy.ts';

/** The kinds of wrong that the payments suite must catch, at least two faults of each; `other` is what belongs to none of them. */
export const CATEGORIES = [
  'state',
  'money',
  'order of checks',
  'concurrency',
  'tenancy',
  'idempotency',
  'links',
  'paging',
  'event missing or extra',
] as const;

/** A planted fault of the payments component, filed under the kind of wrong that it is. */
export interface PaymentsFault extends PlantedFault {
  readonly category: (typeof CATEGORIES)[number] | 'other';
}
