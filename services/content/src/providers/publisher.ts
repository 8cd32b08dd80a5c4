import { readFile } from 'node:fs/promises';
import type { NewsPage, PathNews, PublisherFeed, SnapshotPage } from '../domain/ports.ts';

/** How a publisher is reached: its root, whose pages (all that the token may see, unless one department is named), and where access tokens for `content:changes` come from. */
export interface PublisherOptions {
  readonly publisherUrl: string;
  readonly followDepartment?: string | undefined;
  readonly feedTokenFile?: string | undefined;
  readonly feedTokenUrl?: string | undefined;
  readonly feedClientId?: string | undefined;
  readonly feedClientSecret?: string | undefined;
}

const answerMs = 10_000;
const pageLimit = 500;
const snapshotLimit = 500;

/** Reads the change feed and the snapshot of a publisher over HTTP. */
export function createPublisherFeed(options: PublisherOptions): PublisherFeed {
  const token = tokensOf(options);
  const { followDepartment: department } = options;
  const ask = async (path: string, query: Record<string, unknown>, signal: AbortSignal, waitS = 0) => {
    const url = new URL(options.publisherUrl.replace(/\/+$/, '') + path);
    for (const [name, value] of Object.entries({ ...query, department })) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    for (const refused of [false, true]) {
      const reply = await fetch(url, {
        headers: { authorization: `Bearer ${await token(refused)}` },
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(waitS * 1000 + answerMs)]),
      });
      if (reply.status === 401 && !refused) continue;
      if (reply.status === 410) return 'gone';
      if (!reply.ok) throw new Error(`The publisher answers ${reply.status}`);
      return (await reply.json()) as Record<string, unknown>;
    }
    throw new Error('The publisher does not accept the access token');
  };
  return {
    async changes({ after, waitS, signal }) {
      const query = { after, limit: pageLimit, wait: waitS };
      const page = await ask('/ashlar/v1/changes', query, signal, waitS);
      return page === 'gone' ? page : readNews(page);
    },
    async items({ after, signal }) {
      const page = await ask('/ashlar/v1/content-items', { after, limit: snapshotLimit }, signal);
      if (page === 'gone') throw new Error('The publisher has no snapshot');
      return readSnapshot(page);
    },
  };
}

interface FeedEvent {
  readonly type: string;
  readonly department: string;
  readonly time: string;
  readonly data: Record<string, unknown>;
}

/** The events about items as news of paths; other events are other readers'. */
function readNews({ events, position, head }: Record<string, unknown>): NewsPage {
  if (!Array.isArray(events)) throw new Error('The publisher answers no change feed');
  const all = events as readonly FeedEvent[];
  const last = all.at(-1);
  return {
    news: all.flatMap(newsOf),
    position: Number(position),
    head: Number(head),
    lastAt: last && new Date(last.time),
  };
}

function newsOf({ type, department, data }: FeedEvent): PathNews[] {
  const path = {
    department,
    base_path: String(data.base_path),
    payload_version: Number(data.payload_version),
  };
  if (type === 'content.item.removed.v1') return [path];
  if (type !== 'content.item.presented.v1') return [];
  return [{ ...path, ...shownOf(data) }];
}

function readSnapshot({ items, position, next }: Record<string, unknown>): SnapshotPage {
  if (!Array.isArray(items)) throw new Error('The publisher answers no snapshot');
  const news = (items as readonly Record<string, unknown>[]).map((item) => ({
    department: String(item.department),
    base_path: String(item.base_path),
    payload_version: Number(item.payload_version),
    ...shownOf(item),
  }));
  return { news, position: Number(position), next: typeof next === 'string' ? next : undefined };
}

function shownOf(item: Record<string, unknown>) {
  return {
    status: Number(item.status),
    body: String(item.body),
    exact_routes: item.exact_routes as string[],
    prefix_routes: item.prefix_routes as string[],
  };
}

/** Gives an access token; `refused`: the one before was not taken. */
type Tokens = (refused: boolean) => Promise<string>;

function tokensOf(options: PublisherOptions): Tokens {
  const { feedTokenFile: file, feedTokenUrl: url, feedClientId: id, feedClientSecret: secret } = options;
  // Somebody else keeps it fresh.
  if (file !== undefined) return async () => (await readFile(file, 'utf8')).trim();
  if (url !== undefined && id !== undefined && secret !== undefined) return clientTokens({ url, id, secret });
  throw new Error(
    'There is no access token for the change feed: FEED_ACCESS_TOKEN_PATH, or FEED_TOKEN_URL, FEED_CLIENT_ID and FEED_CLIENT_SECRET, say where it comes from',
  );
}

/** Tokens by client credentials (RFC 6749 section 4.4), each kept until half a minute before its end. */
function clientTokens({ url, id, secret }: { url: string; id: string; secret: string }): Tokens {
  let kept: { token: string; until: number } | undefined;
  const credentials = [id, secret].map(encodeURIComponent).join(':');
  return async (refused) => {
    if (kept && kept.until > performance.now() && !refused) return kept.token;
    const reply = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        scope: 'content:changes',
        resource: 'urn:ashlar:content',
      }),
      redirect: 'error',
      signal: AbortSignal.timeout(answerMs),
    });
    const body = (await reply.json().catch(() => ({}))) as Record<string, unknown>;
    if (!reply.ok || typeof body.access_token !== 'string') {
      throw new Error(`The token endpoint answers ${reply.status} ${String(body.error ?? '')}`.trimEnd());
    }
    kept = {
      token: body.access_token,
      until: performance.now() + (Number(body.expires_in ?? 60) - 30) * 1000,
    };
    return kept.token;
  };
}
