import type { Changes, ChangesPage, ChangesQuery } from './changes.ts';

/** Between two signs of life on a quiet stream: below the idle limits of common proxies. */
const heartbeatMs = 15_000;

/**
 * The feed as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html), starting with a page that was read
 * already. Ends when the signal aborts, or when the cursor is gone, in which case the client's next attempt is answered 410.
 */
export async function* streamChanges(
  changes: Changes,
  query: ChangesQuery & { signal: AbortSignal },
  first: ChangesPage,
): AsyncGenerator<string> {
  yield ': the feed of this component\nretry: 1000\n\n';
  let page: ChangesPage | 'gone' = first;
  while (page !== 'gone') {
    yield toText(page);
    if (query.signal.aborted) return;
    page = await changes.page({ ...query, after: page.position, waitMs: heartbeatMs });
  }
}

function toText(page: ChangesPage): string {
  // An id without data dispatches nothing but moves Last-Event-ID on, so a quiet department never rescans what it may not see.
  if (page.events.length === 0) return `id: ${page.position}\n: quiet\n\n`;
  return page.events
    .map((event) => `id: ${event.position}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
    .join('');
}
