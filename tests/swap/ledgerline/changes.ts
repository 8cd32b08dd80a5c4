import type { Books } from './books.ts';
import { bearerOf, type Callers } from './callers.ts';
import { fenceOf, type Grant, mustServe } from './fence.ts';
import { type Answer, type Asked, problem, Refused, type Route } from './http.ts';
import { eventOfRow, headOf, type Json } from './journal.ts';

interface ChangesDeps {
  readonly books: Books;
  readonly callers: Callers;
  readonly eventSchemas: ReadonlyMap<string, string>;
}

const beatMs = 15_000;

/** The feed of a department's public changes: a page, a page that waits, and a stream. */
export function changesRoutes(deps: ChangesDeps): readonly Route[] {
  return [
    [
      'GET',
      /^\/ashlar\/v1\/changes$/,
      async (asked) => {
        const department = await readerOf(deps, asked);
        const given = asked.headers['last-event-id'];
        const after =
          typeof given === 'string'
            ? number('Last-Event-ID', given, 0, Number.MAX_SAFE_INTEGER, 0)
            : ask(asked, 'after', 0, Number.MAX_SAFE_INTEGER, 0);
        if (/\btext\/event-stream\b/.test(asked.headers.accept ?? ''))
          return stream(deps, asked, department, after);
        const limit = ask(asked, 'limit', 1, 500, 100);
        const wait = ask(asked, 'wait', 0, 30, 0);
        const page = () => pageOf(deps, department, after, limit);
        const found = page();
        if (found.events.length > 0 || wait === 0) return { status: 200, body: found };
        await heard(deps.books, wait * 1000, () => page().events.length > 0, asked);
        mustServe(deps.books, department, asked.grant);
        return { status: 200, body: page() };
      },
    ],
  ];
}

/** Waits until `happened`, for so long at most, or until the caller is gone. */
export function heard(books: Books, ms: number, happened: () => boolean, { raw }: Asked): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      stop();
      raw.response.off('close', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    const stop = books.onCommit(() => {
      if (happened()) end();
    });
    raw.response.on('close', end);
  });
}

async function readerOf({ books, callers }: ChangesDeps, asked: Asked): Promise<string> {
  if (bearerOf(asked)?.startsWith('api_')) {
    const account = callers.accountOf(asked);
    if (!account)
      throw new Refused(
        problem(401, 'unauthorised', 'Unauthorised', 'Send a valid credential of this department.'),
      );
    mustServe(books, String(account.department), asked.grant);
    return String(account.department);
  }
  const { department: own } = await callers.official(asked, 'payments:changes');
  const named = asked.query.get('department');
  if (own !== '*' && named !== null && named !== own) {
    throw new Refused(
      problem(403, 'forbidden', 'Forbidden', 'The token reads the changes of its own department.'),
    );
  }
  const department = own === '*' ? (named ?? asked.entry ?? own) : own;
  if (department !== '*') mustServe(books, department, asked.grant);
  return department;
}

function pageOf(
  { books, eventSchemas }: ChangesDeps,
  department: string,
  after: number,
  limit: number,
): { events: Json[]; position: number; head: number } {
  const told = 'position > ? and type is not null order by position limit ?';
  const rows =
    department === '*'
      ? books.all(`select * from log where ${told}`, after, limit)
      : books.all(`select * from log where department = ? and ${told}`, department, after, limit);
  const events = rows.map((row) => eventOfRow(row, eventSchemas));
  const head = department === '*' ? lastOf(books) : headOf(books, department);
  const last = events.at(-1)?.position;
  return { events, position: Math.max(after, events.length === limit ? Number(last) : head), head };
}

function lastOf(books: Books): number {
  return Number(books.one('select max(position) as last from log')?.last ?? 0);
}

/** Sends changes as they come, until the caller leaves or the department goes elsewhere. */
function stream(deps: ChangesDeps, { raw, grant }: Asked, department: string, from: number): Answer {
  const { response } = raw;
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  response.flushHeaders();
  let after = from;
  const tell = () => {
    if (!isServed(deps.books, department, grant)) return response.end();
    for (let page = pageOf(deps, department, after, 500); ; page = pageOf(deps, department, after, 500)) {
      for (const event of page.events)
        response.write(`id: ${event.position}\ndata: ${JSON.stringify(event)}\n\n`);
      after = page.position;
      if (page.events.length < 500) return undefined;
    }
  };
  const stop = deps.books.onCommit(tell);
  const beat = setInterval(() => response.write(': still here\n\n'), beatMs);
  response.on('close', () => {
    stop();
    clearInterval(beat);
  });
  tell();
  return { status: 200, kept: true };
}

function isServed(books: Books, department: string, grant: Grant | undefined): boolean {
  const fence = fenceOf(books, department);
  return !grant || !fence || (fence.role !== 'follower' && fence.epoch === grant.epoch);
}

/** A whole number of a query. Throws a problem when it is none. */
export function ask({ query }: Asked, name: string, least: number, most: number, usual: number): number {
  return number(name, query.get(name), least, most, usual);
}

function number(name: string, given: string | null, least: number, most: number, usual: number): number {
  if (given === null) return usual;
  const value = Number(given);
  if (/^\d{1,16}$/.test(given) && value >= least && value <= most) return value;
  throw new Refused(
    problem(
      400,
      'invalid_parameter',
      'Bad Request',
      `${name} must be a whole number from ${least} to ${most}.`,
    ),
  );
}
