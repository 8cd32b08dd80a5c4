import { recallReceipt } from '@ashlar/component';
import { readIdempotencyRecord, requestHash } from '@ashlar/postgres';
import type { Payment } from '../domain/entities.ts';
import { insertAgreementPayment, readPayment } from '../store/payments.ts';
import { getAgreement } from './agreements.ts';
import type { Deps } from './deps.ts';
import { newPayment, onceOf, type Taken, type TakePayment } from './take-payment.ts';

const tries = 3;

/**
 * Creates a payment that its agreement is charged for: a worker takes it, without the payer. A repeat of an earlier request answers that
 * one's payment, whatever became of the agreement since.
 */
export async function takeAgreementPayment(deps: Deps, input: TakePayment): Promise<Taken> {
  const gatewayAccountId = input.account.id;
  const agreementId = input.request.agreementId ?? '';
  for (let tried = 0; tried < tries; tried += 1) {
    const earlier = await earlierOf(deps, input);
    if (earlier) return earlier;
    const agreement = await getAgreement(deps, { agreementId, gatewayAccountId });
    if (!agreement) return 'no_agreement';
    if (agreement.status !== 'active') return 'not_active';
    const payment = await insert(deps, input);
    if (payment) {
      deps.logged();
      deps.work();
      return { payment, replayed: false };
    }
  }
  return 'not_active';
}

function insert(deps: Deps, input: TakePayment): Promise<Payment | undefined> {
  const once = onceOf(input);
  const stored = once && { scope: once.scope, key: once.key, requestHash: requestHash(once.body) };
  return insertAgreementPayment(deps.db, newPayment(deps, input), input.traceparent, stored);
}

/** The payment that the request's key made before; undefined when it has none or a new one. */
async function earlierOf(deps: Deps, input: TakePayment): Promise<Taken | undefined> {
  const once = onceOf(input);
  const record = once && (await readIdempotencyRecord(deps.db, once.scope, once.key));
  if (!record?.resourceId) return undefined;
  if (!record.requestHash.equals(requestHash(once?.body))) return 'key_reused';
  const payment = await readPayment(deps.db, record.resourceId);
  if (!payment) throw new Error(`The payment ${record.resourceId} of an idempotency record is missing`);
  if (once) await recallReceipt(deps.db, once, payment.id);
  return { payment, replayed: true };
}
