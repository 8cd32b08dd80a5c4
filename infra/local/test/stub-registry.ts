import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import type { Terminal } from '../src/commands/run.ts';
import type { Swap } from '../src/commands/swap-words.ts';

/** Stands in for the registry: what it is asked, and what it answers. */
export interface StubRegistry {
  readonly url: string;
  /** Requests as `METHOD /path body`. */
  readonly asked: string[];
  readonly keys: (string | undefined)[];
  readonly lastEventIds: (string | undefined)[];
  /** By `METHOD /path` below /ashlar/v1, without the query. */
  readonly replies: Map<string, Reply | ((request: IncomingMessage, response: ServerResponse) => void)>;
  close(): Promise<void>;
}

/** A reply's status and JSON body. */
export type Reply = readonly [status: number, body: object];

/** Starts one. */
export async function startStub(): Promise<StubRegistry> {
  const stub = {
    asked: [] as string[],
    keys: [] as StubRegistry['keys'],
    lastEventIds: [] as StubRegistry['keys'],
  };
  const replies: StubRegistry['replies'] = new Map();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = (request.url ?? '').replace('/ashlar/v1', '');
    stub.asked.push(`${request.method} ${path} ${Buffer.concat(chunks)}`.trimEnd());
    if (request.method === 'POST') stub.keys.push(request.headers['idempotency-key']?.toString());
    stub.lastEventIds.push(request.headers['last-event-id']?.toString());
    const reply = replies.get(`${request.method} ${path.split('?', 1)[0]}`) ?? [
      404,
      { title: 'No such thing', code: 'not_found' },
    ];
    if (typeof reply === 'function') return reply(request, response);
    return send(response, reply);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    ...stub,
    replies,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Sends a reply. */
export function send(response: ServerResponse, [status, body]: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** A terminal whose output is kept. `answers` are what a person types. */
export function aTerminal(
  env: NodeJS.ProcessEnv,
  how: { isTTY?: boolean; answers?: string } = {},
): { terminal: Terminal; said(): string } {
  const [input, output, error] = [new PassThrough(), new PassThrough(), new PassThrough()];
  let said = '';
  for (const stream of [output, error]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
    });
  }
  if (how.answers !== undefined) input.end(`${how.answers}\n`);
  const tty = { isTTY: how.isTTY ?? false };
  return {
    terminal: { input: Object.assign(input, tty), output: Object.assign(output, tty), error, env },
    said: () => said,
  };
}

/** A swap as it stands at a step. */
export function aSwap(changes: Partial<Swap> = {}): Swap {
  const at = '2026-11-29T12:00:00.000Z';
  return {
    id: '0198c0de-0000-7000-8000-000000000001',
    kind: 'swap',
    component: 'payments',
    department: 'demo',
    from: { implementation_id: 'a', name: 'blue' },
    to: { implementation_id: 'b', name: 'green' },
    state: 'checking',
    epoch: 3,
    steps: [
      { name: 'check', state: 'running', started_at: at },
      { name: 'seed', state: 'waiting' },
    ],
    standby: 'none',
    revision: 1,
    created_at: at,
    started_by: 'operator',
    ...changes,
  };
}
