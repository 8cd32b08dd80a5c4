import { createOnce } from '@ashlar/component';
import type { GatewayAccount, NewPayment, Payment } from '../domain/entities.ts';
import { randomBytesWanted, standardId } from '../domain/ids.ts';
import { currency } from '../domain/money.ts';
import { insertPayment, insertPaymentOnce, readPayment } from '../store/payments.ts';
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
>;

/** A request for a payment, whose it is, and the key that makes it repeatable, if it has one. */
export interface TakePayment {
  readonly account: GatewayAccount;
  readonly request: PaymentRequest;
  readonly once?: { readonly key: string; readonly body: unknown } | undefined;
  readonly traceparent?: string | undefined;
}

/**
 * Creates a payment. With a key that was used before, `replayed` is the payment made then, as it is now, and `key_reused` says that the
 * body was another one.
 */
export async function takePayment(
  deps: Deps,
  input: TakePayment,
): Promise<{ payment: Payment; replayed: boolean } | 'key_reused'> {
  const payment = newPayment(deps, input);
  if (!input.once) {
    await insertPayment(deps.db, payment, input.traceparent);
    deps.logged();
    return { payment: asStored(payment), replayed: false };
  }
  const { key, body } = input.once;
  const once = { scope: `payments:${input.account.id}`, key, body };
  const made = await createOnce(deps, once, {
    make: async (stored) =>
      stored && (await insertPaymentOnce(deps.db, payment, input.traceparent, stored))
        ? asStored(payment)
        : undefined,
    read: (id) => readPayment(deps.db, id),
  });
  return made === 'key_reused' ? made : { payment: made.thing, replayed: made.replayed };
}

function newPayment(deps: Deps, { account, request }: TakePayment): NewPayment {
  const createdAt = deps.now();
  return {
    ...request,
    id: standardId(createdAt, deps.random(randomBytesWanted)),
    gatewayAccountId: account.id,
    department: account.department,
    service: account.service,
    live: account.type === 'live',
    provider: account.provider,
    currency,
    createdAt,
  };
}

// The statement stores exactly this, so there is nothing to read back.
function asStored(payment: NewPayment): Payment {
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
  };
}
