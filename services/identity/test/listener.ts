import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A client's server that hears of sign-outs, and answers them with `statuses`, the last one for ever. */
export async function aListener(statuses: number[] = [200]) {
  const heard: string[] = [];
  const server = createServer(async (request, reply) => {
    heard.push(new URLSearchParams(await textOf(request)).get('logout_token') ?? '');
    reply.writeHead(statuses[Math.min(heard.length, statuses.length) - 1] ?? 200).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { heard, url: `http://127.0.0.1:${port}/signed-out`, port, close: () => server.close() };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}
