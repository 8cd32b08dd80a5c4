/** An answer, read to its end. `json` is undefined when the body is not JSON. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
}

/** A request to send. `body` is sent as JSON, `text` as it is, `form` as a form post. */
export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly text?: string;
  readonly form?: Readonly<Record<string, string>>;
}

const TIMEOUT_MS = 15_000;

/** Origins that are asked elsewhere. */
const elsewhere = new Map<string, string>();

/** Has everything of an origin asked at another address from now on: an issuer's own is that of the gateway that sends it to whoever serves, and not to the one that is judged. */
export function reachAt(origin: string, address: string): void {
  if (origin === new URL(address).origin) elsewhere.delete(origin);
  else elsewhere.set(origin, new URL(address).origin);
}

function addressOf(url: string): string {
  const { origin, pathname, search } = new URL(url);
  const there = elsewhere.get(origin);
  return there === undefined ? url : `${there}${pathname}${search}`;
}

/** Sends one request, follows no redirect, and reads the whole answer. Throws when the connection fails or 15 s pass. */
export async function send(url: string, ask: Ask = {}): Promise<Answer> {
  const { body, contentType } = encode(ask);
  const response = await fetch(addressOf(url), {
    method: ask.method ?? (body === undefined ? 'GET' : 'POST'),
    headers: { ...(contentType && { 'content-type': contentType }), ...ask.headers },
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

function encode(ask: Ask): { body?: string; contentType?: string } {
  if (ask.form) {
    return {
      body: new URLSearchParams(ask.form).toString(),
      contentType: 'application/x-www-form-urlencoded',
    };
  }
  if (ask.text !== undefined) return { body: ask.text, contentType: 'application/json' };
  if (ask.body !== undefined) return { body: JSON.stringify(ask.body), contentType: 'application/json' };
  return {};
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
