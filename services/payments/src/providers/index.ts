import type { Queryable } from '@ashlar/postgres';
import type { PaymentProvider } from '../domain/ports.ts';
import { createSandbox } from './sandbox.ts';

/** What providers are made from. */
export interface ProviderSetup {
  /** Where the sandbox keeps its memory. */
  readonly db: Queryable;
  /** How long the sandbox takes to answer, in milliseconds. */
  readonly sandboxDelayMs: number;
}

/** Every provider that an account may use, by the id that is stored on its payments. */
export const providerFactories: Readonly<Record<string, (setup: ProviderSetup) => PaymentProvider>> = {
  sandbox: createSandbox,
};

/** Makes each provider once, and finds it by its id. Throws for an id that this service has no provider for. */
export function createProviders(setup: ProviderSetup): (id: string) => PaymentProvider {
  const made = new Map(Object.entries(providerFactories).map(([id, make]) => [id, make(setup)]));
  return (id) => {
    const provider = made.get(id);
    if (!provider) throw new Error(`There is no payment provider ${id}`);
    return provider;
  };
}
