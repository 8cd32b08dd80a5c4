import { mostBytes } from './crypto.ts';

/** Why the source gave nothing. */
export class SourceRefused extends Error {
  override readonly name = 'SourceRefused';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** How to ask a source. */
export interface SourceAsk {
  readonly source: string;
  readonly token: string;
  readonly department: string;
  readonly signal: AbortSignal;
}

/** A page of the source's feed. */
export interface FeedAnswer {
  readonly position: number;
  readonly head: number;
  readonly jwe?: string;
}

const silenceMs = 30_000;

/** Asks for what comes after a position, waiting `waitS` seconds. Throws `SourceRefused` for a refusal, an `Error` for an answer that makes no sense. */
export async function askFeed(ask: SourceAsk, after: number, waitS: number): Promise<FeedAnswer> {
  const signal = AbortSignal.any([ask.signal, AbortSignal.timeout(waitS * 1000 + silenceMs)]);
  const response = await get({ ...ask, signal }, `feed?after=${after}&wait=${waitS}`);
  const { position, head = 0, jwe } = (await response.json()) as Record<string, unknown>;
  if (
    !isCount(position) ||
    position < after ||
    !isCount(head) ||
    !(jwe === undefined || typeof jwe === 'string')
  ) {
    throw new Error('The source answered something that is no feed');
  }
  return { position, head, ...(jwe !== undefined && { jwe }) };
}

/** A line of a snapshot. */
export type SnapshotLine =
  | { readonly position: number; readonly events_from?: number }
  | { readonly jwe: string; readonly cursor: string }
  | { readonly end: true };

/** The lines of a snapshot after a cursor. Throws as {@link askFeed} does; ends early when the source breaks off. */
export async function* askSnapshot(ask: SourceAsk, after: string | null): AsyncGenerator<SnapshotLine> {
  const path = after === null ? 'snapshot' : `snapshot?after=${encodeURIComponent(after)}`;
  const silent = new AbortController();
  let timer = setTimeout(() => silent.abort(new Error('The source went silent')), silenceMs);
  try {
    const response = await get({ ...ask, signal: AbortSignal.any([ask.signal, silent.signal]) }, path);
    for await (const text of linesOf(response)) {
      clearTimeout(timer);
      yield readLine(text);
      timer = setTimeout(() => silent.abort(new Error('The source went silent')), silenceMs);
    }
  } finally {
    clearTimeout(timer);
  }
}

async function* linesOf(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let parts: string[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    const [head = '', ...rest] = decoder.decode(chunk, { stream: true }).split('\n');
    parts.push(head);
    length += head.length;
    if (length > mostBytes) throw new Error('A line of the source is too long');
    for (const next of rest) {
      yield parts.join('');
      parts = [next];
      length = next.length;
    }
  }
}

function readLine(text: string): SnapshotLine {
  const line = JSON.parse(text) as Record<string, unknown>;
  if (line.end === true) return { end: true };
  if (typeof line.jwe === 'string' && typeof line.cursor === 'string')
    return { jwe: line.jwe, cursor: line.cursor };
  if (isCount(line.position)) {
    return { position: line.position, ...(isCount(line.events_from) && { events_from: line.events_from }) };
  }
  throw new Error('The source sent a line that a snapshot has not');
}

async function get({ source, department, token, signal }: SourceAsk, path: string): Promise<Response> {
  const url = `${source.replace(/\/+$/, '')}/ashlar/v1/handover/${encodeURIComponent(department)}/${path}`;
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}` },
    redirect: 'error',
    signal,
  });
  if (response.status === 200) return response;
  await response.body?.cancel();
  const reasons: Record<number, string> = {
    401: 'The source refuses the token: it is over, or not for it',
    403: 'The source refuses the token: it is for another department, or not for reading',
    410: 'The source no longer keeps what comes next',
    503: 'The source is not ready',
  };
  throw new SourceRefused(
    response.status,
    reasons[response.status] ?? `The source answers ${response.status}`,
  );
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
