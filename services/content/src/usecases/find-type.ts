import type { CompiledType } from '../domain/ports.ts';
import { listNewestTypes, readNewestVersion, readTypeById } from '../store/document-types.ts';
import type { Deps } from './deps.ts';

/** A type that is in force, and which version of it. */
export interface TypeInForce {
  readonly type: CompiledType;
  readonly version: number;
}

/** The standard's own types have one version. */
export const standardVersion = 1;

const mostKept = 500;

/**
 * Finds the document type that a schema's name means to a department; undefined when it means none. The newest version is asked for every time, so that
 * one is in force everywhere as soon as it is registered; a process compiles each version once.
 */
export async function findType(
  deps: Pick<Deps, 'db' | 'types' | 'compiledTypes'>,
  department: string,
  name: unknown,
): Promise<TypeInForce | undefined> {
  if (typeof name !== 'string') return undefined;
  const standard = deps.types.standard.get(name);
  if (standard) return { type: standard, version: standardVersion };
  if (!isTypeName(name)) return undefined;
  const newest = await readNewestVersion(deps.db, department, name);
  if (!newest) return undefined;
  const known = deps.compiledTypes.get(newest.id) ?? (await compileType(deps, newest.id));
  return known && { type: known, version: newest.version };
}

/** Every type that a department may use, its own in their newest versions: the schema of whole bodies, by name. */
export async function findSchemas(
  { db, types }: Pick<Deps, 'db' | 'types'>,
  department: string,
): Promise<Record<string, CompiledType['schema']>> {
  const own = await listNewestTypes(db, department);
  const all = [...types.standard, ...own.map((type) => [type.name, type] as const)];
  return Object.fromEntries(all.map(([name, { schema }]) => [name, schema]));
}

/** Whether a type may have such a name. */
export function isTypeName(name: string): boolean {
  return /^[a-z][a-z0-9_]{0,62}$/.test(name);
}

async function compileType(
  { db, types, compiledTypes }: Pick<Deps, 'db' | 'types' | 'compiledTypes'>,
  id: string,
): Promise<CompiledType | undefined> {
  const found = await readTypeById(db, id);
  if (!found) return undefined;
  const compiled = types.compile(found.name, found);
  const [oldest] = compiledTypes.keys();
  if (compiledTypes.size >= mostKept && oldest !== undefined) compiledTypes.delete(oldest);
  compiledTypes.set(id, compiled);
  return compiled;
}
