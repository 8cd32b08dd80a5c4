import { createOnce, type Once } from '@ashlar/component';
import type { GatewayAccount, NewPayment, Payment } from '../domain/entities.ts';
import { randomBytesWanted, standardId } from '../domain/ids.ts';
import { currency } from '../domain/money.ts';
import { insertPaymentOnce, readPayment } from '../store/payments.ts';
import { getAgreement } from './agreements.ts';
import type { Deps } from './deps.ts';

/** A payment as a service asks for it, checked. */
export type PaymentRequest = Pick<
  NewPayment,
  | 'amount'
  | 'reference'
  | 'description'
  | 'returnUrl'
  | 'language'
  | 'delayedCapture'
  | 'email'
  | 'metadata'
  | 'prefilled'
  | 'moto'
  | 'authorisationMode'
  | 'agreementId'
  | 'agreementPaymentType'
>;

/** A request for a payment, whose it is, and the key that makes it repeatable, if it has one. */
export interface TakePayment {
  readonly account: GatewayAccount;
  readonly request: PaymentRequest;
  readonly once?: { readonly key: string; readonly body: unknown } | undefined;
  readonly traceparent?: string | undefined;
}

/**
 * What became of a request for a payment. `no_agreement`: the account has no such agreement; `not_active`: it cannot be charged;
 * `not_allowed`: the account may not take recurring payments.
 */
export type Taken =
  | { readonly payment: Payment; readonly replayed: boolean }
  | 'key_reused'
  | 'no_agreement'
  | 'not_active'
  | 'not_allowed';

/**
 * Creates a payment that its payer enters a card for. With a key that was used before, `replayed` is the payment made then, as it is now, and `key_reused` says that the
 * body was another one.
 */
export async function takePayment(deps: Deps, input: TakePayment): Promise<Taken> {
  const refused = await refusedSetUp(deps, input);
  if (refused) return refused;
  const payment = newPayment(deps, input);
  const once = onceOf(input);
  if (!once) {
    await deps.insertPayment({ payment, traceparent: input.traceparent });
    deps.logged();
    return { payment: asStored(payment), replayed: false };
  }
  const made = await createOnce(deps, once, {
    make: async (stored) =>
      stored && (await insertPaymentOnce(deps.db, payment, input.traceparent, stored))
        ? asStored(payment)
        : undefined,
    read: (id) => readPayment(deps.db, id),
  });
  return made === 'key_reused' ? made : { payment: made.thing, replayed: made.replayed };
}

/** The key of a request, if it has one, in its account's name. */
export function onceOf({ account, once }: TakePayment): Once | undefined {
  return once && { ...once, scope: `payments:${account.id}` };
}

async function refusedSetUp(
  deps: Deps,
  { account, request }: TakePayment,
): Promise<'no_agreement' | 'not_allowed' | undefined> {
  if (request.agreementId === null) return undefined;
  const ask = { agreementId: request.agreementId, gatewayAccountId: account.id };
  if (!(await getAgreement(deps, ask))) return 'no_agreement';
  return account.features.recurring ? undefined : 'not_allowed';
}

/** The payment that a request asks for. */
export function newPayment(deps: Deps, { account, request }: TakePayment): NewPayment {
  const createdAt = deps.now();
  return {
    ...request,
    id: standardId(createdAt, deps.random(randomBytesWanted)),
    gatewayAccountId: account.id,
    department: account.department,
    service: account.service,
    live: account.type === 'live',
    provider: account.provider,
    credentialId: account.credentialId,
    currency,
    createdAt,
  };
}

/** A new payment as it is stored. The statement stores exactly this, so there is nothing to read back. */
export function asStored(payment: NewPayment): Payment {
  return {
    ...payment,
    status: 'CREATED',
    sequence: 1,
    card: null,
    transactionId: null,
    pageTokenUse: 0,
    attempt: 0,
    updatedAt: payment.createdAt,
    capturedAt: null,
    refunded: 0,
    disputed: 0,
    canRetry: null,
    fee: null,
    corporateSurcharge: null,
    threeDSecure: false,
  };
}
