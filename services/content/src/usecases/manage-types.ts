import { randomUUID } from 'node:crypto';
import { createOnce, type Made, type Once } from '@ashlar/component';
import { readIdempotencyRecord } from '@ashlar/postgres';
import { breakingChanges } from '../domain/breaking.ts';
import type { DocumentType, TypeVersion } from '../domain/entities.ts';
import type { TypeWords } from '../domain/ports.ts';
import { insertType, listTypeVersions, readType, readTypeById } from '../store/document-types.ts';
import type { Deps } from './deps.ts';

/** What a department registers: a type that is new, or the next version of one. */
export interface TypeAsk {
  readonly department: string;
  readonly name: string;
  readonly version: number;
  /** Whether it may refuse what the version before accepted. */
  readonly breaking: boolean;
  readonly words: TypeWords;
}

/** Why a version is not registered. */
export type TypeRefusal =
  | { readonly refused: 'standard' | 'unknown' }
  | { readonly refused: 'version'; readonly next: number }
  | { readonly refused: 'schema' | 'breaking'; readonly faults: readonly string[] };

/** Registers a version of a department's type. It is in force everywhere at once. */
export async function registerType(
  deps: Deps,
  { ask, once, traceparent }: { ask: TypeAsk; once?: Once | undefined; traceparent?: string | undefined },
): Promise<Made<DocumentType> | TypeRefusal | 'key_reused'> {
  const decided = await decide(deps, ask);
  // What was registered with the same key stands in its own way.
  if ('refused' in decided && !(await isKeyKnown(deps, once))) return decided;
  let taken = false;
  const made = await createOnce<DocumentType>(deps, once, {
    async make(key) {
      if ('refused' in decided) return undefined;
      const stored = await insertType(deps.db, decided, { at: decided.createdAt, traceparent, once: key });
      taken = stored === 'taken';
      return stored === false ? undefined : decided;
    },
    read: (id) => readTypeById(deps.db, id),
  });
  // Somebody else registered the same version since it was looked for.
  return taken ? registerType(deps, { ask, once, traceparent }) : made;
}

/** The versions of every type of a department's own, by name and version. */
export function findTypeVersions(
  { db }: Pick<Deps, 'db'>,
  department: string,
  name: string | null,
): Promise<TypeVersion[]> {
  return listTypeVersions(db, department, name);
}

/** A version of a department's own type. */
export function findTypeVersion(
  { db }: Pick<Deps, 'db'>,
  department: string,
  { name, version }: { name: string; version: number },
): Promise<DocumentType | undefined> {
  return readType(db, department, name, version);
}

async function decide(deps: Deps, ask: TypeAsk): Promise<DocumentType | TypeRefusal> {
  const { department, name, version, words } = ask;
  if (deps.types.standard.has(name)) return { refused: 'standard' };
  const newest = await readType(deps.db, department, name, null);
  const next = (newest?.version ?? 0) + 1;
  if (version > 1 && !newest) return { refused: 'unknown' };
  if (version !== next) return { refused: 'version', next };
  const schemas = deps.types.compose(name, words);
  if ('faults' in schemas) return { refused: 'schema', faults: schemas.faults };
  const changes = newest ? breakingOf(newest, schemas) : [];
  if (changes.length > 0 && !ask.breaking) return { refused: 'breaking', faults: changes };
  const breaking = changes.length > 0;
  return { id: randomUUID(), department, name, version, breaking, createdAt: deps.now(), ...schemas };
}

function breakingOf(before: DocumentType, after: Pick<DocumentType, 'schema' | 'links'>): string[] {
  return [...breakingChanges(before.schema, after.schema), ...breakingChanges(before.links, after.links)].map(
    (change) => change.replace(/^#\/details(?=[/ ])/, '#'),
  );
}

async function isKeyKnown({ db }: Deps, once: Once | undefined): Promise<boolean> {
  return once !== undefined && (await readIdempotencyRecord(db, once.scope, once.key)) !== undefined;
}
