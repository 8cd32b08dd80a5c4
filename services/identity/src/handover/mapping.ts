import type { Mapping } from '@ashlar/component';
import { type KeySeals, keySetEntity } from './key-sets.ts';
import { namingKeyEntity } from './naming-keys.ts';
import { type Seals, tables } from './tables.ts';

/** What things are sealed with here. */
export interface HandoverSeals extends Seals {
  readonly namingKeys: Seals['person'];
  readonly signingKeys: KeySeals;
}

/** What identity hands to its successor, and takes from its predecessor: see `openapi/handover/identity.yaml`. The keys come first, since all else is known by them. */
export function identityMapping(seals: HandoverSeals): Mapping {
  return {
    component: 'identity',
    whole: true,
    entities: [namingKeyEntity(seals.namingKeys), keySetEntity(seals.signingKeys), ...tables(seals)],
    subjectOf,
    toldAt: { frozen: [], primary: [] },
  };
}

/** Triggers log each thing privately, as `<entity>:<id>`. Public rows are events, and nothing else. */
const subjectOf: Mapping['subjectOf'] = ({ aggregate, type }) => {
  const at = aggregate.indexOf(':');
  if (type !== null || at < 0) return undefined;
  return { entity: aggregate.slice(0, at), id: aggregate.slice(at + 1) };
};
