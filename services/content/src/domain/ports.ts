/** One way in which a body does not fit its schema, in the standard's own shape. */
export interface SchemaError {
  readonly schema: string;
  /** Where, as `#/base_path`. */
  readonly fragment: string;
  readonly message: string;
  /** The keyword of JSON Schema in the standard's spelling, as `AllOf`. */
  readonly failed_attribute: string;
}

/** The document types that this process knows. */
export interface DocumentTypes {
  /** Every schema by its name. */
  readonly schemas: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** What is wrong with a body, by the schema that it names; empty when nothing is. */
  errorsOf(body: Readonly<Record<string, unknown>>): SchemaError[];
  /** What is wrong with the body that changes the link set of a document with a schema. */
  linkErrorsOf(schemaName: string, body: Readonly<Record<string, unknown>>): SchemaError[];
}
