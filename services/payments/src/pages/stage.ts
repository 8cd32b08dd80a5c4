import { isConfirmed } from '../domain/payment.ts';
import type { PayerPayment } from '../usecases/read-payment-for-payer.ts';
import type { CardOutcome } from '../usecases/submit-card.ts';
import type { Strings } from './strings/en.ts';

/** The page on which a payment's payer belongs now; its value is that page's path below the payment's own. */
export type Stage = '' | '/confirm' | '/3ds_required' | '/auth_waiting' | '/result';

/** Every page goes by this, so that the back button, a second click or a bookmark leads to where the payment is. */
export function stageOf({ status, state }: Pick<PayerPayment, 'status' | 'state'>): Stage {
  if (status === 'AUTHORISATION 3DS REQUIRED') return '/3ds_required';
  if (status === 'AUTHORISATION READY' || status === 'AUTHORISATION 3DS READY') return '/auth_waiting';
  if (state.status === 'created' || state.status === 'started') return '';
  return state.status === 'submitted' ? '/confirm' : '/result';
}

/** Where the payer goes on after a card or an answer. Where the payment takes neither any more, the card page itself knows the way. */
export const stageAfter: Readonly<Record<CardOutcome, Stage>> = {
  authorised: '/confirm',
  requires_3ds: '/3ds_required',
  declined: '/result',
  error: '/result',
  in_progress: '/auth_waiting',
  not_open: '',
};

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
