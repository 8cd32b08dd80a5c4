import type { CardDetails } from '../domain/cards.ts';
import type { PaymentNotification } from '../domain/entities.ts';
import { move, type Status } from '../domain/payment.ts';
import {
  insertNotifiedPayment,
  type NotifiedPayment,
  readNotifiedPayment,
} from '../store/payment-notifications.ts';
import type { Deps } from './deps.ts';
import { newPayment, type TakePayment } from './take-payment.ts';

/** What an account tells of a payment that somebody else took, checked. */
export interface NotePayment extends Omit<TakePayment, 'once'> {
  readonly told: PaymentNotification;
  readonly card: CardDetails | null;
}

/**
 * Notes a payment that somebody else took. The money went elsewhere, so that nothing is captured or entered in the ledger, and nothing can
 * be given back here. Of many that tell of the same at once one makes the payment; the others, and everyone later, are shown it (`repeated`).
 */
export async function notePayment(
  deps: Deps,
  input: NotePayment,
): Promise<NotifiedPayment & { readonly repeated: boolean }> {
  const { told, card, account, traceparent } = input;
  const end = move('PAYMENT NOTIFICATION CREATED', statusOf(told.payment_outcome.code));
  const ended = { move: end, card, traceparent };
  const payment = await insertNotifiedPayment(deps.db, newPayment(deps, input), told, ended);
  if (payment) {
    deps.logged();
    return { payment, told, repeated: false };
  }
  const earlier = await readNotifiedPayment(deps.db, account.id, told.provider_id);
  if (!earlier) throw new Error('A payment notification that was told before is missing');
  return { ...earlier, repeated: true };
}

function statusOf(code: string | undefined): Status {
  switch (code) {
    case undefined:
      return 'CAPTURE SUBMITTED';
    case 'P0010':
      return 'AUTHORISATION REJECTED';
    case 'P0030':
      return 'USER CANCELLED';
    default:
      return 'AUTHORISATION ERROR';
  }
}
