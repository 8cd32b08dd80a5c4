import { setTimeout as wait } from 'node:timers/promises';
import { countsOf, type Evidence, type Shown } from './check.ts';
import { type Heard, readWholeFeed } from './feed-reader.ts';
import { send } from './http.ts';
import type { Wanted } from './ledger.ts';

/** Where the serving implementation is asked, and as whom. */
export interface Witness {
  readonly url: string;
  readonly apiKey: string;
}

const inParallel = 16;
const settleMs = 60_000;

/**
 * Reads, from one implementation alone, every payment that the ledger or the feed names. What is still on its way (money that is being taken, a refund that is with its
 * provider) is waited for, a minute at most; what has not settled by then is shown as it is.
 */
export async function gather(
  witness: Witness,
  wanted: readonly Wanted[],
): Promise<Pick<Evidence, 'feed' | 'shown'>> {
  const deadline = performance.now() + settleMs;
  let feed = await readWholeFeed(witness);
  const shown = new Map<string, Shown>();
  await showAll(witness, idsOf(wanted, feed), shown);
  for (;;) {
    const waiting = unsettled(shown, feed);
    if (waiting.length === 0 || performance.now() > deadline) return { feed, shown };
    await wait(250);
    await showAll(witness, waiting, shown);
    feed = await readWholeFeed(witness);
  }
}

function idsOf(wanted: readonly Wanted[], feed: readonly Heard[]): string[] {
  const made = wanted.flatMap(({ operation, made }) => (operation === 'create' ? [...made] : []));
  const told = feed.filter(({ type }) => type.startsWith('payments.payment.')).map(({ subject }) => subject);
  return [...new Set([...made, ...told])];
}

function unsettled(shown: ReadonlyMap<string, Shown>, feed: readonly Heard[]): string[] {
  const counts = countsOf(feed);
  const isOnItsWay = ([id, { status, refunds }]: [string, Shown]) =>
    status === 'started' ||
    (status === 'success' && !counts.has(`${id} payment.captured`)) ||
    refunds.some((refund) => refund.status === 'submitted');
  return [...shown].filter(isOnItsWay).map(([id]) => id);
}

async function showAll(witness: Witness, ids: readonly string[], shown: Map<string, Shown>): Promise<void> {
  const left = [...ids];
  const work = async () => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) {
      const found = await show(witness, id);
      if (found) shown.set(id, found);
    }
  };
  await Promise.all(Array.from({ length: inParallel }, work));
}

async function show(witness: Witness, id: string): Promise<Shown | undefined> {
  const payment = await get(witness, `/v1/payments/${id}`);
  if (!payment) return undefined;
  const { reference, amount, state, refund_summary: summary } = payment as unknown as PaymentBody;
  const given = summary?.amount_submitted ?? 1;
  const refunds = given === 0 ? [] : await refundsOf(witness, id);
  return { reference, amount, status: state.status, refunds };
}

async function refundsOf(witness: Witness, id: string): Promise<Shown['refunds']> {
  const answer = (await get(witness, `/v1/payments/${id}/refunds`)) as RefundsBody | undefined;
  const refunds = answer?._embedded?.refunds ?? [];
  return refunds.map(({ refund_id, amount, status }) => ({ id: refund_id, amount, status }));
}

interface PaymentBody {
  readonly reference: string;
  readonly amount: number;
  readonly state: { readonly status: string };
  readonly refund_summary?: { readonly amount_submitted?: number };
}

interface RefundsBody {
  readonly _embedded?: {
    readonly refunds: readonly {
      readonly refund_id: string;
      readonly amount: number;
      readonly status: string;
    }[];
  };
}

async function get({ url, apiKey }: Witness, path: string, tries = 5): Promise<object | undefined> {
  const answer = await send(`${url}${path}`, { headers: { authorization: `Bearer ${apiKey}` } });
  if (answer.status === 404) return undefined;
  if (answer.status === 200) return JSON.parse(answer.text);
  if (tries <= 1 || answer.status < 429)
    throw new Error(`GET ${path} answered ${answer.status} ${answer.text.slice(0, 200)}`);
  await wait(500);
  return get({ url, apiKey }, path, tries - 1);
}
