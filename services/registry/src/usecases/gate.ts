import type { Gate } from '../domain/ports.ts';
import { freshAttestation } from '../store/attestations.ts';
import type { Deps } from './deps.ts';
import { compareContracts } from './manage-contracts.ts';

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
