import { setTimeout as pause } from 'node:timers/promises';
import type { Queryable } from '@ashlar/postgres';
import { type CarrierScript, falls, goodScript } from '../domain/carrier-script.ts';
import { pretendedOutcome } from '../domain/notification.ts';
import type { Carrier } from '../domain/ports.ts';
import { findSandboxReceipt, keepSandboxMessage, readCarrierScript } from '../store/mailbox.ts';
import type { Vault } from '../store/vault.ts';

/**
 * A sandbox that does as badly as its script says: it is slow, fails, loses answers and messages, and reports late. It remembers keys. The script is on
 * its row among the providers, where an operator changes it; the same script does the same to the same messages.
 */
export function createScripted(
  id: string,
  { db, vault, recipientDigest }: { db: Queryable; vault: Vault; recipientDigest(address: string): Buffer },
): Carrier {
  const scriptNow = async (): Promise<CarrierScript> => ({
    ...goodScript,
    ...(await readCarrierScript(db, id)),
  });
  return {
    remembers: true,
    async send(message) {
      const script = await scriptNow();
      const { key, to } = message;
      await pause(script.delay_ms);
      if (falls(script.fail_share, script.seed, id, key, 'fail')) return 'not_sent';
      const isNew = await keepSandboxMessage(db, vault, message, {
        outcome: pretendedOutcome(to),
        recipient: recipientDigest(to),
      });
      if (isNew && falls(script.lost_answer_share, script.seed, id, key, 'answer')) {
        throw new Error('The answer of the scripted carrier is lost');
      }
      return 'accepted';
    },
    async outcome({ key }) {
      const { seed, lost_message_share, receipt_after_s } = await scriptNow();
      if (falls(lost_message_share, seed, id, key, 'message')) return undefined;
      return findSandboxReceipt(db, key, receipt_after_s);
    },
  };
}
