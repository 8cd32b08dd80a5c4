import { isConfirmed } from '../domain/payment.ts';
import type { PayerPayment } from '../usecases/read-payment-for-payer.ts';
import type { Strings } from './strings/en.ts';

/** The page on which a payment's payer belongs now; its value is that page's path below the payment's own. */
export type Stage = '' | '/confirm' | '/auth_waiting' | '/result';

/** Every page goes by this, so that the back button, a second click or a bookmark leads to where the payment is. */
export function stageOf({ status, state }: Pick<PayerPayment, 'status' | 'state'>): Stage {
  if (status === 'AUTHORISATION READY') return '/auth_waiting';
  if (state.status === 'created' || state.status === 'started') return '';
  return state.status === 'submitted' ? '/confirm' : '/result';
}

/** How a payment ended for its payer. */
export function resultOf({
  status,
  state,
}: Pick<PayerPayment, 'status' | 'state'>): keyof Strings['results'] {
  if (isConfirmed(status)) return 'success';
  return endings.get(state.code ?? '') ?? 'error';
}

// The standard's codes of a payment that did not succeed.
const endings: ReadonlyMap<string, keyof Strings['results']> = new Map([
  ['P0010', 'declined'],
  ['P0020', 'expired'],
  ['P0030', 'cancelled'],
  ['P0040', 'withdrawn'],
]);
