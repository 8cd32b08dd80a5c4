import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request, read to its end. */
export interface Passing {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** An answer. */
export interface Reply {
  readonly status: number;
  readonly headers: Record<string, string | string[]>;
  readonly body: string;
}

/** A server on loopback. */
export interface LocalServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves on a free port of loopback; `answer` must not throw. */
export async function serveLocally(answer: (asked: Passing) => Promise<Reply>): Promise<LocalServer> {
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', async () => {
      const headers = Object.fromEntries(
        Object.entries(incoming.headers).flatMap(([name, value]) =>
          typeof value === 'string' ? [[name, value]] : [],
        ),
      );
      const body = Buffer.concat(chunks).toString();
      const reply = await answer({
        method: incoming.method ?? 'GET',
        path: incoming.url ?? '/',
        headers,
        body,
      });
      outgoing.writeHead(reply.status, reply.headers).end(reply.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
