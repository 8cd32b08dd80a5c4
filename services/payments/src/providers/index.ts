import type { PaymentProvider } from '../domain/ports.ts';
import { createSandbox, type SandboxSetup } from './sandbox.ts';

/** What providers are made from. */
export type ProviderSetup = SandboxSetup;

/**
 * Every provider that this service has, by the id that is stored on its payments. `sandbox` is the one that accounts had before there were
 * two to switch between, and stays what it was.
 */
export function createProviders(setup: ProviderSetup): ReadonlyMap<string, PaymentProvider> {
  return new Map([
    ['sandbox', createSandbox(setup, 'sandbox')],
    ['sandbox-a', createSandbox(setup, 'sandbox-a')],
    ['sandbox-b', createSandbox(setup, 'sandbox-b')],
  ]);
}
