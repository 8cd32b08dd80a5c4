import type { IncomingMessage } from 'node:http';

/** The longest queries, in characters. */
const longest: Readonly<Record<string, number>> = { '/authorize': 4096, '/logout': 2048 };

/** What browsers ask for: everything else is between servers, which say what they are. */
const forBrowsers = /^\/(?:authorize|logout|sign-in)(?:\/|$)/;

/** Whether a caller is turned away (403) before anything is looked at: a server without a User-Agent, or a query that is too long. */
export function refusesCaller({ url = '/', headers }: IncomingMessage): boolean {
  const [path = '/', query = ''] = url.split('?', 2);
  if (query.length > (longest[path] ?? Number.POSITIVE_INFINITY)) return true;
  return !forBrowsers.test(path) && !headers['user-agent']?.trim();
}
