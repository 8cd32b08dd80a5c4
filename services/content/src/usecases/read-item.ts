import { hash } from 'node:crypto';
import { createBriefMemory } from '@ashlar/component';
import type { Queryable } from '@ashlar/postgres';
import { maxCacheTimeOf } from '../domain/freshness.ts';
import { readItem, readOwnerOfRoute, type StoredItem } from '../store/items.ts';

/** What is sent to a reader: an item, or the path of the item that the path is a part of. */
export type Reading = ItemReading | { readonly partOf: string };

/** An item as it is sent: the bytes of its JSON with their status and entity tag, and how long it wants to be kept at most, in seconds. */
export interface ItemReading {
  readonly status: number;
  readonly body: Buffer;
  readonly etag: string;
  readonly maxCacheTime: number | undefined;
}

/** What was read lately. */
export interface ItemMemory {
  /** What the public reads at a path of a department; undefined when it reads nothing. */
  read(department: string, path: string): Promise<Reading | undefined>;
  /** Something has changed at paths: this process shows it from now on. */
  changed(department: string, paths: readonly string[]): void;
}

const mostKept = 1000;
const longestKept = 32_768;

/**
 * Reads items, and serves one again for `trustedMs` without asking the database. A change shows at once in the process that made it and within
 * `trustedMs` in every other; 0 asks every time. Nothing longer than 32 KB is remembered, so that it takes 32 MB at most.
 */
export function createItemMemory(db: Queryable, trustedMs: number): ItemMemory {
  const look = async (key: string) => {
    const { department, path } = namesIn(key);
    const item = await readItem(db, department, path);
    return item && readingOf(item);
  };
  const memory = createBriefMemory(look, {
    trustedMs,
    mostKept,
    keeps: ({ body }) => body.length <= longestKept,
  });
  return {
    async read(department, path) {
      const item = await memory.recall(keyOf(department, path));
      if (item) return item;
      const partOf = await readOwnerOfRoute(db, department, path, parentsOf(path));
      return partOf === undefined ? undefined : { partOf };
    },
    changed(department, paths) {
      for (const path of paths) memory.forget(keyOf(department, path));
    },
  };
}

/** A stored item, ready to be sent. The same bytes have the same tag in every process. */
export function readingOf({ status, body }: StoredItem): ItemReading {
  const bytes = Buffer.from(body);
  const etag = `"${hash('sha256', bytes, 'base64url').slice(0, 27)}"`;
  return { status, body: bytes, etag, maxCacheTime: maxCacheTimeOf(body) };
}

const longestPath = 512;

/**
 * The path itself and everything above it: `/a/b` gives `/a/b`, `/a` and `/`. Only as far as paths of the standard go: written out, the ways up from a long
 * address would be megabytes.
 */
export function parentsOf(path: string): string[] {
  const ends = [...path.slice(0, longestPath + 1).matchAll(/\//g)].map(({ index }) => index);
  const above = ends.filter((at) => at > 0).map((at) => path.slice(0, at));
  return ['/', ...above, ...(path.length <= longestPath ? [path] : [])];
}

/** What a path of a department is remembered by. A department's name has no slash, a path begins with one. */
export function keyOf(department: string, path: string): string {
  return department + path;
}

/** The opposite of {@link keyOf}. */
export function namesIn(key: string): { department: string; path: string } {
  const at = key.indexOf('/');
  return { department: key.slice(0, at), path: key.slice(at) };
}
