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
    const { object, id, metadata } = event.data.object as Told;
    return object === 'dispute' ? { id: event.id, dispute: id } : { id: event.id, key: metadata?.key };
  } catch {
    return undefined;
  }
}

interface Told {
  readonly object?: string;
  readonly id?: string;
  readonly metadata?: Stripe.Metadata | null;
}

// Stripe's own tolerance: an older message may be somebody's who overheard it.
const toleranceS = 300;
