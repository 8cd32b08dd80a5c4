/** Seals what a person must not read in the database, and opens it again. */
export interface Vault {
  /** Seals a value that JSON can hold. */
  seal(value: unknown): Buffer;
  /** The same for bytes. */
  sealBytes(bytes: Buffer): Buffer;
  openBytes(sealed: Buffer): Buffer;
  /** Opens what `seal` made. Throws when a bit of it has changed. */
  open<Value>(sealed: Buffer): Value;
}
