import type { Implementation } from '../domain/entities.ts';
import { freshAttestation } from '../store/attestations.ts';
import type { Deps } from './deps.ts';
import { compareContracts } from './manage-contracts.ts';

/** What is known of an implementation's fitness to take over a department. */
export interface Gate {
  /** Whether it has passed the conformance gate, lately and as it is registered now. */
  isAttested(implementation: Implementation): Promise<boolean>;
  /** Whether the contract of one may take the place of another's: it is the same, or breaks nothing. One that was never stored cannot be told to break nothing. */
  isCompatible(from: Implementation, to: Implementation): Promise<boolean>;
}

/** Judges by the attestations and contracts that are stored here. */
export function createGate(deps: Pick<Deps, 'db' | 'now' | 'times'>): Gate {
  return {
    async isAttested({ id }) {
      const age = { at: deps.now(), maxAgeS: deps.times.attestations };
      return (await freshAttestation(deps.db, id, age)) !== undefined;
    },
    async isCompatible({ contract_hash: from }, { component, contract_hash: hash }) {
      if (from === undefined || hash === undefined || from === hash) return true;
      const diff = await compareContracts(deps, { component, from, to: hash });
      return 'compatible' in diff && diff.compatible;
    },
  };
}
