import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request on its way to a sound implementation. */
export interface Passing {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A sound implementation's answer. */
export interface Reply {
  readonly status: number;
  readonly headers: Record<string, string | string[]>;
  readonly body: string;
}

/** Something an implementation does wrong while its answers stay of the right shape. */
export interface PlantedFault {
  readonly name: string;
  /** The section of the suite that must catch it. */
  readonly caughtBy: string;
  /** Changes a request before it is answered, or (undefined) leaves it. */
  readonly request?: (request: Passing) => Passing;
  /** Changes an answer. */
  readonly reply?: (reply: Reply, request: Passing) => Reply;
}

/** A faulty implementation: a sound one behind a proxy that plants `fault`. */
export async function plant(
  fault: PlantedFault,
  upstream: string,
): Promise<{ url: string; close(): Promise<void> }> {
  let own = '';
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', async () => {
      const headers = Object.fromEntries(
        Object.entries(incoming.headers).flatMap(([name, value]) =>
          typeof value === 'string' ? [[name, value]] : [],
        ),
      );
      const asked: Passing = {
        method: incoming.method ?? 'GET',
        path: incoming.url ?? '/',
        headers,
        body: Buffer.concat(chunks).toString(),
      };
      const request = fault.request?.(asked) ?? asked;
      const sound = await forward(request, upstream, own);
      const { status, headers: replyHeaders, body } = fault.reply?.(sound, asked) ?? sound;
      outgoing.writeHead(status, replyHeaders).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: own,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'content-encoding',
  'date',
];

// Links are rewritten to the proxy's own address, so that pages and redirects pass through it too.
async function forward(request: Passing, upstream: string, own: string): Promise<Reply> {
  const { host: _host, ...headers } = request.headers;
  for (const name of HOP_BY_HOP) delete headers[name];
  if (headers.origin === own) headers.origin = upstream;
  if (headers.referer) headers.referer = headers.referer.replace(own, upstream);
  const response = await fetch(`${upstream}${request.path}`, {
    method: request.method,
    headers,
    redirect: 'manual',
    ...(request.body !== '' && { body: request.body }),
  });
  const replyHeaders: Record<string, string | string[]> = {};
  for (const [name, value] of response.headers) {
    if (!HOP_BY_HOP.includes(name) && name !== 'set-cookie')
      replyHeaders[name] = value.replaceAll(upstream, own);
  }
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) replyHeaders['set-cookie'] = cookies;
  return {
    status: response.status,
    headers: replyHeaders,
    body: (await response.text()).replaceAll(upstream, own),
  };
}
