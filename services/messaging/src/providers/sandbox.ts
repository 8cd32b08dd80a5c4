import type { Queryable } from '@ashlar/postgres';
import { pretendedOutcome } from '../domain/notification.ts';
import type { Carrier } from '../domain/ports.ts';
import { findSandboxOutcome, keepSandboxMessage } from '../store/mailbox.ts';
import type { Vault } from '../store/vault.ts';

/**
 * A carrier of mail and texts to nobody: what it sends lands in a table of its own, in statements of its own, as another company's system
 * would keep it, and can be read on the mailbox page. The standard's failing recipients fail here too.
 */
export function createSandbox({ db, vault }: { db: Queryable; vault: Vault }): Carrier {
  return {
    remembers: true,
    async send(message) {
      await keepSandboxMessage(db, vault, message, pretendedOutcome(message.to));
      return 'accepted';
    },
    outcome: ({ key }) => findSandboxOutcome(db, key),
  };
}
