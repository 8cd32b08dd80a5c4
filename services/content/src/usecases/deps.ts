import type { Log } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import type { CompiledType, DocumentTypes } from '../domain/ports.ts';
import type { ItemMemory } from './read-item.ts';
import type { PublishTimes } from './read-publish-time.ts';

/** What use cases reach the world through. */
export interface Deps {
  readonly db: Queryable;
  /** Runs work in one transaction. */
  transaction<T>(work: (db: Queryable) => Promise<T>): Promise<T>;
  readonly types: DocumentTypes;
  /** Departments' own types that this process has compiled, by the ids of their versions. */
  readonly compiledTypes: Map<string, CompiledType>;
  /** What was read lately, to be told of what changes. */
  readonly items: ItemMemory;
  /** When something is going to be published, to be told of what is announced. */
  readonly publishTimes: PublishTimes;
  /** The address of a department's site, without a slash at its end; empty where none is known. */
  siteOf(department: string): string;
  now(): Date;
  random(bytes: number): Buffer;
  /** Called after each write of the change log: the relay has something to do. */
  logged(): void;
  readonly log: Log;
  /** How long idempotency records are kept, in seconds. */
  readonly keepKeys: number;
  /** How long change-log rows are kept, in seconds. */
  readonly keepChanges: number;
}
