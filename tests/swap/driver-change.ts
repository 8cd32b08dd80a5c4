import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, send } from './http.ts';
import { type Attempt, isYes, type LineFile, type Operation } from './ledger.ts';

/** A change that the driver wants. */
export interface Asked {
  readonly operation: Operation;
  readonly key: string;
  readonly what: Pick<Attempt, 'payment' | 'reference' | 'amount' | 'delayed'>;
  readonly path: string;
  readonly body?: object;
}

/** Who hears how the tries of a change go. */
export interface Hearer {
  /** An answer was no yes. */
  fails(problem: string): void;
  /** It was none that a caller could act on. */
  unexpected(sentence: string): void;
  /** It was a yes. */
  accepted(answer: Answer): void;
}

const giveUpAfterMs = 90_000;

/**
 * Asks for a change until it is told yes or no, each time under the same key and each time with a line in the ledger. Answers when the last try ended and how
 * long the first one took.
 */
export async function changeOnce(
  to: { readonly url: string; readonly apiKey: string; readonly ledger: LineFile<Attempt> },
  asked: Asked,
  hearer: Hearer,
): Promise<{ end: number; ms: number }> {
  const deadline = performance.now() + giveUpAfterMs;
  let first: number | undefined;
  let open = false;
  for (let tries = 1; performance.now() < deadline; tries += 1) {
    const { attempt, answer } = await tryOnce(to, asked);
    to.ledger.write(attempt);
    first ??= attempt.ms;
    const { status, problem = '' } = attempt;
    if (answer && isYes(answer)) {
      hearer.accepted(answer);
      return { end: performance.now(), ms: first };
    }
    const text = `${asked.operation} ${asked.what.payment ?? asked.what.reference}`;
    if (open && isSpent(asked, attempt)) return { end: performance.now(), ms: first };
    hearer.fails(status === 0 ? problem : [status, problem].join(' ').trim());
    if (!comesBack.has(status)) {
      hearer.unexpected(`${text}, try ${tries}: ${status} ${answer?.text.slice(0, 300)}`);
      return { end: performance.now(), ms: first };
    }
    open = true;
    await wait(Math.min(50 * tries, 500));
  }
  hearer.unexpected(`${asked.operation} had no answer within ${giveUpAfterMs / 1000} s`);
  return { end: performance.now(), ms: first ?? 0 };
}

/** What a caller asks again after: no answer, or a part of the platform that was away. */
const comesBack: ReadonlySet<number> = new Set([0, 502, 503, 504]);

/** A card's token is good once, and no key makes a repeat of it safe: told that it is used up, a caller whose first try had no answer reads the payment. */
function isSpent({ operation }: Asked, { status, problem }: Attempt): boolean {
  return operation === 'authorise' && status === 400 && (problem === 'P1211' || problem === 'P1212');
}

async function tryOnce(
  { url, apiKey }: { readonly url: string; readonly apiKey: string },
  { operation, key, what, path, body }: Asked,
): Promise<{ attempt: Attempt; answer?: Answer }> {
  const began = performance.now();
  const at = new Date().toISOString();
  const line = (rest: Pick<Attempt, 'status' | 'problem' | 'made' | 'receipt'>): Attempt => {
    return { operation, key, ...what, at, ms: Math.round((performance.now() - began) * 10) / 10, ...rest };
  };
  try {
    const headers = { authorization: `Bearer ${apiKey}`, 'idempotency-key': key };
    const answer = await send(`${url}${path}`, { method: 'POST', headers, ...(body && { body }) });
    const receipt = answer.headers['ashlar-receipt'];
    const found = { status: answer.status, ...(typeof receipt === 'string' && { receipt }) };
    return { attempt: line({ ...found, ...learnt(answer) }), answer };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { attempt: line({ status: 0, problem: code ?? message }) };
  }
}

function learnt(answer: Answer): Pick<Attempt, 'made' | 'problem'> {
  const body = read(answer.text);
  if (!isYes(answer)) return { problem: String(body?.code ?? '') };
  const made = body?.refund_id ?? body?.payment_id;
  return made === undefined ? {} : { made: String(made) };
}

function read(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
