import { randomUUID } from 'node:crypto';
import { recallReceipt } from '@ashlar/component';
import { readIdempotencyRecord, requestHash } from '@ashlar/postgres';
import type { Refund } from '../domain/entities.ts';
import { randomBytesWanted, standardId } from '../domain/ids.ts';
import { refundFailedEntries, refundSubmittedEntries, refundSucceededEntries } from '../domain/money.ts';
import { providerKeys } from '../domain/ports.ts';
import { type RefundOutcome, type RefundRefusal, refundRefusal } from '../domain/refund.ts';
import { readPayment } from '../store/payments.ts';
import { insertRefund, readRefund, recordRefund } from '../store/refunds.ts';
import type { Deps } from './deps.ts';
import { type AccountPayment, getPayment } from './get-payment.ts';

const tries = 3;

/** A request to give money of a payment back, and the key that makes it repeatable, if it has one. */
export interface RefundPayment extends AccountPayment {
  /** In minor units. */
  readonly amount: number;
  /** What the caller believes to be available; the refund is refused when that is wrong. */
  readonly expected: number | undefined;
  readonly once?: { readonly key: string; readonly body: unknown } | undefined;
  readonly traceparent?: string | undefined;
}

/** What became of a request for a refund: the refund, or why there is none. */
export type Refunding =
  | { readonly refund: Refund; readonly replayed: boolean }
  | { readonly refused: RefundRefusal }
  | 'key_reused'
  | 'unknown';

/**
 * Gives money of a captured payment back. The amount is set aside on the payment first, so that any number of refunds at once never exceed
 * it; the provider is asked afterwards, and an answer that does not come is left to the resolver: the refund is then still on its way.
 */
export async function refundPayment(deps: Deps, input: RefundPayment): Promise<Refunding> {
  for (let tried = 0; tried < tries; tried += 1) {
    const payment = await getPayment(deps, input);
    if (!payment) return 'unknown';
    const earlier = await earlierOf(deps, input);
    if (earlier) return earlier;
    const refused = refundRefusal(payment, input);
    if (refused) return { refused };
    const refund = await submit(deps, input);
    if (refund) return { refund: await askProvider(deps, refund, input.traceparent), replayed: false };
  }
  // Others changed what is available each time, so nothing that the caller can know of it is true.
  return { refused: 'mismatch' };
}

/**
 * Asks a refund's provider and stores its answer. Safe to repeat, since the provider knows the refund by its key. Answers the refund as it is
 * then: still on its way when the provider did not answer.
 */
export async function askProvider(
  deps: Deps,
  refund: Refund,
  traceparent?: string | undefined,
): Promise<Refund> {
  try {
    const payment = await readPayment(deps.db, refund.paymentId);
    const provider = await deps.provider(refund);
    const outcome = await provider.refund({
      key: providerKeys.refund(refund.id),
      captureKey: providerKeys.capture(refund.paymentId),
      transactionId: payment?.transactionId ?? '',
      amount: refund.amount,
      currency: refund.currency,
    });
    return await storeRefund(deps, refund, outcome, traceparent);
  } catch (error) {
    deps.log.warn({ refundId: refund.id, err: error }, 'a refund has an unknown outcome');
    return refund;
  }
}

/** Stores what became of a refund, with its ledger entries; one that was stored before stays. Answers the refund as it is then. */
export async function storeRefund(
  deps: Deps,
  refund: Refund,
  outcome: RefundOutcome,
  traceparent?: string | undefined,
): Promise<Refund> {
  const end =
    outcome === 'refunded'
      ? ({
          to: 'REFUNDED',
          event: 'succeeded',
          returned: 0,
          entries: refundSucceededEntries(refund.amount),
        } as const)
      : ({
          to: 'REFUND ERROR',
          event: 'failed',
          returned: refund.amount,
          entries: refundFailedEntries(refund.amount),
        } as const);
  const stored = await recordRefund(deps.db, {
    ...end,
    id: refund.id,
    transaction: randomUUID(),
    at: deps.now(),
    traceparent,
  });
  if (stored) deps.logged();
  return stored ?? (await readRefund(deps.db, refund.id)) ?? refund;
}

/** The refund that the request's key made before; undefined when it has none or a new one. */
async function earlierOf(deps: Deps, input: RefundPayment): Promise<Refunding | undefined> {
  const once = keyOf(input);
  if (!once) return undefined;
  const record = await readIdempotencyRecord(deps.db, once.scope, once.key);
  if (!record?.resourceId) return undefined;
  if (!record.requestHash.equals(once.requestHash)) return 'key_reused';
  const refund = await readRefund(deps.db, record.resourceId);
  if (!refund) throw new Error(`The refund ${record.resourceId} of an idempotency record is missing`);
  await recallReceipt(deps.db, once, refund.paymentId);
  return { refund, replayed: true };
}

/** Sets the amount aside and stores the refund; undefined when the payment or the key has changed meanwhile. */
async function submit(deps: Deps, input: RefundPayment): Promise<Refund | undefined> {
  const at = deps.now();
  const stored = await insertRefund(deps.db, {
    id: standardId(at, deps.random(randomBytesWanted)),
    paymentId: input.paymentId,
    amount: input.amount,
    expected: input.expected,
    transaction: randomUUID(),
    entries: refundSubmittedEntries(input.amount),
    once: keyOf(input),
    at,
    traceparent: input.traceparent,
  });
  if (stored === 'unavailable' || stored === 'key_used') return undefined;
  deps.logged();
  return stored;
}

function keyOf({ once, gatewayAccountId, paymentId }: RefundPayment) {
  return (
    once && {
      scope: `refunds:${gatewayAccountId}`,
      key: once.key,
      requestHash: requestHash({ paymentId, body: once.body }),
    }
  );
}
