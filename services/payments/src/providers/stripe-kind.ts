import type Stripe from 'stripe';
import type { Check } from '../domain/credential.ts';
import type { ProviderKind } from '../domain/ports.ts';
import { createStripe } from './stripe.ts';
import { asked, openStripe, type StripeLine, StripeUnanswered } from './stripe-client.ts';
import { runChecks } from './verification.ts';

/** Stripe with a department's own account there. */
export function stripeKind(line: StripeLine): ProviderKind {
  return {
    secrets: { secret_key: /^(sk|rk)_(test|live)_\w{8,}$/, webhook_signing_secret: /^whsec_[\w+/=]{8,}$/ },
    misfit({ secret_key: key }, { live }) {
      if (key?.includes('_live_') === live) return undefined;
      return { name: 'secret_key', detail: live ? 'is not of a live account' : 'is not of a test account' };
    },
    open: ({ secret_key: apiKey = '', webhook_signing_secret: webhookSecret }) =>
      createStripe({ ...line, apiKey, webhookSecret }),
    verify: ({ secrets: { secret_key: apiKey = '', webhook_signing_secret: webhookSecret }, live, run }) =>
      verify(openStripe({ ...line, apiKey, webhookSecret }), live, run),
  };
}

/**
 * A payment intent that no card was put to: it works with live keys too, and can charge nobody. What a run that nobody finished left behind
 * holds nothing either.
 */
function verify(stripe: Stripe, live: boolean, run: string): Promise<Check[]> {
  let intent: Stripe.PaymentIntent | undefined;
  const idOf = () => intent?.id ?? '';
  return runChecks(
    [
      {
        check: 'connect',
        run: () => connect(stripe),
      },
      {
        check: 'authorise',
        async run() {
          intent = await asked(() =>
            stripe.paymentIntents.create(
              { amount: 100, currency: 'gbp', capture_method: 'manual', metadata: { verification: run } },
              { idempotencyKey: `verification-${run}` },
            ),
          );
          return intent.livemode === live ? undefined : `Stripe's account is ${live ? 'not live' : 'live'}`;
        },
      },
      {
        check: 'query',
        async run() {
          const found = await asked(() => stripe.paymentIntents.retrieve(idOf()));
          return found.metadata.verification === run ? undefined : 'What was begun is not found again';
        },
      },
      {
        check: 'cancel',
        async run() {
          if (intent) await asked(() => stripe.paymentIntents.cancel(idOf()));
          return undefined;
        },
      },
      {
        check: 'released',
        async run() {
          const { status } = await asked(() => stripe.paymentIntents.retrieve(idOf()));
          return status === 'canceled' ? undefined : `What was cancelled is ${status}`;
        },
      },
    ],
    // The client itself tries again.
    1,
  );
}

async function connect(stripe: Stripe): Promise<string | undefined> {
  try {
    await asked(() => stripe.paymentIntents.list({ limit: 1 }));
    return undefined;
  } catch (error) {
    const kind = error instanceof StripeUnanswered ? error.message : '';
    if (kind.includes('StripeAuthenticationError')) return 'Stripe does not take the secret key';
    if (kind.includes('StripePermissionError')) return 'The secret key may not read payment intents';
    throw error;
  }
}
