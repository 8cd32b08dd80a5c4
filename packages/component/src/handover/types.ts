import type { ChangeRow } from '@ashlar/events';
import type { Queryable } from '@ashlar/postgres';

/** A record's members, as its JSON Schema in `openapi/handover/` has them. */
export type Body = Record<string, unknown>;

/** One thing at its newest (`HandoverItem` of the contract). A record that is null was deleted. */
export interface Item {
  readonly entity: string;
  readonly id: string;
  readonly sequence: number;
  /** Where the source's log stood; 0 in a snapshot, except for events. */
  readonly position: number;
  readonly record: Body | null;
  readonly event?: Body;
}

/** A thing as it is stored now. */
export interface Stored {
  readonly id: string;
  readonly sequence: number;
  readonly record: Body;
}

/** How many things there are, and the XOR of the digests of their versions as sixteen hex digits. */
export interface Versions {
  readonly count: number;
  readonly versions: string;
}

/** One kind of thing that is handed over. */
export interface Entity {
  readonly name: string;
  /** The tables that hold it here. */
  readonly tables: readonly string[];
  /** How many are read at once, where they are large; 500 unless told. */
  readonly most?: number;
  /** A department's things after an id, by id, at most `limit`. */
  page(db: Queryable, department: string, after: string, limit: number): Promise<Stored[]>;
  /** Those of the ids that there are. */
  read(db: Queryable, department: string, ids: readonly string[]): Promise<Stored[]>;
  /** Stores what is newer than what is there. */
  store(db: Queryable, department: string, things: readonly Stored[]): Promise<void>;
  /** Deletes what is no newer than the sequence given. */
  remove(
    db: Queryable,
    department: string,
    gone: readonly { readonly id: string; readonly sequence: number }[],
  ): Promise<void>;
  /** Deletes what the snapshot that was read did not name (`handover_seen`), and remembers that. Undefined where nothing is ever deleted at a source. */
  weed?(db: Queryable, department: string): Promise<void>;
  /** Undefined for one that no digest covers. */
  versions?(db: Queryable, department: string): Promise<Versions>;
}

/** What a component hands over, and how its change log names it. */
export interface Mapping {
  readonly component: string;
  /** Whether it is handed over as one, for all departments (`*`). */
  readonly whole?: true;
  /** In the order in which one may need the other. */
  readonly entities: readonly Entity[];
  /** Which thing a row of the change log is about; undefined for what is not handed over. */
  subjectOf(row: ChangeRow): { readonly entity: string; readonly id: string } | undefined;
  /** Things that change without a row of the log: logged again when the department is frozen or becomes primary here. */
  readonly toldAt: { readonly frozen: readonly string[]; readonly primary: readonly string[] };
  /** Stores what this process keeps in memory of what is handed over, before a department is frozen. */
  beforeFrozen?(): Promise<void>;
}
