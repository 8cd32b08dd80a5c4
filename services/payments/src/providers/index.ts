import type { PaymentProvider } from '../domain/ports.ts';
import { createSandbox, type SandboxSetup } from './sandbox.ts';
import { createStripe } from './stripe.ts';
import type { StripeSetup } from './stripe-client.ts';

/** What providers are made from. */
export interface ProviderSetup {
  readonly sandbox: SandboxSetup;
  /** Undefined where Stripe is not used. */
  readonly stripe: StripeSetup | undefined;
}

/**
 * Every provider that this service has, by the id that is stored on its payments. `sandbox` is the one that accounts had before there were
 * two to switch between, and stays what it was.
 */
export function createProviders({ sandbox, stripe }: ProviderSetup): ReadonlyMap<string, PaymentProvider> {
  return new Map([
    ['sandbox', createSandbox(sandbox, 'sandbox')],
    ['sandbox-a', createSandbox(sandbox, 'sandbox-a')],
    ['sandbox-b', createSandbox(sandbox, 'sandbox-b')],
    ...(stripe ? [['stripe', createStripe(stripe)] as const] : []),
  ]);
}
