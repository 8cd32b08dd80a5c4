import type Stripe from 'stripe';
import type { Authorisation } from '../domain/ports.ts';
import type { Refusal } from './stripe-client.ts';

/** What an intent that Stripe confirmed comes to. */
export function authorisationOf(intent: Stripe.PaymentIntent): Authorisation {
  const challenge = intent.next_action?.redirect_to_url?.url;
  // A question of another kind cannot be put to the payer.
  const asks = intent.status === 'requires_action' && challenge !== undefined && challenge !== null;
  return {
    outcome: asks ? 'requires_3ds' : (outcomes[intent.status] ?? 'error'),
    transactionId: intent.id,
    canRetry: false,
    ...(asks ? { challenge } : cardTokenOf(intent)),
  };
}

/** What Stripe remembers of an authorisation, from its intent with the latest charge in it. */
export function standingOf(intent: Stripe.PaymentIntent): Authorisation {
  const { latest_charge: charge } = intent;
  return charge && typeof charge !== 'string'
    ? standingOfCharge({ ...charge, payment_intent: intent })
    : authorisationOf(intent);
}

/** The same from its charge with the intent in it. */
export function standingOfCharge(charge: Stripe.Charge): Authorisation {
  const intent = charge.payment_intent as Stripe.PaymentIntent;
  if (charge.status !== 'failed') return authorisationOf(intent);
  return {
    outcome: faults.has(charge.failure_code ?? '') ? 'error' : 'declined',
    transactionId: intent.id,
    canRetry: mayRetry(charge.outcome?.advice_code ?? undefined, charge.outcome?.reason ?? undefined),
  };
}

/** Reads a refusal of a card. What Stripe cannot do at all is a fault, as is a card that its network could not process. */
export function declined(refusal: Refusal): Authorisation {
  const isCard = refusal.rawType === 'card_error' && !faults.has(refusal.code ?? '');
  return {
    outcome: isCard ? 'declined' : 'error',
    transactionId: refusal.payment_intent?.id ?? '',
    canRetry: mayRetry(refusal.advice_code, refusal.decline_code ?? refusal.code),
  };
}

/** What Stripe keeps of a capture, from its charge with the balance transaction in it; nothing while Stripe has not made one. */
export function feeOf(charge: Stripe.Charge | string | null): { fee: number } | undefined {
  const entry = typeof charge === 'string' ? undefined : charge?.balance_transaction;
  return entry && typeof entry !== 'string' ? { fee: entry.fee } : undefined;
}

const outcomes: Readonly<Partial<Record<Stripe.PaymentIntent.Status, Authorisation['outcome']>>> = {
  requires_capture: 'authorised',
  succeeded: 'authorised',
  canceled: 'cancelled',
  requires_payment_method: 'declined',
  requires_action: 'declined',
};

const faults: ReadonlySet<string> = new Set(['processing_error', 'issuer_not_available', 'api_error']);

/** Stripe's decline codes after which the same card cannot be charged (docs.stripe.com/declines/codes). */
const final: ReadonlySet<string> = new Set([
  'authentication_required',
  'do_not_honor',
  'expired_card',
  'fraudulent',
  'incorrect_number',
  'invalid_account',
  'lost_card',
  'merchant_blacklist',
  'new_account_information_available',
  'no_action_taken',
  'pickup_card',
  'restricted_card',
  'revocation_of_all_authorizations',
  'revocation_of_authorization',
  'security_violation',
  'stolen_card',
  'stop_payment_order',
  'transaction_not_allowed',
]);

/** Stripe's advice decides; without one, the reason does. */
function mayRetry(advice: string | undefined, reason: string | undefined): boolean {
  if (advice === 'try_again_later') return true;
  if (advice !== undefined) return false;
  return reason !== undefined && !final.has(reason);
}

function cardTokenOf({ setup_future_usage, customer, payment_method }: Stripe.PaymentIntent) {
  const kept = setup_future_usage === 'off_session' && customer !== null && payment_method !== null;
  return kept ? { cardToken: `${idOf(customer)}/${idOf(payment_method)}` } : {};
}

function idOf(thing: string | { id: string }): string {
  return typeof thing === 'string' ? thing : thing.id;
}
