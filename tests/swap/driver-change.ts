import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, ask, type Caller } from './http.ts';
import { type Attempt, isYes, type LineFile } from './ledger.ts';

/** A change that the driver wants. */
export interface Asked {
  readonly operation: string;
  readonly key: string;
  /** What the ledger says of it, in the words of the component. */
  readonly what: object;
  readonly path: string;
  /** `POST` unless told. */
  readonly method?: 'PUT' | 'PATCH';
  readonly body?: object;
  /** What a yes says was made. */
  readonly made?: (body: Readonly<Record<string, unknown>>) => unknown;
  /** Whether it can be asked only once: no key makes a repeat of it safe. */
  readonly once?: true;
  /** Whether an answer to the try of this number says that it cannot be had any more: it may have been done by a try that had no answer, or its time has passed. */
  readonly isSpent?: (attempt: Attempt, tries: number) => boolean;
}

/** Who hears how the tries of a change go. */
export interface Hearer {
  /** An answer was no yes. */
  fails(problem: string): void;
  /** It was none that a caller could act on. */
  unexpected(sentence: string): void;
}

const giveUpAfterMs = 90_000;

/**
 * Asks for a change until it is told yes or no, each time under the same key and each time with a line in the ledger. Answers when the last try ended, how
 * long the first one took, and the yes.
 */
export async function changeOnce(
  { at, ledger }: { readonly at: Caller; readonly ledger: LineFile<Attempt> },
  asked: Asked,
  hearer: Hearer,
): Promise<{ end: number; ms: number; answer?: Answer }> {
  const deadline = performance.now() + giveUpAfterMs;
  let first: number | undefined;
  for (let tries = 1; performance.now() < deadline; tries += 1) {
    const { attempt, answer } = await tryOnce(at, asked);
    ledger.write(attempt);
    first ??= attempt.ms;
    const ended = { end: performance.now(), ms: first };
    const { status, problem = '' } = attempt;
    if (answer && isYes(answer)) return { ...ended, answer };
    if (asked.isSpent?.(attempt, tries)) return ended;
    hearer.fails(status === 0 ? problem : [status, problem].join(' ').trim());
    if (!comesBack.has(status)) {
      const text = `${asked.operation} ${JSON.stringify(asked.what)}`;
      hearer.unexpected(`${text}, try ${tries}: ${status} ${answer?.text.slice(0, 300)}`);
      return ended;
    }
    await wait(Math.min(50 * tries, 500));
  }
  hearer.unexpected(`${asked.operation} had no answer within ${giveUpAfterMs / 1000} s`);
  return { end: performance.now(), ms: first ?? 0 };
}

/** What a caller asks again after: no answer, or a part of the platform that was away. */
export const comesBack: ReadonlySet<number> = new Set([0, 502, 503, 504]);

async function tryOnce(at: Caller, asked: Asked): Promise<{ attempt: Attempt; answer?: Answer }> {
  const { operation, key, what, path, body, method = 'POST' } = asked;
  const began = performance.now();
  const begun = new Date().toISOString();
  const line = (rest: Pick<Attempt, 'status' | 'problem' | 'made' | 'receipt'>): Attempt => {
    const ms = Math.round((performance.now() - began) * 10) / 10;
    return { operation, key, ...what, at: begun, ms, ...rest };
  };
  try {
    const headers = { 'idempotency-key': key };
    const answer = await ask(at, path, { method, headers, ...(body && { body }) });
    const receipt = answer.headers['ashlar-receipt'];
    const found = { status: answer.status, ...(typeof receipt === 'string' && { receipt }) };
    return { attempt: line({ ...found, ...learnt(asked, answer) }), answer };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { attempt: line({ status: 0, problem: code ?? message }) };
  }
}

function learnt({ made: madeIn }: Asked, answer: Answer): Pick<Attempt, 'made' | 'problem'> {
  const body = read(answer.text);
  if (!isYes(answer)) return { problem: String(body?.code ?? '') };
  const made = body && madeIn?.(body);
  return made === undefined ? {} : { made: String(made) };
}

function read(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
