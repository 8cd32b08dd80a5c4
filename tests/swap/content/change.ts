/** What a driver may ask to be changed of content, as the ledger has it. */
export interface ContentChange {
  /** `write` puts a draft, `link` changes what the document links to; the others are commands on it. */
  readonly operation: 'write' | 'publish' | 'unpublish' | 'discard' | 'link';
  /** The content id. */
  readonly content: string;
  readonly path: string;
  /** Of a draft: a title that no other has. */
  readonly title?: string;
  /** Of a link: the content id that it leads to, which no other does. */
  readonly target?: string;
}
