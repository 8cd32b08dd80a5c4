import type { ChangeFeeds, FeedAsk, FeedPage } from '../domain/bridge.ts';
import type { BridgeTokens } from './bridge-tokens.ts';

const waitS = 15;
const limit = 200;
/** Longer than the implementation holds a page back. */
const timeoutMs = (waitS + 15) * 1000;

/** Change feeds over HTTP, read with the bridge's own tokens. */
export function httpChangeFeeds(tokens: BridgeTokens): ChangeFeeds {
  const ask = async (feed: FeedAsk, signal: AbortSignal, refused: boolean): Promise<Response> => {
    const url = new URL('/ashlar/v1/changes', feed.baseUrl);
    const query = { after: feed.after, department: feed.department, limit, wait: waitS };
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    const authorization = `Bearer ${await tokens(feed.component, refused)}`;
    return fetch(url, {
      headers: { authorization, accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
  };
  return {
    async read(feed, signal) {
      let reply = await ask(feed, signal, false);
      if (reply.status === 401) {
        await reply.body?.cancel();
        reply = await ask(feed, signal, true);
      }
      const body = (await reply.json().catch(() => ({}))) as Record<string, unknown>;
      return pageOf(feed, reply.status, body);
    },
  };
}

function pageOf({ after }: FeedAsk, status: number, body: Record<string, unknown>): FeedPage {
  if (status === 410) return { gone: true, oldest: positionOf(body.after) };
  if (status !== 200)
    throw new Error(`The change feed answers ${status} ${String(body.code ?? '')}`.trimEnd());
  const position = positionOf(body.position);
  if (!Array.isArray(body.events) || position === undefined || position < after) {
    throw new Error('The change feed answers something else than a page of changes');
  }
  return { events: body.events, position };
}

function positionOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
