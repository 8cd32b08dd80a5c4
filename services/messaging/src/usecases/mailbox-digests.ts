import type { Deps } from './deps.ts';

/** The digest that the mailbox finds a recipient's messages by. Short, since it stands in URLs in place of the address. */
export function recipientDigest({ mac }: Pick<Deps, 'mac'>, address: string): Buffer {
  return mac('mailbox-recipient', address.toLowerCase()).subarray(0, 16);
}
