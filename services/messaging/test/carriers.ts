import type { Carrier, Carriers } from '../src/domain/ports.ts';

/** Providers of which one carrier is all. */
export function carriersOf(carrier: Carrier): Carriers {
  return {
    get: () => carrier,
    idsFor: () => ['sandbox'],
    restingWeight: () => 100,
    hasScript: () => false,
    printer() {
      throw new Error('there is no printer');
    },
    printerIds: () => [],
    close: () => {},
  };
}
