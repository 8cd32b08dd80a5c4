import { setTimeout as wait } from 'node:timers/promises';
import { type Account, anEmail, aText, tokenOf } from '../fixtures.ts';

/** A message that the service said yes to; each has a recipient of its own. */
export interface Accepted {
  readonly kind: 'mail' | 'text';
  readonly id: string;
  readonly to: string;
}

/** A load that runs, and what it was told. */
export interface Load {
  readonly accepted: readonly Accepted[];
  /** Answers that no caller could act on. */
  readonly unexpected: readonly string[];
  /** Begins nothing while `work` goes on. */
  pausedFor(work: () => Promise<void>): Promise<void>;
  /** Sends no more; resolves once all that was begun is answered. */
  stop(): Promise<void>;
}

const giveUpAfterMs = 60_000;
const mostUnderWay = 300;

/**
 * Sends e-mails and texts in turn at a steady rate, each under an Idempotency-Key of its own that is kept for its retries, as a careful caller would. What was
 * accepted is written down before anything of the service is read.
 */
export function startLoad(root: string, account: Account, perSecond: number): Load {
  const accepted: Accepted[] = [];
  const unexpected: string[] = [];
  const underWay = new Set<Promise<void>>();
  let running = true;
  let paused: Promise<void> | undefined;
  let begun = 0;

  const one = async (kind: Accepted['kind'], to: string) => {
    const key = crypto.randomUUID();
    const deadline = performance.now() + giveUpAfterMs;
    while (performance.now() < deadline) {
      const answer = await attempt(root, account, { kind, to, key });
      if ('id' in answer) {
        accepted.push({ kind, to, id: answer.id });
        return;
      }
      if (!answer.comeBack) {
        unexpected.push(answer.what);
        return;
      }
      await wait(100);
    }
    unexpected.push('no answer in time');
  };

  const sending = (async () => {
    for (let due = performance.now(); running; due += 1000 / perSecond) {
      if (paused) {
        await paused;
        due = performance.now();
      }
      await wait(Math.max(0, due - performance.now()));
      if (underWay.size >= mostUnderWay) await Promise.race(underWay);
      const number = String(begun).padStart(6, '0');
      const made: Promise<void> =
        begun % 2 === 0 ? one('mail', `n${number}@example.org`) : one('text', `+447700${number}`);
      begun += 1;
      underWay.add(made);
      void made.then(() => underWay.delete(made));
    }
  })();

  return {
    accepted,
    unexpected,
    async pausedFor(work) {
      const { promise, resolve } = Promise.withResolvers<void>();
      paused = promise;
      await work().finally(() => {
        paused = undefined;
        resolve();
      });
    },
    async stop() {
      running = false;
      await sending;
      await Promise.all(underWay);
    },
  };
}

type Answer = { readonly id: string } | { readonly what: string; readonly comeBack: boolean };

async function attempt(
  root: string,
  account: Account,
  { kind, to, key }: { kind: Accepted['kind']; to: string; key: string },
): Promise<Answer> {
  const [path, body] =
    kind === 'mail'
      ? ['email', anEmail(account, { email_address: to })]
      : ['sms', aText(account, { phone_number: to })];
  try {
    const response = await fetch(`${root}/v2/notifications/${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${tokenOf(account.live)}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await response.text();
    if (response.status === 201) return { id: String((JSON.parse(text) as { id: unknown }).id) };
    const what = `${response.status} ${text.slice(0, 200)}`;
    return { what, comeBack: response.status === 503 && response.headers.has('retry-after') };
  } catch (error) {
    // A connection that broke says nothing about what was stored: the same key is asked again.
    return { what: String(error), comeBack: true };
  }
}
