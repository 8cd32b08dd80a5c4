import { createHandoverValidator, loadHandover } from '@ashlar/contracts';
import type { Seal } from './columns.ts';
import { BadBatch } from './crypto.ts';
import type { Body, Item, Mapping } from './types.ts';

/** A component's hand-over: what it hands over, and what its contract says of that. */
export interface Handover {
  readonly mapping: Mapping;
  /** For records that this version does not know. */
  readonly seal: Seal;
  /** Throws a `BadBatch` when an item's record does not fit its schema. What the contract does not know passes. */
  check(item: Item): void;
  isDigested(entity: string): boolean;
  /** What digests cover of a record. */
  digested(entity: string, record: Body): Body;
}

/** Reads what the contract says of a component's records. Throws an `Error` when that and the mapping do not name the same kinds. */
export function createHandover(mapping: Mapping, seal: Seal): Handover {
  const { entities, whole } = loadHandover(mapping.component);
  if (mapping.whole !== whole)
    throw new Error('The contract and the mapping differ in what is handed over at once');
  const named = [...mapping.entities.map(({ name }) => name), 'event'].sort().join(', ');
  const promised = Object.keys(entities).sort().join(', ');
  if (named !== promised) throw new Error(`The contract hands over ${promised}; the mapping ${named}`);
  const validate = createHandoverValidator(mapping.component);
  const left = new Map(Object.entries(entities).map(([name, { schema }]) => [name, leftOut(schema)]));
  return {
    mapping,
    seal,
    check({ entity, id, record }) {
      const errors = record === null ? [] : validate(entity, record);
      if (errors.length > 0) {
        throw new BadBatch(`A record of the source does not fit the contract: ${entity} ${id}: ${errors[0]}`);
      }
    },
    isDigested: (entity) => entities[entity]?.digest !== false,
    digested(entity, record) {
      const without = left.get(entity) ?? [];
      if (without.length === 0) return record;
      return Object.fromEntries(Object.entries(record).filter(([member]) => !without.includes(member)));
    },
  };
}

function leftOut(schema: Readonly<Record<string, unknown>>): string[] {
  const members = Object.entries((schema.properties ?? {}) as Record<string, Record<string, unknown>>);
  return members.filter(([, member]) => member['x-digest'] === false).map(([name]) => name);
}
