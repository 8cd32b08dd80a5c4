import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as Stripe reads it: form fields with brackets become objects. */
export interface StripeRequest {
  readonly method: string;
  readonly path: string;
  /** The secret key that it came with. */
  readonly key: string;
  readonly fields: Fields;
}

/** Fields of a form, or of a query. */
export interface Fields {
  readonly [name: string]: string | Fields | undefined;
}

/** What Stripe answers: a status and a body. */
export interface StripeReply {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** How the line to Stripe is now. */
export interface Line {
  /** Requests that move money are lost before they are read, or their replies are. */
  losing: 'before' | 'after' | undefined;
  /** Every so many of them are lost by themselves, where it is more than 0. */
  loseEvery: { before: number; after: number };
}

/** Serves a stateful Stripe: its line may lose calls, and repeats of an idempotency key are answered as the real one answers them. */
export async function serveStripe(line: Line, handle: (request: StripeRequest) => Promise<StripeReply>) {
  const kept = createIdempotency();
  let calls = 0;
  const loss = (path: string) => {
    if (preparing.test(path)) return undefined;
    calls += 1;
    const { before, after } = line.loseEvery;
    if (before > 0 && calls % before === 0) return 'before';
    return after > 0 && calls % after === 0 ? 'after' : line.losing;
  };
  const server = createServer((request, response) => {
    answer(request, loss, kept, handle).then(
      (reply) => (reply ? send(response, reply) : request.socket.destroy()),
      (error: unknown) => send(response, failure(500, { type: 'api_error', message: String(error) })),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A reply that says no. */
export function failure(status: number, error: Record<string, unknown>): StripeReply {
  return { status, body: { error } };
}

async function answer(
  request: IncomingMessage,
  loss: (path: string) => Line['losing'],
  kept: ReturnType<typeof createIdempotency>,
  handle: (request: StripeRequest) => Promise<StripeReply>,
): Promise<StripeReply | undefined> {
  const text = Buffer.concat(await request.toArray()).toString();
  const { pathname, search } = new URL(request.url ?? '/', 'http://stripe.test');
  const losing = loss(pathname);
  if (losing === 'before') return undefined;
  const asked = {
    method: request.method ?? 'GET',
    path: pathname,
    key: String(request.headers.authorization).replace('Bearer ', ''),
    fields: fieldsOf(request.method === 'GET' ? search : text),
  };
  const key = request.headers['idempotency-key'];
  const once = typeof key === 'string' && request.method === 'POST';
  const reply = once ? await kept(key, `${pathname} ${text}`, () => handle(asked)) : await handle(asked);
  return losing === 'after' ? undefined : reply;
}

/** What only prepares a call that moves money. */
const preparing = /^\/v1\/(payment_methods|customers)$/;

/** The first reply under a key is kept for the same request; another request with it, and one while the first is under way, are refused. */
function createIdempotency() {
  const known = new Map<string, { request: string; reply?: StripeReply }>();
  return async (key: string, request: string, act: () => Promise<StripeReply>): Promise<StripeReply> => {
    const earlier = known.get(key);
    if (earlier && earlier.request !== request) {
      const message =
        'Keys for idempotent requests can only be used with the same parameters they were first used with.';
      return failure(400, { type: 'idempotency_error', message });
    }
    if (earlier) {
      return earlier.reply ?? failure(409, { type: 'invalid_request_error', code: 'idempotency_key_in_use' });
    }
    const entry: { request: string; reply?: StripeReply } = { request };
    known.set(key, entry);
    entry.reply = await act();
    return entry.reply;
  };
}

function fieldsOf(text: string): Fields {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const path = name.split(/[[\]]+/).filter((part) => part !== '');
    const last = path.pop() ?? name;
    let place = fields;
    for (const part of path) {
      place[part] ??= {};
      place = place[part] as Record<string, unknown>;
    }
    place[last] = value;
  }
  return fields as Fields;
}

function send(response: ServerResponse, { status, body }: StripeReply): void {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_fake' });
  response.end(JSON.stringify(body));
}
