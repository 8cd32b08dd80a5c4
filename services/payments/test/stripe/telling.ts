import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import type { Service } from '../fixtures.ts';

/** What the service's Stripe signs with in tests. */
export const webhookSecret = 'whsec_of_a_test';

/** Sends an event about an object as Stripe does. Answers the status of the reply. */
export async function tell(
  service: Pick<Service, 'call'>,
  object: Record<string, unknown>,
  { type = 'charge.updated', signedWith = webhookSecret, ageS = 0 } = {},
): Promise<number> {
  const text = JSON.stringify({ id: `evt_${randomUUID()}`, object: 'event', type, data: { object } });
  const signature = await new Stripe('sk_test_fake').webhooks.generateTestHeaderStringAsync({
    payload: text,
    secret: signedWith,
    timestamp: Math.floor(Date.now() / 1000) - ageS,
  });
  const path = '/ashlar/v1/providers/stripe/notifications';
  return (await service.call('POST', path, { text, headers: { 'stripe-signature': signature } })).status;
}
