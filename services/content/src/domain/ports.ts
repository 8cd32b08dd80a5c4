import type { Schema } from './schema.ts';

/** One way in which a body does not fit its schema, in the standard's own shape. */
export interface SchemaError {
  readonly schema: string;
  /** Where, as `#/base_path`. */
  readonly fragment: string;
  readonly message: string;
  /** The keyword of JSON Schema in the standard's spelling, as `AllOf`. */
  readonly failed_attribute: string;
}

/** The schemas of a document type: of what `PUT /v2/content` takes, and of what `PATCH /v2/links` does. */
export interface TypeSchemas {
  readonly schema: Schema;
  readonly links: Schema;
}

/** A document type that can check what it is given. */
export interface CompiledType extends TypeSchemas {
  /** What is wrong with a body; empty when nothing is. */
  errorsOf(body: Readonly<Record<string, unknown>>): SchemaError[];
  /** What is wrong with the body that changes the link set of a document of the type. */
  linkErrorsOf(body: Readonly<Record<string, unknown>>): SchemaError[];
}

/** What a department says of a type of its own: the schema of its details, and the kinds of links that there are; those that all types have by default. */
export interface TypeWords {
  readonly details: Schema;
  readonly links?: readonly string[] | undefined;
}

/** What document types are made with. */
export interface DocumentTypes {
  /** The standard's own types by their names. Every department has them. */
  readonly standard: ReadonlyMap<string, CompiledType>;
  /** Makes the schemas of a department's own type, or says what stands against them, each as a place and a sentence. */
  compose(name: string, words: TypeWords): TypeSchemas | { readonly faults: readonly string[] };
  /** Compiles schemas that {@link compose} made. */
  compile(name: string, schemas: TypeSchemas): CompiledType;
}

/** What a publisher says of a path: the item that is shown there, or (no body) that nothing is. */
export interface PathNews {
  readonly department: string;
  readonly base_path: string;
  readonly payload_version: number;
  readonly status?: number;
  /** The item's JSON, byte for byte. */
  readonly body?: string;
  readonly exact_routes?: readonly string[];
  readonly prefix_routes?: readonly string[];
}

/** A part of a publisher's change log: what it says of paths, the cursor to go on from, and where the log ended. */
export interface NewsPage {
  readonly news: readonly PathNews[];
  readonly position: number;
  readonly head: number;
  /** When the last of the changes happened, if there is one. */
  readonly lastAt: Date | undefined;
}

/** A part of a publisher's snapshot, the position of the log that it holds for, and where the next part begins, if there is one. */
export interface SnapshotPage {
  readonly news: readonly PathNews[];
  readonly position: number;
  readonly next: string | undefined;
}

/** Where a replica reads from. Both reject while the publisher does not answer. */
export interface PublisherFeed {
  /** What happened after a position, waiting up to `waitS` seconds for something. `gone`: the log is no longer kept from there. */
  changes(ask: { after: number; waitS: number; signal: AbortSignal }): Promise<NewsPage | 'gone'>;
  items(ask: { after: string | undefined; signal: AbortSignal }): Promise<SnapshotPage>;
}
