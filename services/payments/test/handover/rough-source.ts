import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Side } from './fixtures.ts';

/** What the way to a source does with the next answer. */
interface Rough {
  /** A page of the feed begins so many positions too early: what came before comes again, as it is now. */
  readonly overlap?: number;
  /** In place of a page of the feed one that was sent earlier comes again, as it was: which of them. */
  readonly repeat?: number;
  /** A page of the feed is answered 410, so that the snapshot is read again. */
  readonly forget?: true;
  /** An answer breaks off: a snapshot after two lines with records, a page of the feed in its middle. */
  readonly breakOff?: true;
}

/** What stands between a follower and its source, and is as rough as networks and restarts are. */
export interface RoughSource {
  readonly url: string;
  /** Does this with the next answer. A poll that waits for news is ended for it. */
  next(rough: Rough): void;
  /** Whether the feed is answered 503 from now on. */
  away(is: boolean): void;
  /** Whether everything was done. */
  isDone(): boolean;
  /** Begins anew, with another department. */
  reset(): void;
  close(): Promise<void>;
}

/** Opens a way to a source. */
export async function openRoughSource(source: Side): Promise<RoughSource> {
  let due: Rough[] = [];
  let sent: string[] = [];
  let isAway = false;
  let news = new AbortController();
  const endPolls = () => {
    news.abort();
    news = new AbortController();
  };

  const serveFeed = async (url: URL, request: IncomingMessage, response: ServerResponse) => {
    if (isAway) return response.writeHead(503).end();
    const after = Number(url.searchParams.get('after'));
    const { overlap = 0, repeat, forget, breakOff } = due.shift() ?? {};
    if (forget) return response.writeHead(410).end();
    if (repeat !== undefined && sent.length > 0) {
      return response.end(
        JSON.stringify({ position: after, head: after + 1, jwe: sent[repeat % sent.length] }),
      );
    }
    url.searchParams.set('after', String(Math.max(0, after - overlap)));
    const { signal } = news;
    const { status, text } = await ask(url, request, response, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
      return { status: 200, text: JSON.stringify({ position: after, head: after }) };
    });
    response.writeHead(status);
    if (breakOff) return response.write(text.slice(0, 10), () => response.destroy());
    const { jwe } = JSON.parse(text) as { jwe?: string };
    if (jwe !== undefined) sent.push(jwe);
    return response.end(text);
  };

  const serveSnapshot = async (url: URL, request: IncomingMessage, response: ServerResponse) => {
    const { status, text } = await ask(url, request, response);
    response.writeHead(status);
    const breaks = due.findIndex(({ breakOff }) => breakOff);
    if (breaks < 0) return response.end(text);
    due.splice(breaks, 1);
    const lines = text.split('\n').slice(0, 3);
    return response.write(`${lines.join('\n')}\n`, () => response.destroy());
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', source.url);
    const serve = url.pathname.endsWith('/feed') ? serveFeed : serveSnapshot;
    serve(url, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    next(rough) {
      due.push(rough);
      endPolls();
    },
    away(is) {
      isAway = is;
      endPolls();
    },
    isDone: () => due.length === 0,
    reset() {
      [due, sent, isAway] = [[], [], false];
    },
    close: () => new Promise((closed) => server.close(() => closed()).closeAllConnections()),
  };
}

/** Passes a request on, until its sender leaves or it is called off. */
async function ask(url: URL, request: IncomingMessage, response: ServerResponse, callOff?: AbortSignal) {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const signal = AbortSignal.any([gone.signal, ...(callOff ? [callOff] : [])]);
  const answer = await fetch(url, {
    headers: { authorization: String(request.headers.authorization) },
    signal,
  });
  return { status: answer.status, text: await answer.text() };
}
