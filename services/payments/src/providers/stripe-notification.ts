import type Stripe from 'stripe';
import type { ProviderNotification, RawNotification } from '../domain/ports.ts';

/** Reads what Stripe tells, if it is signed with the secret. */
export function readNotification(
  stripe: Stripe,
  secret: string | undefined,
  { headers, body, now }: RawNotification,
): ProviderNotification | undefined {
  const signature = headers['stripe-signature'];
  if (secret === undefined || typeof signature !== 'string') return undefined;
  try {
    const event = stripe.webhooks.constructEvent(
      body,
      signature,
      secret,
      toleranceS,
      undefined,
      now.getTime(),
    );
    const { metadata } = event.data.object as { metadata?: Stripe.Metadata | null };
    return { id: event.id, key: metadata?.key };
  } catch {
    return undefined;
  }
}

// Stripe's own tolerance: an older message may be somebody's who overheard it.
const toleranceS = 300;
