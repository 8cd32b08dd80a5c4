import { setTimeout as wait } from 'node:timers/promises';
import { isAxiosError } from 'axios';
import { traceHeaders } from '../trace.ts';

/** An answer that says to come back, or none at all. Whether the call had an effect is unknown. */
export class NotNow extends Error {
  override readonly name = 'NotNow';
}

/** How long a call is repeated before it is given up. */
const PATIENCE_MS = 30_000;
const PAUSE_MS = 100;
const TIMEOUT_MS = 40_000;

/** Makes one call inside the current trace. Throws {@link NotNow} when the connection fails or the answer is 429, 502, 503 or 504. */
export async function send(url: string | URL, init: RequestInit = {}): Promise<Response> {
  const headers = { ...Object.fromEntries(new Headers(init.headers)), ...traceHeaders() };
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), ...init, headers });
    if (!comeBack(answer.status)) return new Response(await answer.arrayBuffer(), answer);
    await answer.body?.cancel();
    throw new NotNow(`${new URL(url).pathname} answered ${answer.status}`);
  } catch (cause) {
    if (cause instanceof NotNow) throw cause;
    throw new NotNow(`${new URL(url).pathname} did not answer`, { cause });
  }
}

/**
 * Repeats what may be repeated until it is answered: reads, and writes under an idempotency key. What is no {@link NotNow}, or the last one
 * after 30 s, is thrown.
 */
export async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isPassing(error) || performance.now() > deadline) throw error;
      await wait(PAUSE_MS);
    }
  }
}

function isPassing(error: unknown): boolean {
  if (!isAxiosError(error)) return error instanceof NotNow;
  return error.response === undefined || comeBack(error.response.status);
}

function comeBack(status: number): boolean {
  return [429, 502, 503, 504].includes(status);
}
