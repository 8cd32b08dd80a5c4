import type { ContractBundle } from '../bundle.ts';
import type { EventCatalogue, HandoverSchemas } from '../types.ts';
import { type Change, type Changes, changes } from './change.ts';
import { compareOperations } from './operations.ts';
import { event, record, SchemaComparison } from './schemas.ts';

/** What two contracts differ in. */
export interface ContractDiff {
  /** Whether everybody who keeps to the old contract can go on against the new one. */
  readonly compatible: boolean;
  /** What breaks stands first. */
  readonly changes: readonly Change[];
}

/**
 * Compares two versions of a contract: what callers send and read, what consumers of events read, what is handed over. Words, examples
 * and extensions are not compared. What cannot be shown to be harmless is said to break.
 *
 * A value that is read (answers, events) breaks its readers when its type or its list of values grows: a reader switches on both, and has no
 * branch for what is new. It does not when a text may be longer or a number larger: readers hardly switch on those. A member that is
 * added breaks nobody, also where the old schema is closed: that binds who writes.
 */
export function diffContracts(
  from: Omit<ContractBundle, 'component'>,
  to: Omit<ContractBundle, 'component'>,
): ContractDiff {
  const found = changes();
  compareOperations(from.openapi, to.openapi, found);
  compareEvents(from.events, to.events, found);
  compareRecords(from.handover, to.handover, found);
  const breaking = found.list.filter((change) => change.breaking);
  return {
    compatible: breaking.length === 0,
    changes: [...breaking, ...found.list.filter((change) => !change.breaking)],
  };
}

function compareEvents(from: EventCatalogue | null, to: EventCatalogue | null, found: Changes): void {
  const after = new Map(to?.types.map((entry) => [entry.type, entry]));
  if (from && to && from.topic !== to.topic)
    found.breaks(
      'event-topic-changed',
      `topic ${from.topic}`,
      'Consumers listen where nothing comes any more.',
    );
  for (const { type, schema } of from?.types ?? []) {
    const now = after.get(type);
    if (!now) {
      found.breaks('event-removed', `event ${type}`, 'Consumers that act on it are not told any more.');
      continue;
    }
    new SchemaComparison({ from: schema, to: now.schema }, event).compare(
      schema,
      now.schema,
      `event ${type} · data `,
      found,
    );
  }
  for (const type of after.keys()) {
    if (!from?.types.some((entry) => entry.type === type))
      found.allows('event-added', `event ${type}`, 'Consumers pass over types that they do not know.');
  }
}

function compareRecords(from: HandoverSchemas | null, to: HandoverSchemas | null, found: Changes): void {
  const comparison = new SchemaComparison({ from, to }, record);
  for (const [entity, { schema, digest }] of Object.entries(from?.entities ?? {})) {
    const now = to?.entities[entity];
    const where = `hand-over ${entity}`;
    if (!now)
      found.breaks('entity-removed', where, 'What is kept of it would not be understood by the successor.');
    else {
      if (digest !== now.digest)
        found.breaks(
          'entity-digest-changed',
          where,
          'The two would be compared by digests that cannot agree.',
        );
      comparison.compare(schema, now.schema, `${where} · `, found);
    }
  }
  for (const entity of Object.keys(to?.entities ?? {})) {
    if (from?.entities[entity] === undefined)
      found.allows(
        'entity-added',
        `hand-over ${entity}`,
        'An implementation keeps what it does not know, and hands it on.',
      );
  }
}
