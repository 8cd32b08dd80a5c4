import type { Document, Edition, Placed, State, Unpublishing, UnpublishingType } from './entities.ts';

/** What happened to a document, as its event says it. */
export type Happening = 'drafted' | 'published' | 'unpublished' | 'discarded';

/** A document that a change touches. One event tells of it. */
export interface Touched {
  /** With the lock version that was read; 0 for a document that the change makes. */
  readonly document: Document;
  readonly event: Happening;
  /** The edition that the event is about. */
  readonly edition: Edition;
}

/** An edition that no store shows any longer. */
export interface Cleared {
  readonly id: string;
  readonly state: State;
  readonly unpublishing: Unpublishing | null;
}

/** Everything that one command changes. It is stored whole, in one statement, or not at all. */
export interface Change {
  readonly touched: readonly Touched[];
  /** Editions that leave their store. */
  readonly cleared: readonly Cleared[];
  /** Drafts that are deleted, by their ids. */
  readonly removed: readonly string[];
  /** Editions that are new or replaced. */
  readonly stored: readonly Edition[];
  /** A path that has to belong to an application, and whether it does already. */
  readonly reserve?: { readonly basePath: string; readonly publishingApp: string; readonly owned: boolean };
  /** A path that a draft left, and the application that it was of. It is released if it still belongs to that, and nothing else is there. */
  readonly release?: { readonly basePath: string; readonly publishingApp: string };
  /** Editions whose documents' items are made anew; those of them that are not shown have none. */
  readonly shown: readonly Placed[];
  /** Paths at which nothing is shown any longer. */
  readonly hidden: readonly string[];
}

/** A command that cannot be carried out, in the standard's terms. */
export interface Refusal {
  readonly refused: {
    readonly code: 404 | 409 | 422;
    readonly message: string;
    /** Of 422s. */
    readonly errorCode?: string;
    readonly fields?: Readonly<Record<string, readonly string[]>>;
  };
}

/** Whether a decision is a refusal. */
export function isRefusal(decision: object): decision is Refusal {
  return 'refused' in decision;
}

/** Refuses a command. */
export function refuse(
  code: 404 | 409 | 422,
  message: string,
  more: { errorCode?: string; fields?: Record<string, string[]> } = {},
): Refusal {
  return { refused: { code, message, ...more } };
}

/**
 * The standard's optimistic lock: a version that the caller names has to be the document's. Undefined when it is, or none is named (null and the empty
 * string name none); text counts as the number it begins with, as upstream reads it.
 */
export function lockRefusal(
  document: Pick<Document, 'lockVersion'> | undefined,
  previousVersion: unknown,
  what = 'edition',
): Refusal | undefined {
  if (previousVersion === undefined || previousVersion === null || previousVersion === '') return undefined;
  const seen = Number.parseInt(wordOf(previousVersion), 10) || 0;
  const current = document?.lockVersion ?? 0;
  if (seen === current) return undefined;
  return refuse(
    409,
    `A lock-version conflict occurred. The \`previous_version\` you've sent (${seen}) is not the same as the current lock version of the ${what} (${current}).`,
    { fields: { previous_version: ['does not match'] } },
  );
}

/** A value of a body as words of a sentence. What is not a word has none of its own: an object may say that it cannot be put into text. */
export function wordOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

const giveWay = new Set(['coming_soon', 'gone', 'redirect', 'unpublishing']);
const leftBehind = new Set<UnpublishingType>(['gone', 'redirect', 'vanish']);

/** Whether one of two editions at a path makes way for the other: a notice that something is not there stands in nobody's way. */
export function mayReplace(comer: Edition, holder: Edition): boolean {
  const { unpublishing } = holder;
  if (unpublishing && leftBehind.has(unpublishing.type)) return true;
  return giveWay.has(comer.documentType) || giveWay.has(holder.documentType);
}
