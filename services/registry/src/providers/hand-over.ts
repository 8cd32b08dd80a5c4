import { type HandOver, HandOverFailure, type HandOverParty, type HandOverTarget } from '../domain/ports.ts';

/** The hand-over operations by HTTP (`openapi/ashlar/handover.yaml`). Redirects are refused, and answers of more than a megabyte. */
export function createHandOver(): HandOver {
  return {
    describe: (party, ms) => send(party, '', ms),
    state: (target, ms) => call(target, '', ms),
    setRole: (target, order, ms) => call(target, '/role', ms, { method: 'PUT', body: { order } }),
    follow: (target, body, ms) => call(target, '/follow', ms, { method: 'PUT', body }),
    unfollow: (target, ms) => call(target, '/follow', ms, { method: 'DELETE' }),
    digest: (target, after, ms) => call(target, `/digest?after=${after}`, ms),
  };
}

const mostBytes = 1_048_576;

interface Ask {
  readonly method?: string;
  readonly body?: object;
  readonly token?: string;
}

function call<Answer>(target: HandOverTarget, path: string, ms: number, ask: Ask = {}): Promise<Answer> {
  return send(target, `/${encodeURIComponent(target.department)}${path}`, ms, {
    ...ask,
    token: target.token,
  });
}

async function send<Answer>(
  { name, base_url }: HandOverParty,
  path: string,
  ms: number,
  { method = 'GET', body, token }: Ask = {},
): Promise<Answer> {
  const headers = {
    accept: 'application/json',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
  try {
    const answer = await fetch(`${base_url}/ashlar/v1/handover${path}`, {
      method,
      headers,
      redirect: 'error',
      signal: AbortSignal.timeout(Math.max(1, Math.ceil(ms))),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const json = parsed(await textOf(answer, name));
    if (answer.status === 200 && json) return json as Answer;
    throw refused(name, answer.status, json);
  } catch (cause) {
    if (cause instanceof HandOverFailure) throw cause;
    const late = (cause as { name?: unknown } | null)?.name === 'TimeoutError';
    throw new HandOverFailure(`${name} ${late ? 'did not answer in time' : 'could not be reached'}`, {
      cause,
    });
  }
}

function refused(
  name: string,
  status: number,
  json: Readonly<Record<string, unknown>> | undefined,
): HandOverFailure {
  const [code, title] = [json?.code, json?.title].map((one) =>
    typeof one === 'string' ? one.slice(0, 200) : undefined,
  );
  const why = code ? ` (${code}${title ? `: ${title}` : ''})` : '';
  return new HandOverFailure(`${name} answered ${status}${why}`, { status, ...(code && { code }) });
}

async function textOf(answer: Response, name: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes)
      throw new HandOverFailure(`${name} answered more than a megabyte`, { status: answer.status });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
