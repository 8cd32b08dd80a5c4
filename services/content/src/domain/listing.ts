import type { ShownEdition, State } from './entities.ts';

/** Which editions of a department a list has. What is null restricts nothing. */
export interface EditionFilter {
  readonly department: string;
  readonly documentType: string | null;
  readonly locale: string | null;
  readonly publishingApp: string | null;
  readonly states: readonly State[] | null;
}

/** Which documents a list has; each is shown by its newest edition in one of the states. */
export interface ContentFilter extends EditionFilter {
  readonly states: readonly State[];
  /** Text that one of `searchIn` has in it, in whatever case. */
  readonly q: string | null;
  /** Where `q` is looked for: paths into what the publishing application sent. */
  readonly searchIn: readonly (readonly string[])[];
  /** Links that the edition or its link set has, all of them. */
  readonly links: readonly { readonly type: string; readonly target: string }[];
  readonly aliases: readonly string[] | null;
}

/** The columns that a list of documents is sorted by. */
export const contentOrders = [
  'public_updated_at',
  'updated_at',
  'created_at',
  'first_published_at',
  'published_at',
  'base_path',
  'document_type',
  'title',
  'content_id',
  'locale',
] as const;

/** The columns that a list of editions is sorted by. */
export const editionOrders = ['updated_at', 'created_at'] as const;

/** What a list is sorted by. */
export interface Order<Column extends string> {
  readonly by: Column;
  readonly descending: boolean;
}

/** A page of documents: `number` counts from 1. */
export interface PageAsked {
  readonly number: number;
  readonly size: number;
}

/** A place in a list of editions: the time that it is sorted by (RFC 3339, to the microsecond), and the edition's number. */
export interface Place {
  readonly at: string;
  readonly number: string;
}

/** Some of a list of editions, as seen from a place: what comes after it, or what comes before it. */
export interface WindowAsked {
  readonly size: number;
  readonly from: Place | undefined;
  readonly backwards: boolean;
}

/** An edition in a list, with its place there. */
export interface ListedEdition extends ShownEdition {
  readonly place: Place;
}
