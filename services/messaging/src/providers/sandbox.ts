import type { Queryable } from '@ashlar/postgres';
import { pretendedOutcome } from '../domain/notification.ts';
import type { Carrier } from '../domain/ports.ts';
import { findSandboxOutcome, keepSandboxMessage } from '../store/mailbox.ts';
import type { Vault } from '../store/vault.ts';

/** What the sandbox is made from. */
interface SandboxSetup {
  readonly db: Queryable;
  readonly vault: Vault;
  /** What a recipient's messages are found by. */
  recipientDigest(address: string): Buffer;
}

/**
 * A carrier of mail and texts to nobody: what it sends lands in a table of its own, in statements of its own, as another company's system
 * would keep it, and can be read on the mailbox page. The standard's failing recipients fail here too.
 */
export function createSandbox({ db, vault, recipientDigest }: SandboxSetup): Carrier {
  return {
    remembers: true,
    async send(message) {
      const { to } = message;
      await keepSandboxMessage(db, vault, message, {
        outcome: pretendedOutcome(to),
        recipient: recipientDigest(to),
      });
      return 'accepted';
    },
    outcome: ({ key }) => findSandboxOutcome(db, key),
  };
}
