import { Agent, request } from 'node:http';

/** A request of a driver or an operator. */
export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** How long the whole exchange may take; 15 s unless told. */
  readonly timeoutMs?: number;
}

/** An answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** Asks over kept connections, with less of the processor than `fetch`. Rejects when there is no whole answer in time. */
export function send(url: string, ask: Ask = {}): Promise<Answer> {
  const body = ask.body === undefined ? undefined : JSON.stringify(ask.body);
  const headers = {
    ...ask.headers,
    ...(body !== undefined && {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
    }),
  };
  const method = ask.method ?? (body === undefined ? 'GET' : 'POST');
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, method, headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', reject);
      incoming.once('close', () => {
        if (!incoming.complete) return reject(new Error('the answer broke off'));
        const text = Buffer.concat(chunks).toString();
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text });
      });
    });
    outgoing.once('error', reject);
    outgoing.setTimeout(ask.timeoutMs ?? 15_000, () => outgoing.destroy(new Error('no answer in time')));
    outgoing.end(body);
  });
}

/** Whom something is asked of, and as whom. */
export interface Caller {
  readonly url: string;
  /** The header `Authorization` for a path. */
  authorization(path: string): string;
}

/** Who asks with one API key. */
export function withKey(url: string, apiKey: string): Caller {
  return { url, authorization: () => `Bearer ${apiKey}` };
}

/** Asks a caller's component for something. */
export function ask({ url, authorization }: Caller, path: string, more: Ask = {}): Promise<Answer> {
  return send(`${url}${path}`, { ...more, headers: { ...more.headers, authorization: authorization(path) } });
}

/** The answer's body as JSON; throws with status and text when it is not one of `expected`. */
export async function expectJson<Body>(url: string, ask: Ask & { expected?: number[] } = {}): Promise<Body> {
  const answer = await send(url, ask);
  const { expected = [200, 201] } = ask;
  if (!expected.includes(answer.status)) {
    throw new Error(`${ask.method ?? 'GET'} ${url} answered ${answer.status} ${answer.text.slice(0, 500)}`);
  }
  return (answer.text === '' ? {} : JSON.parse(answer.text)) as Body;
}
