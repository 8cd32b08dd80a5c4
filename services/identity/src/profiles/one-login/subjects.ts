import { createHmac, type KeyObject } from 'node:crypto';

/** The names by which relying parties know people. */
export interface Subjects {
  /** The same for all parties of a sector, and of no use to any other. */
  pairwise(accountId: string, sector: string): string;
  /** A person's wallet has one name everywhere. */
  wallet(accountId: string): string;
}

/**
 * Derives the names from the account's own id and a secret, and from nothing that an upstream provider says: they stay while providers
 * come and go. `prefix` is the URN that pairwise names begin with.
 */
export function createSubjects(key: () => KeyObject, prefix: string): Subjects {
  const derive = (...parts: string[]) => {
    const digest = createHmac('sha256', key()).update(parts.join('\n')).digest('base64');
    // Base64url with its padding, as One Login's own names have it.
    return digest.replaceAll('+', '-').replaceAll('/', '_');
  };
  return {
    pairwise: (accountId, sector) => `${prefix}${derive('sector', sector, accountId)}`,
    wallet: (accountId) => `urn:fdc:wallet.account.gov.uk:2024:${derive('wallet', accountId)}`,
  };
}
