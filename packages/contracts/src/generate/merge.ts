import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../refs.ts';
import type { Standard } from '../types.ts';

/** One bundled file of a component's contract. */
export interface Part {
  /** As shown in messages: `openapi/ashlar/payments.yaml`. */
  readonly file: string;
  readonly standard: Standard;
  readonly document: Json;
}

/** A JSON object whose fields are not known yet. */
export type Json = Record<string, unknown>;

/** The key that stands for the component's id in `ashlar/common.yaml`. */
const placeholder = '{component}';
const httpMethods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);

/**
 * Merges the parts of one component into one document, in the order given: head and tags of the first part win, operations follow
 * one another, each marked with `x-standard`, components are united and sorted. Path-level parameters and document-level security move down
 * into the operations, so that no part changes another's. What only the common part states and nothing uses is left out.
 * @throws {Error} naming both files when two parts state the same operation, or the same component differently.
 */
export function mergeParts(component: string, parts: readonly Part[]): Json {
  const left = new Set(parts.flatMap(({ document }) => list(document['x-without'])));
  const operations = parts.flatMap((part) => operationsOf(component, part));
  const known = new Set(operations.map(({ id }) => id));
  for (const id of left) {
    if (!known.has(String(id)))
      throw new Error(`x-without of ${component} names no operation: ${String(id)}`);
  }
  const kept = operations.filter(({ id }) => !left.has(id));
  const paths = mergePaths(kept);
  const head = parts[0]?.document ?? {};
  return {
    openapi: head.openapi,
    info: head.info,
    servers: [{ url: '/' }],
    tags: mergeTags(parts, paths),
    paths,
    components: mergeComponents(component, parts, paths),
  };
}

interface FoundOperation {
  readonly file: string;
  readonly path: string;
  readonly method: string;
  readonly id: string;
  readonly value: Json;
}

function operationsOf(component: string, part: Part): FoundOperation[] {
  const document = part.standard === 'common' ? fillIn(part.document, component) : part.document;
  return Object.entries(object(document.paths)).flatMap(([path, item]) => {
    const shared = list(object(item).parameters);
    return Object.entries(object(item))
      .filter(([method]) => httpMethods.has(method))
      .map(([method, raw]) => {
        const { parameters, security = document.security ?? [], ...rest } = object(raw);
        const all = [
          ...shared.filter((parameter) => !overrides(list(parameters), parameter)),
          ...list(parameters),
        ];
        const id = String(rest.operationId ?? '');
        if (!id) throw new Error(`${part.file}: ${method} ${path} has no operationId`);
        const value = {
          'x-standard': part.standard,
          ...rest,
          ...(all.length > 0 && { parameters: all }),
          security,
        };
        return { file: part.file, path, method, id, value };
      });
  });
}

/** Whether `own` states the parameter `shared` again (OpenAPI: same name and place). References are told apart by their text. */
function overrides(own: readonly unknown[], shared: unknown): boolean {
  const key = (parameter: unknown) => {
    const { $ref, name, in: place } = object(parameter);
    return String($ref ?? `${String(place)} ${String(name)}`);
  };
  return own.some((parameter) => key(parameter) === key(shared));
}

function mergePaths(operations: readonly FoundOperation[]): Json {
  const places = new Map<string, FoundOperation>();
  const ids = new Map<string, FoundOperation>();
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    const { method, path, id, file } = operation;
    // Two templates that differ in the name of a parameter match the same requests.
    const place = `${method} ${path.replaceAll(/\{[^}]*\}/g, '{}')}`;
    const taken = places.get(place);
    if (taken) throw new Error(`${method} ${path} stands in both ${taken.file} and ${file}`);
    const named = ids.get(id);
    if (named) throw new Error(`operationId ${id} stands in both ${named.file} and ${file}`);
    places.set(place, operation);
    ids.set(id, operation);
    paths[path] = { ...paths[path], [method]: operation.value };
  }
  return paths;
}

function mergeTags(parts: readonly Part[], paths: Json): unknown[] {
  const used = new Set(
    Object.values(paths).flatMap((item) =>
      Object.values(object(item)).flatMap((raw) => list(object(raw).tags)),
    ),
  );
  const byName = new Map<unknown, unknown>();
  for (const tag of parts.flatMap(({ document }) => list(document.tags))) {
    const name = object(tag).name;
    if (used.has(name) && !byName.has(name)) byName.set(name, tag);
  }
  return [...byName.values()];
}

function mergeComponents(component: string, parts: readonly Part[], paths: Json): Json {
  const merged: Record<string, Json> = {};
  const origin = new Map<string, Part>();
  for (const part of parts) {
    for (const [kind, entries] of Object.entries(object(part.document.components))) {
      for (const [name, stated] of Object.entries(object(entries))) {
        const key = `${kind}/${name}`;
        const value = kind === 'securitySchemes' ? fillIn(object(stated), component) : stated;
        const first = origin.get(key);
        const present = merged[kind]?.[name];
        merged[kind] = {
          ...merged[kind],
          [name]: first ? unite({ key, first: first.file, second: part.file }, present, value) : value,
        };
        if (!first) origin.set(key, part);
      }
    }
  }
  const used = reachable(paths, merged);
  return sorted(merged, (key) => origin.get(key)?.standard !== 'common' || used.has(key));
}

/** Equal statements are one. A security scheme may be stated again: the first one's words stay, and the scopes are united. */
function unite(where: { key: string; first: string; second: string }, one: unknown, two: unknown): unknown {
  if (isDeepStrictEqual(one, two)) return one;
  const [a, b] = [object(one), object(two)];
  const same = a.type === b.type && a.scheme === b.scheme;
  const flows = isDeepStrictEqual(Object.keys(object(a.flows)), Object.keys(object(b.flows)));
  if (!where.key.startsWith('securitySchemes/') || !same || !flows) {
    throw new Error(`components/${where.key} differs between ${where.first} and ${where.second}`);
  }
  if (!isObject(a.flows)) return a;
  const united = Object.entries(a.flows).map(([flow, value]) => {
    const scopes = { ...object(object(object(b.flows)[flow]).scopes), ...object(object(value).scopes) };
    return [flow, { ...object(value), scopes: Object.fromEntries(Object.entries(scopes).sort(byKey)) }];
  });
  return { ...a, flows: Object.fromEntries(united) };
}

/** Every `kind/name` that the paths use, directly or through another component. */
function reachable(paths: Json, components: Record<string, Json>): Set<string> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    for (const [, kind = '', name = ''] of JSON.stringify(value).matchAll(
      /"#\/components\/([^/"]+)\/([^/"]+)/g,
    )) {
      const key = `${kind}/${name}`;
      if (found.has(key)) continue;
      found.add(key);
      visit(components[kind]?.[name] ?? null);
    }
  };
  visit(paths);
  for (const raw of Object.values(paths).flatMap((item) => Object.values(object(item)))) {
    for (const scheme of list(object(raw).security).flatMap((all) => Object.keys(object(all)))) {
      found.add(`securitySchemes/${scheme}`);
    }
  }
  return found;
}

function sorted(components: Record<string, Json>, keep: (key: string) => boolean): Json {
  const kinds = Object.entries(components).sort(byKey);
  return Object.fromEntries(
    kinds
      .map(([kind, entries]) => {
        const kept = Object.entries(entries).filter(([name]) => keep(`${kind}/${name}`));
        return [kind, Object.fromEntries(kept.sort(byKey))] as const;
      })
      .filter(([, entries]) => Object.keys(entries).length > 0),
  );
}

function fillIn(document: Json, component: string): Json {
  return JSON.parse(JSON.stringify(document).replaceAll(placeholder, component)) as Json;
}

function byKey([one]: [string, unknown], [two]: [string, unknown]): number {
  return one < two ? -1 : 1;
}

function object(value: unknown): Json {
  return isObject(value) ? value : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
