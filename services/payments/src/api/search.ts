import type { FastifyRequest } from 'fastify';
import type { Found, PageAsk } from '../usecases/find-page.ts';
import type { PayError } from './errors.ts';

const largestPage = 500;
const daysInMonth = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** The parameters of a search as they were sent: blank ones count as not sent, and of a repeated one the first counts. */
export type SearchParameters = Readonly<Record<string, string | undefined>>;

/** Whether the value of a parameter is right. It is only asked of values that are not blank. */
export type ParameterRule = (value: string) => boolean;

/** Reads the parameters of a search that are among `names`. */
export function readParameters(request: FastifyRequest, names: readonly string[]): SearchParameters {
  const query = request.query as Record<string, string | string[] | undefined>;
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = [query[name]].flat()[0];
      return value === undefined || value.trim() === '' ? [] : [[name, value]];
    }),
  );
}

/** The error that names every parameter that is wrong, in the order of the rules; undefined when none is. */
export function parametersError(
  parameters: SearchParameters,
  rules: Readonly<Record<string, ParameterRule>>,
  code: string,
): PayError | undefined {
  const wrong = Object.entries(rules).flatMap(([name, isRight]) => {
    const value = parameters[name];
    return value === undefined || (isRight(value) && !value.includes('\0')) ? [] : [name];
  });
  if (wrong.length === 0) return undefined;
  const names = wrong.join(', ');
  const description = `Invalid parameters: ${names}. See Public API documentation for the correct data formats`;
  return { status: 422, code, description };
}

/** Rules of the parameters that every search has. */
export const pageRules = {
  page: (value) => isWhole(value, 2 ** 31 - 1),
  display_size: (value) => isWhole(value, largestPage),
} as const satisfies Record<string, ParameterRule>;

/** Rule of a moment: ISO 8601 with a time zone. */
export const isMoment: ParameterRule = (value) => momentOf(value) !== undefined;

/** Rule of a day: `YYYY-MM-DD`. */
export const isDay: ParameterRule = (value) => {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value)?.map(Number) ?? [];
  return isCalendarDay(year, month, day);
};

/** Rules of the times that searches for refunds and disputes have. */
export const timeRules = {
  from_date: isMoment,
  to_date: isMoment,
  from_settled_date: isDay,
  to_settled_date: isDay,
} as const satisfies Record<string, ParameterRule>;

/** Rule of a text of at most so many UTF-16 units. */
export function isAtMost(length: number): ParameterRule {
  return (value) => value.length <= length;
}

/** Reads a moment that is right; undefined when there is none. */
export function momentOf(value: string | undefined): Date | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.exec(value ?? '');
  const [year, month, day] = match?.slice(1, 4).map(Number) ?? [];
  const moment = new Date(value ?? '');
  return isCalendarDay(year, month, day) && !Number.isNaN(moment.getTime()) ? moment : undefined;
}

/** Whether only what was settled is looked for, whenever that was. */
export function isSettledSearch({ from_settled_date: from, to_settled_date: to }: SearchParameters): boolean {
  return from !== undefined || to !== undefined;
}

/** The page that is asked for, of parameters that are right. */
export function pageOf({ page, display_size: size }: SearchParameters): PageAsk {
  return { page: Number(page ?? 1), size: Number(size ?? largestPage) };
}

/** A page of a search as the standard shows it, with the links to the others. `address` is the search's, without a query. */
export function pageView<Thing>(
  { page, size }: PageAsk,
  found: Found<Thing>,
  search: { address: string; parameters: SearchParameters; view(thing: Thing): Record<string, unknown> },
): Record<string, unknown> {
  const link = (number: number) => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(search.parameters)) if (value) query.set(name, value);
    query.set('page', String(number));
    query.set('display_size', String(size));
    return { href: `${search.address}?${query}`, method: 'GET' };
  };
  return {
    total: found.total,
    count: found.things.length,
    page,
    results: found.things.map(search.view),
    _links: {
      self: link(page),
      first_page: link(1),
      last_page: link(found.lastPage),
      ...(page > 1 && { prev_page: link(page - 1) }),
      ...(page < found.lastPage && { next_page: link(page + 1) }),
    },
  };
}

function isWhole(value: string, most: number): boolean {
  return /^\d{1,10}$/.test(value) && Number(value) >= 1 && Number(value) <= most;
}

function isCalendarDay(year = 0, month = 0, day = 0): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}
