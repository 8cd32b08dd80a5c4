import { noSuch } from '@ashlar/component';
import type { Handler } from '@ashlar/service-kit';
import type { MailboxEntry, MailboxMessage } from '../domain/mailbox.ts';
import type { Deps } from '../usecases/deps.ts';
import { findMailboxEntries, getMailboxMessage } from '../usecases/read-mailbox.ts';

interface ListQuery {
  readonly notification_id?: string;
  readonly recipient_key?: string;
  readonly before?: string;
  readonly limit: number;
}

/** The mailbox for programs. `isOpen`: whether this process has one. */
export function mailboxHandlers(
  deps: Pick<Deps, 'db' | 'vault'>,
  isOpen: boolean,
): Record<'listMailboxMessages' | 'getMailboxMessage', Handler> {
  return {
    async listMailboxMessages(request) {
      if (!isOpen) throw noSuch('mailbox');
      const query = request.query as ListQuery;
      const { entries, more } = await findMailboxEntries(deps, {
        notificationId: query.notification_id,
        recipientKey: query.recipient_key,
        before: query.before,
        limit: query.limit,
      });
      const last = entries.at(-1);
      return { messages: entries.map(entryView), ...(more && last && { next_before: last.id }) };
    },

    async getMailboxMessage(request) {
      const { message_id: id } = request.params as { message_id: string };
      const found = isOpen ? await getMailboxMessage(deps, id) : undefined;
      if (!found) throw noSuch('message');
      return messageView(found);
    },
  };
}

function entryView(entry: MailboxEntry): Record<string, unknown> {
  return {
    id: entry.id,
    type: entry.channel,
    arrived_by: entry.arrival,
    from: entry.from,
    to: entry.to.map((party, at) => ({ ...party, recipient_key: entry.recipientKeys[at] })),
    subject: entry.subject,
    outcome: entry.outcome,
    received_at: entry.receivedAt.toISOString(),
    notification_id: entry.notificationId,
    copies: entry.copies,
  };
}

function messageView(message: MailboxMessage): Record<string, unknown> {
  const { text, html, writtenAt, messageId, attachments, unreadable } = message;
  return {
    ...entryView(message),
    text,
    html,
    written_at: writtenAt?.toISOString() ?? null,
    message_id: messageId,
    attachments,
    unreadable,
  };
}
