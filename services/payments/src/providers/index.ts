import type { PaymentProvider, ProviderKind } from '../domain/ports.ts';
import { createSandbox, type SandboxSetup, sandboxKind } from './sandbox.ts';
import { createStripe } from './stripe.ts';
import type { StripeLine, StripeSetup } from './stripe-client.ts';
import { stripeKind } from './stripe-kind.ts';

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

/** Every kind of provider that accounts can have credentials of their own at, by the same ids. */
export function createProviderKinds(setup: {
  sandbox: SandboxSetup;
  stripeLine: StripeLine;
}): ReadonlyMap<string, ProviderKind> {
  return new Map([
    ['sandbox', sandboxKind(setup.sandbox, 'sandbox')],
    ['sandbox-a', sandboxKind(setup.sandbox, 'sandbox-a')],
    ['sandbox-b', sandboxKind(setup.sandbox, 'sandbox-b')],
    ['stripe', stripeKind(setup.stripeLine)],
  ]);
}
