import type Stripe from 'stripe';
import { type Authorisation, type Capture, keySubject, type PaymentProvider } from '../domain/ports.ts';
import { authorisationOf, declined, feeOf, standingOf, standingOfCharge } from './stripe-answers.ts';
import { asked, openStripe, type Refusal, type StripeSetup, StripeUnanswered } from './stripe-client.ts';
import { readStripeDispute } from './stripe-disputes.ts';
import { readNotification } from './stripe-notification.ts';

/**
 * Stripe, by payment intents that are captured by hand. Operations are found again by what is written on them: the payment as the transfer
 * group of its charges, and the keys in their metadata. Stripe keeps idempotency keys for at least a day. Cards go to it as payment methods;
 * an account needs Stripe's leave to send raw card numbers (see the decision record).
 */
export function createStripe(setup: StripeSetup): PaymentProvider {
  const stripe = openStripe(setup);
  return {
    authorise: (ask) => authorise(stripe, ask),
    authorise3ds: (ask) => authorise3ds(stripe, ask),
    chargeKeptCard: (ask) => chargeKeptCard(stripe, ask),
    capture: (ask) => capture(stripe, ask),
    refund: (ask) => refund(stripe, ask),
    cancel: (ask) => cancel(stripe, ask),
    query: (ask) => query(stripe, ask),
    dispute: ({ id }) => readStripeDispute(stripe, id),
    notification: (raw) => readNotification(stripe, setup.webhookSecret, raw),
  };
}

type Ask<Operation extends Exclude<keyof PaymentProvider, 'playDispute'>> = Parameters<
  PaymentProvider[Operation]
>[0];

async function authorise(stripe: Stripe, ask: Ask<'authorise'>): Promise<Authorisation> {
  const { card, keepCard } = ask;
  const method = await asked<Stripe.PaymentMethod | Authorisation>(
    () =>
      stripe.paymentMethods.create(
        {
          type: 'card',
          card: {
            number: card.number,
            exp_month: card.expiryMonth,
            exp_year: card.expiryYear,
            cvc: card.cvc,
          },
          billing_details: { name: card.holder },
        },
        { idempotencyKey: `${ask.key}-method` },
      ),
    declined,
  );
  if ('outcome' in method) return method;
  const customer = keepCard ? await customerOf(stripe, ask) : undefined;
  const { challengeReturnUrl } = ask;
  return confirm(stripe, ask, {
    payment_method: method.id,
    ...(challengeReturnUrl === undefined ? unanswerable : { return_url: challengeReturnUrl }),
    ...(customer && { customer, setup_future_usage: 'off_session' }),
  });
}

/** Stripe hears the issuer itself: what the payer's browser brings back only says that it is time to look. */
async function authorise3ds(stripe: Stripe, ask: Ask<'authorise3ds'>): Promise<Authorisation> {
  const intent = await intentOf(stripe, ask.transactionId);
  if (intent.status === 'processing') throw new StripeUnanswered('intent processing');
  return standingOf(intent);
}

function intentOf(stripe: Stripe, id: string): Promise<Stripe.PaymentIntent> {
  return asked(() => stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] }));
}

// Nobody is there to answer a question of the card's issuer.
const unanswerable = { error_on_requires_action: true };

async function chargeKeptCard(stripe: Stripe, ask: Ask<'chargeKeptCard'>): Promise<Authorisation> {
  const [customer = '', method = ''] = ask.cardToken.split('/');
  return confirm(stripe, ask, {
    customer,
    payment_method: method,
    off_session: true,
    ...unanswerable,
  });
}

/** A customer is nothing but what a card can be kept under: no name and no address goes there. */
async function customerOf(stripe: Stripe, { key, paymentId }: Ask<'authorise'>): Promise<string> {
  const { id } = await asked(() =>
    stripe.customers.create({ metadata: { payment_id: paymentId } }, { idempotencyKey: `${key}-customer` }),
  );
  return id;
}

async function confirm(
  stripe: Stripe,
  ask: Pick<Ask<'authorise'>, 'key' | 'paymentId' | 'amount' | 'currency' | 'description'>,
  card: Partial<Stripe.PaymentIntentCreateParams>,
): Promise<Authorisation> {
  const { key, paymentId } = ask;
  return asked<Authorisation>(
    async () =>
      authorisationOf(
        await stripe.paymentIntents.create(
          {
            amount: ask.amount,
            currency: ask.currency.toLowerCase(),
            description: ask.description,
            capture_method: 'manual',
            allowed_payment_method_types: ['card'],
            confirm: true,
            transfer_group: paymentId,
            metadata: { key, payment_id: paymentId },
            ...card,
          },
          { idempotencyKey: key },
        ),
      ),
    async (refusal) => {
      if (refusal.rawType !== 'idempotency_error') return declined(refusal);
      // Another request had this key: most likely the one that cancelled it before this one came.
      const charge = await findCharge(stripe, paymentId, key);
      return charge ? standingOfCharge(charge) : { outcome: 'cancelled', transactionId: '', canRetry: false };
    },
  );
}

async function capture(stripe: Stripe, ask: Ask<'capture'>): Promise<Capture> {
  const { key, transactionId, amount } = ask;
  if (transactionId === '') return { outcome: 'refused' };
  const expand = ['latest_charge.balance_transaction'];
  return asked<Capture>(
    async () => {
      const intent = await stripe.paymentIntents.capture(
        transactionId,
        { amount_to_capture: amount, metadata: { capture_key: key }, expand },
        { idempotencyKey: key },
      );
      return { outcome: 'captured', ...feeOf(intent.latest_charge) };
    },
    async (refusal) => {
      if (refusal.code === 'resource_missing') return { outcome: 'refused' };
      const intent = await asked(() => stripe.paymentIntents.retrieve(transactionId, { expand }));
      if (intent.status === 'succeeded' && intent.metadata.capture_key === key) {
        return { outcome: 'captured', ...feeOf(intent.latest_charge) };
      }
      return intent.status === 'requires_capture' && refusal.rawType === 'idempotency_error'
        ? undefined
        : { outcome: 'refused' };
    },
  );
}

async function refund(stripe: Stripe, ask: Ask<'refund'>): Promise<'refunded' | 'refused'> {
  const { key, transactionId, amount } = ask;
  if (transactionId === '') return 'refused';
  const made = await asked<Pick<Stripe.Refund, 'status'>>(
    () =>
      stripe.refunds.create(
        { payment_intent: transactionId, amount, metadata: { key } },
        { idempotencyKey: key },
      ),
    (refusal) => (refusal.rawType === 'invalid_request_error' ? { status: 'failed' } : undefined),
  );
  return refundOutcome(made);
}

/** A refund that is still pending has no outcome: a notification or the resolver comes back to it. */
function refundOutcome({ status }: Pick<Stripe.Refund, 'status'>): 'refunded' | 'refused' {
  if (status === 'succeeded') return 'refunded';
  if (status === 'failed' || status === 'canceled') return 'refused';
  throw new StripeUnanswered(`refund ${status}`);
}

async function cancel(stripe: Stripe, { authorisationKey, transactionId }: Ask<'cancel'>): Promise<void> {
  // An intent that waits for the payer has no charge to be found by.
  if (transactionId) return release(stripe, await intentOf(stripe, transactionId));
  const subject = keySubject(authorisationKey);
  if (!subject || 'refundId' in subject) throw new Error('Only an authorisation can be cancelled');
  const charge = await findCharge(stripe, subject.paymentId, authorisationKey);
  if (charge) return release(stripe, charge.payment_intent as Stripe.PaymentIntent);
  // Nothing came yet. Using the key up for something that charges nobody has Stripe refuse what may still come under it.
  const used = await asked<Stripe.PaymentIntent | 'used'>(
    () =>
      stripe.paymentIntents.create(
        { amount: 100, currency: 'gbp', metadata: { cancels: authorisationKey } },
        { idempotencyKey: authorisationKey },
      ),
    (refusal) => (refusal.rawType === 'idempotency_error' ? 'used' : undefined),
  );
  if (used !== 'used') return release(stripe, used);
  const late = await findCharge(stripe, subject.paymentId, authorisationKey);
  if (late) await release(stripe, late.payment_intent as Stripe.PaymentIntent);
}

async function release(stripe: Stripe, { id, status }: Stripe.PaymentIntent): Promise<void> {
  if (status === 'canceled' || status === 'succeeded') return;
  await asked<unknown>(
    () => stripe.paymentIntents.cancel(id),
    (refusal: Refusal) => (refusal.code === 'payment_intent_unexpected_state' ? 'settled' : undefined),
  );
}

async function query(stripe: Stripe, ask: Ask<'query'>) {
  const { key, paymentId, transactionId } = ask;
  const subject = keySubject(key);
  if (!subject) return undefined;
  if ('refundId' in subject) {
    const made = transactionId ? await findRefund(stripe, transactionId, key) : undefined;
    return made && { operation: 'refund' as const, outcome: refundOutcome(made) };
  }
  if (!key.endsWith('-capture')) {
    const operation = 'authorise' as const;
    if (transactionId) {
      const intent = await intentOf(stripe, transactionId);
      if (intent.metadata.key === key) return { operation, ...standingOf(intent) };
    }
    const charge = await findCharge(stripe, paymentId, key);
    return charge && { operation, ...standingOfCharge(charge) };
  }
  const taken = (await chargesOf(stripe, paymentId)).find(
    ({ captured, payment_intent }) =>
      captured && (payment_intent as Stripe.PaymentIntent).metadata.capture_key === key,
  );
  return taken && { operation: 'capture' as const, outcome: 'captured' as const, ...feeOf(taken) };
}

async function findCharge(
  stripe: Stripe,
  paymentId: string,
  key: string,
): Promise<Stripe.Charge | undefined> {
  return (await chargesOf(stripe, paymentId)).find(({ metadata }) => metadata.key === key);
}

/** A payment's charges, declined ones too: the list of a transfer group shows them as soon as they are there, a search would not. */
async function chargesOf(stripe: Stripe, paymentId: string): Promise<Stripe.Charge[]> {
  const { data } = await asked(() =>
    stripe.charges.list({
      transfer_group: paymentId,
      limit: 100,
      expand: ['data.payment_intent', 'data.balance_transaction'],
    }),
  );
  return data;
}

async function findRefund(stripe: Stripe, intent: string, key: string): Promise<Stripe.Refund | undefined> {
  const { data } = await asked(() => stripe.refunds.list({ payment_intent: intent, limit: 100 }));
  return data.find(({ metadata }) => metadata?.key === key);
}
