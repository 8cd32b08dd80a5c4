import { differences } from '../domain/differences.ts';
import type { Edition } from '../domain/entities.ts';
import { readVersions } from '../store/editions.ts';
import type { Deps } from './deps.ts';

/** A version of a document, and where its body differs from the version before; empty of the first. */
export interface Version {
  readonly edition: Edition;
  readonly changed: readonly string[];
}

/** The versions of a document below `before`, newest first, and where the next page begins. Undefined when there is no such document. */
export async function findVersions(
  { db }: Pick<Deps, 'db'>,
  ask: Omit<Parameters<typeof readVersions>[1], 'most'> & { limit: number },
): Promise<{ versions: Version[]; next: number | undefined } | undefined> {
  const { limit } = ask;
  // The one more is what the last of the page is compared with.
  const editions = await readVersions(db, { ...ask, most: limit + 1 });
  if (editions.length === 0 && ask.before === undefined) return undefined;
  const versions = editions.slice(0, limit).map((edition, at) => {
    const earlier = editions[at + 1];
    return { edition, changed: earlier ? differences(earlier.content, edition.content) : [] };
  });
  return { versions, next: editions.length > limit ? versions.at(-1)?.edition.version : undefined };
}
