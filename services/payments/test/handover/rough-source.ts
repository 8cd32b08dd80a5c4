import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Side } from './fixtures.ts';

/** What stands between a follower and its source, and is as rough as networks and restarts are. */
export interface RoughSource {
  readonly url: string;
  /** The next page of the feed begins this many positions too early: what came before comes again, as it is now. */
  overlap(positions: number): void;
  /** Before the next page of the feed one that was sent earlier comes again, as it was. */
  repeat(draw: number): void;
  /** The next answer breaks off: a snapshot after two lines with records, a page of the feed in its middle. */
  breakOff(): void;
  /** The next page of the feed is answered 410, so that the snapshot is read again. */
  forget(): void;
  /** Begins anew, with another department. */
  reset(): void;
  close(): Promise<void>;
}

/** Opens a way to a source. */
export async function openRoughSource(source: Side): Promise<RoughSource> {
  const due = { overlap: 0, repeats: -1, breaks: false, forgets: false };
  const sent: string[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '', source.url);
    if (url.pathname.endsWith('/feed')) {
      if (due.forgets) {
        due.forgets = false;
        response.writeHead(410).end();
        return;
      }
      const after = Number(url.searchParams.get('after'));
      if (due.repeats >= 0 && sent.length > 0) {
        const jwe = sent[due.repeats % sent.length];
        due.repeats = -1;
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ position: after, head: after + 1, jwe }));
        return;
      }
      url.searchParams.set('after', String(Math.max(0, after - due.overlap)));
      due.overlap = 0;
    }
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const headers = { authorization: String(request.headers.authorization) };
    const answer = await fetch(url, { headers, signal: gone.signal });
    const text = await answer.text();
    response.writeHead(answer.status, { 'content-type': String(answer.headers.get('content-type')) });
    if (!due.breaks) {
      if (url.pathname.endsWith('/feed')) keep(text);
      response.end(text);
      return;
    }
    due.breaks = false;
    const [first = '', ...lines] = text.split('\n');
    const part = lines.length > 0 ? [first, ...lines.slice(0, 2), ''].join('\n') : first.slice(0, 10);
    response.write(part, () => response.destroy());
  };
  const keep = (page: string) => {
    const { jwe } = JSON.parse(page) as { jwe?: string };
    if (jwe !== undefined) sent.push(jwe);
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    overlap(positions) {
      due.overlap = positions;
    },
    repeat(draw) {
      due.repeats = draw;
    },
    breakOff() {
      due.breaks = true;
    },
    forget() {
      due.forgets = true;
    },
    reset() {
      sent.length = 0;
      Object.assign(due, { overlap: 0, repeats: -1, breaks: false, forgets: false });
    },
    close: () => new Promise((closed) => server.close(() => closed()).closeAllConnections()),
  };
}
