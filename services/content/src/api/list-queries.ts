import type { State } from '../domain/entities.ts';
import { isTime } from '../domain/item.ts';
import type { ContentFilter, EditionFilter, Order, PageAsked, WindowAsked } from '../domain/listing.ts';
import { isUuid } from './bodies.ts';
import { parameterFailure } from './errors.ts';

type Query = Readonly<Record<string, unknown>>;

/** The members of an edition that a list shows. */
export type Fields = readonly string[];

const fieldNames: ReadonlySet<string> = new Set([
  'access_limited',
  'analytics_identifier',
  'auth_bypass_ids',
  'base_path',
  'change_note',
  'content_id',
  'content_id_alias',
  'created_at',
  'description',
  'details',
  'document_type',
  'first_published_at',
  'last_edited_at',
  'links',
  'locale',
  'lock_version',
  'phase',
  'public_updated_at',
  'publication_state',
  'published_at',
  'publishing_app',
  'redirects',
  'rendering_app',
  'routes',
  'schema_name',
  'state_history',
  'title',
  'unpublishing',
  'update_type',
  'updated_at',
  'user_facing_version',
]);

const states: readonly State[] = ['draft', 'published', 'unpublished', 'superseded'];
const mostRows = 1000;
const mostValues = 100;

/** The members that are asked for; undefined means all of them. Throws 422 for one that there is not. */
export function readFields(query: Query): Fields | undefined {
  const fields = textsOf(query, 'fields');
  const unknown = fields?.find((field) => !fieldNames.has(field));
  if (unknown !== undefined) throw parameterFailure('fields', `has an unknown member: ${shortened(unknown)}`);
  return fields;
}

/** What a list of editions is restricted to. Throws 422. */
export function readEditionFilter(query: Query, department: string): EditionFilter {
  const locale = textOf(query, 'locale');
  const asked = textsOf(query, 'states');
  const unknown = asked?.find((state) => !states.some((one) => one === state));
  if (unknown !== undefined) throw parameterFailure('states', `must be among ${states.join(', ')}`);
  return {
    department,
    documentType: textOf(query, 'document_type'),
    locale: locale === 'all' ? null : locale,
    publishingApp: textOf(query, 'publishing_app'),
    states: (asked as readonly State[] | undefined) ?? null,
  };
}

/** What a list of documents is restricted to: without a locale to English, without states to all but what was superseded. Throws 422. */
export function readContentFilter(query: Query, department: string): ContentFilter {
  const filter = readEditionFilter({ ...query, locale: query.locale ?? 'en' }, department);
  const aliases = textsOf(query, 'content_id_aliases');
  return {
    ...filter,
    states: filter.states ?? ['draft', 'published', 'unpublished'],
    q: textOf(query, 'q'),
    searchIn: (textsOf(query, 'search_in') ?? ['title', 'base_path']).map(searchPath),
    links: readLinks(query),
    aliases: aliases ?? null,
  };
}

/** What a list is sorted by: a column, with a minus before it from its end. Throws 422 for one that it cannot be sorted by. */
export function readOrder<Column extends string>(
  query: Query,
  columns: readonly Column[],
  otherwise: Column | `-${Column}`,
): Order<Column> {
  const asked = textOf(query, 'order') ?? otherwise;
  const descending = asked.startsWith('-');
  const by = columns.find((column) => column === asked.slice(descending ? 1 : 0));
  if (by === undefined) {
    throw parameterFailure(
      'order',
      `must be one of ${columns.join(', ')}, with or without a minus before it`,
    );
  }
  return { by, descending };
}

/** The page that is asked for. Throws 422. */
export function readPage(query: Query): PageAsked {
  return {
    number: numberOf(query, 'page', 1, 1_000_000),
    size: numberOf(query, 'per_page', 50, mostRows),
  };
}

/** The part of a list of editions that is asked for. Throws 422. */
export function readWindow(query: Query): WindowAsked {
  const [before, after] = [textOf(query, 'before'), textOf(query, 'after')];
  if (before !== null && after !== null) throw parameterFailure('before', 'must not come with after');
  const name = before === null ? 'after' : 'before';
  const place = before ?? after;
  return {
    size: numberOf(query, 'per_page', 100, mostRows),
    from: place === null ? undefined : placeOf(name, place),
    backwards: before !== null,
  };
}

function placeOf(name: string, text: string): WindowAsked['from'] {
  const [at = '', number = '', ...rest] = text.split(',');
  if (rest.length === 0 && isTime(at) && /^\d{1,18}$/.test(number)) return { at, number };
  throw parameterFailure(name, 'must be the time and the number of an edition, as in the links of a list');
}

function searchPath(field: string): string[] {
  if (['title', 'base_path', 'description'].includes(field)) return [field];
  const path = field.split('.');
  if (path[0] === 'details' && path.length > 1 && path.length < 10 && !path.includes('')) return path;
  throw parameterFailure('search_in', 'must be title, base_path, description, or a member of details');
}

function readLinks(query: Query): ContentFilter['links'] {
  const names = Object.keys(query).filter((name) => name.startsWith('link_'));
  if (names.length > mostValues) throw parameterFailure('link_', 'is asked for too often');
  return names.map((name) => {
    const target = textOf(query, name);
    if (!isUuid(target)) throw parameterFailure(shortened(name), 'must be a content id');
    return { type: name.slice('link_'.length), target: target.toLowerCase() };
  });
}

function numberOf(query: Query, name: string, otherwise: number, most: number): number {
  const text = textOf(query, name);
  if (text === null) return otherwise;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= most) return number;
  throw parameterFailure(name, `must be a number from 1 to ${most}`);
}

/** A parameter that comes once; null without it or when it is empty. */
function textOf(query: Query, name: string): string | null {
  const value = query[name];
  if (value === undefined || value === '') return null;
  if (typeof value === 'string' && isStorable(value)) return value;
  throw parameterFailure(shortened(name), 'must come once, as text');
}

/** A parameter that may come more than once, as `name[]` or `name`. */
function textsOf(query: Query, name: string): string[] | undefined {
  const value = query[`${name}[]`] ?? query[name];
  if (value === undefined) return undefined;
  const values: unknown[] = Array.isArray(value) ? value : [value];
  if (values.length <= mostValues && values.every(isStorable)) return values as string[];
  throw parameterFailure(name, `must be texts, ${mostValues} at most`);
}

function isStorable(value: unknown): boolean {
  return typeof value === 'string' && value.isWellFormed() && !value.includes('\0');
}

function shortened(text: string): string {
  return text.slice(0, 100);
}
