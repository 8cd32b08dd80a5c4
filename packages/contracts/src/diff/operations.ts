import { canonicalJson } from '../canonical.ts';
import { isObject, lookUp } from '../refs.ts';
import type { OpenApiDocument, RawOperation } from '../types.ts';
import type { Changes } from './change.ts';
import { request, response, SchemaComparison } from './schemas.ts';
import { compareSchemes, compareSecurity } from './security.ts';

type Json = Readonly<Record<string, unknown>>;

/** Collects what changed in what a component answers. Operations are told by method and path; the names of path parameters do not matter. */
export function compareOperations(from: OpenApiDocument, to: OpenApiDocument, found: Changes): void {
  const [before, after] = [operationsOf(from), operationsOf(to)];
  const comparison = new Operations(from, to, found);
  compareSchemes(from, to, found);
  for (const [place, old] of before) {
    const now = after.get(place);
    if (now) comparison.compare(old, now);
    else found.breaks('operation-removed', old.name, 'Calls to it are not answered any more.');
  }
  for (const [place, { name }] of after) {
    if (!before.has(place)) found.allows('operation-added', name, 'Nobody calls it yet.');
  }
}

interface Found {
  /** `GET /v1/payments/{paymentId}`. */
  readonly name: string;
  readonly path: string;
  readonly raw: RawOperation;
}

class Operations {
  readonly #from: OpenApiDocument;
  readonly #to: OpenApiDocument;
  readonly #found: Changes;
  readonly #requests: SchemaComparison;
  readonly #responses: SchemaComparison;

  constructor(from: OpenApiDocument, to: OpenApiDocument, found: Changes) {
    this.#from = from;
    this.#to = to;
    this.#found = found;
    this.#requests = new SchemaComparison({ from, to }, request);
    this.#responses = new SchemaComparison({ from, to }, response);
  }

  compare(old: Found, now: Found): void {
    compareSecurity(old.raw, now.raw, old.name, this.#found);
    this.#parameters(old, now);
    this.#body(old, now);
    this.#answers(old, now);
  }

  #parameters(old: Found, now: Found): void {
    const [before, after] = [parametersOf(old, this.#from), parametersOf(now, this.#to)];
    for (const [key, was] of before) {
      const where = `${old.name} · ${was.in} parameter ${was.name}`;
      const is = after.get(key);
      if (!is) {
        this.#found.breaks(
          'parameter-removed',
          where,
          'What callers ask for by it is refused, or not heard.',
        );
        continue;
      }
      if (is.required === true && was.required !== true)
        this.#found.breaks('parameter-required', where, 'Who calls without it, as was allowed, is refused.');
      if (canonicalJson(styleOf(was)) !== canonicalJson(styleOf(is)))
        this.#found.breaks(
          'parameter-style-changed',
          where,
          'It is written in another way than callers write it.',
        );
      this.#requests.compare(was.schema ?? {}, is.schema ?? {}, where, this.#found);
    }
    for (const [key, is] of after) {
      if (before.has(key)) continue;
      const where = `${old.name} · ${is.in} parameter ${is.name}`;
      if (is.required === true)
        this.#found.breaks(
          'parameter-required',
          where,
          'No caller sends it yet, and who does not is refused.',
        );
      else this.#found.allows('parameter-added', where, 'Nobody has to send it.');
    }
  }

  #body(old: Found, now: Found): void {
    const was = follow(old.raw.requestBody, this.#from);
    const is = follow(now.raw.requestBody, this.#to);
    const where = `${old.name} · request body`;
    if (!was && !is) return;
    if (is?.required === true && was?.required !== true)
      this.#found.breaks('request-body-required', where, 'Who sends none, as was allowed, is refused.');
    if (was && !is)
      this.#found.breaks('request-body-removed', where, 'What callers send is refused, or not heard.');
    if (was && is) this.#media(contentOf(was), contentOf(is), { where: old.name, side: 'request' });
  }

  #answers(old: Found, now: Found): void {
    const [before, after] = [answersOf(old), answersOf(now)];
    for (const [status, stated] of Object.entries(before)) {
      const where = `${old.name} · ${status}`;
      if (after[status] === undefined) {
        this.#found.breaks('response-removed', where, 'Callers that act on this answer wait for it in vain.');
        continue;
      }
      const was = follow(stated, this.#from) ?? {};
      const is = follow(after[status], this.#to) ?? {};
      this.#headers(was, is, where);
      this.#media(contentOf(was), contentOf(is), { where, side: 'response' });
    }
    for (const status of Object.keys(after).filter((name) => before[name] === undefined)) {
      const where = `${old.name} · ${status}`;
      if (/^[1-3]/.test(status))
        this.#found.breaks(
          'response-added',
          where,
          'A caller that knows the success it had takes another one for a failure.',
        );
      else
        this.#found.allows(
          'response-added',
          where,
          'Callers tell errors that they do not know by the first digit.',
        );
    }
  }

  #headers(was: Json, is: Json, where: string): void {
    const after = headersOf(is, this.#to);
    for (const [name, old] of headersOf(was, this.#from)) {
      const place = `${where} · header ${name}`;
      const now = after.get(name);
      if (!now) {
        this.#found.breaks('response-header-removed', place, 'A reader of it gets nothing any more.');
        continue;
      }
      if (old.required === true && now.required !== true)
        this.#found.breaks(
          'response-header-optional',
          place,
          'A reader that counts on it meets answers without it.',
        );
      this.#responses.compare(old.schema ?? {}, now.schema ?? {}, place, this.#found);
    }
  }

  #media(before: Json, after: Json, { where, side }: { where: string; side: 'request' | 'response' }): void {
    for (const [type, was] of Object.entries(before)) {
      const place = `${where} ${side === 'request' ? 'request ' : ''}${type}`;
      const is = after[type];
      if (is === undefined) {
        const why =
          side === 'request'
            ? 'What callers send is not understood any more.'
            : 'Callers that read this form are not given it any more.';
        this.#found.breaks(`${side}-media-removed`, place, why);
        continue;
      }
      const comparison = side === 'request' ? this.#requests : this.#responses;
      comparison.compare((was as Json).schema ?? {}, (is as Json).schema ?? {}, `${place} · `, this.#found);
    }
    for (const type of Object.keys(after).filter((name) => before[name] === undefined))
      this.#found.allows(`${side}-media-added`, `${where} ${type}`, 'Nobody has to use it.');
  }
}

const methods = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace']);

function operationsOf(document: OpenApiDocument): Map<string, Found> {
  return new Map(
    Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
      Object.entries(item)
        .filter(([method]) => methods.has(method))
        .map(([method, raw]): [string, Found] => [
          `${method} ${path.replaceAll(/\{[^}]*\}/g, '{}')}`,
          { name: `${method.toUpperCase()} ${path}`, path, raw: withShared(raw, item) },
        ]),
    ),
  );
}

/** Parameters that stand at the path are the operation's too. */
function withShared(raw: RawOperation, item: Json): RawOperation {
  if (!Array.isArray(item.parameters)) return raw;
  return {
    ...raw,
    parameters: [...item.parameters, ...(Array.isArray(raw.parameters) ? raw.parameters : [])],
  };
}

interface Parameter extends Json {
  readonly name: string;
  readonly in: string;
}

function parametersOf({ raw, path }: Found, document: OpenApiDocument): Map<string, Parameter> {
  const inPath = [...path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name);
  const stated = Array.isArray(raw.parameters) ? raw.parameters : [];
  return new Map(
    stated.flatMap((entry): [string, Parameter][] => {
      const parameter = follow(entry, document) as Parameter | undefined;
      if (!parameter) return [];
      const { in: place, name } = parameter;
      if (place === 'path') return [[`path ${inPath.indexOf(name)}`, parameter]];
      return [[`${place} ${place === 'header' ? name.toLowerCase() : name}`, parameter]];
    }),
  );
}

function answersOf({ raw }: Found): Json {
  return isObject(raw.responses) ? raw.responses : {};
}

/** How a parameter is written, beside its schema. */
function styleOf({ style, explode, allowReserved, content }: Parameter): unknown {
  return { style, explode, allowReserved, content };
}

function headersOf(answer: Json, document: OpenApiDocument): Map<string, Json> {
  const stated = Object.entries(isObject(answer.headers) ? answer.headers : {});
  return new Map(stated.map(([name, header]) => [name.toLowerCase(), follow(header, document) ?? {}]));
}

function contentOf(holder: Json): Json {
  return isObject(holder.content) ? holder.content : {};
}

function follow(value: unknown, document: OpenApiDocument): Json | undefined {
  if (!isObject(value)) return undefined;
  return typeof value.$ref === 'string' ? follow(lookUp(document, value.$ref), document) : value;
}
