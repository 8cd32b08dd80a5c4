import type { Heard } from '../feed-reader.ts';
import type { Caller } from '../http.ts';
import type { Wanted } from '../ledger.ts';
import { find, gatherSettled } from '../witness.ts';
import { countsOf, type Evidence, type Shown } from './check.ts';

/**
 * Reads, from one implementation alone, every payment that the ledger or the feed names. What is still on its way (money that is being taken, a refund that is with its
 * provider) is waited for, a minute at most; what has not settled by then is shown as it is.
 */
export function gather(
  witness: Caller,
  wanted: readonly Wanted[],
): Promise<Pick<Evidence, 'feed' | 'shown'>> {
  return gatherSettled(witness, {
    idsOf: (feed) => idsOf(wanted, feed),
    show: (id) => show(witness, id),
    unsettled,
  });
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

async function show(witness: Caller, id: string): Promise<Shown | undefined> {
  const payment = await find(witness, `/v1/payments/${id}`);
  if (!payment) return undefined;
  const { reference, amount, state, refund_summary: summary } = payment as unknown as PaymentBody;
  const given = summary?.amount_submitted ?? 1;
  const refunds = given === 0 ? [] : await refundsOf(witness, id);
  return { reference, amount, status: state.status, refunds };
}

async function refundsOf(witness: Caller, id: string): Promise<Shown['refunds']> {
  const answer = (await find(witness, `/v1/payments/${id}/refunds`)) as RefundsBody | undefined;
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
