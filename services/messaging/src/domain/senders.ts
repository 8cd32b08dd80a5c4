import type { MessagingService, Sender, SenderType } from './entities.ts';

/** The sender that is used where a message names none: the newest that was made the default. */
export function defaultSender({ senders }: MessagingService, type: SenderType): Sender | undefined {
  return senders.findLast((sender) => sender.type === type && sender.isDefault);
}

/** The sender that a message names; `id` in any letter case. */
export function namedSender({ senders }: MessagingService, type: SenderType, id: string): Sender | undefined {
  return senders.find((sender) => sender.type === type && sender.id === id.toLowerCase());
}
