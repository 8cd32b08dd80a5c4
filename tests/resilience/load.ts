import { setTimeout as wait } from 'node:timers/promises';

/** One creation that the service said yes to: the key it was sent under and the payment that came of it. */
export interface Accepted {
  readonly key: string;
  readonly id: string;
}

/** What the driver saw: what was accepted, and every answer that was neither a yes nor a lawful “not now”. */
export interface LoadLedger {
  readonly accepted: Accepted[];
  readonly unexpected: string[];
  /** Answers that told the driver to come back: refused connections and 502, 503, 504, by kind. */
  readonly retried: Map<string, number>;
}

/** A running load. */
export interface Load {
  readonly ledger: LoadLedger;
  /** Ends the load; every creation in flight is retried under its key until it is answered. */
  stop(): Promise<LoadLedger>;
}

const GIVE_UP_AFTER_MS = 60_000;

/**
 * Creates payments from `workers` callers at once, each creation under an Idempotency-Key of its own that is kept for its retries.
 * The ledger is written before any server state is read.
 */
export function startLoad(options: { url: string; apiKey: string; workers: number }): Load {
  const ledger: LoadLedger = { accepted: [], unexpected: [], retried: new Map() };
  let running = true;

  const worker = async () => {
    while (running) await createOnce(options, ledger);
  };
  const workers = Array.from({ length: options.workers }, worker);

  return {
    ledger,
    async stop() {
      running = false;
      await Promise.all(workers);
      return ledger;
    },
  };
}

async function createOnce(options: { url: string; apiKey: string }, ledger: LoadLedger): Promise<void> {
  const key = crypto.randomUUID();
  const deadline = Date.now() + GIVE_UP_AFTER_MS;
  while (Date.now() < deadline) {
    const answer = await attempt(options, key);
    if ('id' in answer) {
      ledger.accepted.push({ key, id: answer.id });
      return;
    }
    if (!answer.comeBack) {
      ledger.unexpected.push(answer.kind);
      return;
    }
    ledger.retried.set(answer.kind, (ledger.retried.get(answer.kind) ?? 0) + 1);
    await wait(50);
  }
  ledger.unexpected.push(`no answer to a creation within ${GIVE_UP_AFTER_MS / 1000} s`);
}

type Answer = { id: string } | { kind: string; comeBack: boolean };

async function attempt(options: { url: string; apiKey: string }, key: string): Promise<Answer> {
  try {
    const response = await fetch(`${options.url}/v1/payments`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${options.apiKey}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify({
        amount: 100,
        reference: key,
        description: 'Load',
        return_url: 'https://service.example/',
      }),
      signal: AbortSignal.timeout(15_000),
    });
    const text = await response.text();
    if (response.ok) return { id: (JSON.parse(text) as { payment_id: string }).payment_id };
    const comeBack = [429, 502, 503, 504].includes(response.status);
    return {
      kind: comeBack ? String(response.status) : `${response.status} ${text.slice(0, 200)}`,
      comeBack,
    };
  } catch (error) {
    // A connection that broke says nothing about what was stored: the same key is asked again.
    return { kind: error instanceof Error ? error.name : 'unknown', comeBack: true };
  }
}
