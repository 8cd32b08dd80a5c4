/** What a driver may ask to be changed of content, as the ledger has it. */
export interface ContentChange {
  /** `write` puts a draft; the others are commands on a document. */
  readonly operation: 'write' | 'publish' | 'unpublish' | 'discard';
  /** The content id. */
  readonly content: string;
  readonly path: string;
  /** Of a draft: a title that no other has. */
  readonly title?: string;
}
