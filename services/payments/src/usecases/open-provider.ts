import type { Queryable } from '@ashlar/postgres';
import type { ProviderPlace, Secrets } from '../domain/credential.ts';
import type { PaymentProvider, ProviderKind } from '../domain/ports.ts';
import { readSealedSecrets } from '../store/credentials.ts';

const mostOpen = 1000;

/** What providers are opened from. */
export interface ProviderShelf {
  readonly db: Queryable;
  /** The providers as this service's own settings have them. */
  readonly own: () => ReadonlyMap<string, PaymentProvider>;
  readonly kinds: ReadonlyMap<string, ProviderKind>;
  openSecrets(sealed: Buffer): Secrets;
}

/**
 * Makes what finds the provider of something. A credential that payments may have begun with never changes again, so it is read once in a
 * process's life.
 */
export function createProviderOpener(
  shelf: ProviderShelf,
): (place: ProviderPlace) => Promise<PaymentProvider> {
  const opened = new Map<string, PaymentProvider>();
  return async ({ provider, credentialId }) => {
    if (credentialId === null) return ownProvider(shelf, provider);
    const known = opened.get(credentialId);
    if (known) return known;
    const stored = await readSealedSecrets(shelf.db, credentialId);
    // Without secrets is only what an account was made with.
    if (!stored || !(stored.sealed || stored.frozen)) {
      throw new Error(`There is no provider credential ${credentialId}`);
    }
    const found = stored.sealed
      ? kindOf(shelf, stored.provider).open(shelf.openSecrets(stored.sealed))
      : ownProvider(shelf, stored.provider);
    if (opened.size >= mostOpen) opened.clear();
    if (stored.frozen) opened.set(credentialId, found);
    return found;
  };
}

function ownProvider({ own }: ProviderShelf, id: string): PaymentProvider {
  const provider = own().get(id);
  if (!provider) throw new Error(`There is no payment provider ${id}`);
  return provider;
}

function kindOf({ kinds }: ProviderShelf, id: string): ProviderKind {
  const kind = kinds.get(id);
  if (!kind) throw new Error(`There is no kind of payment provider ${id}`);
  return kind;
}
