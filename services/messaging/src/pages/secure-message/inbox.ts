import type { Handler } from '@ashlar/service-kit';
import { findInbox, type InboxEntry } from '../../usecases/secure-message/read-inbox.ts';
import { sendPage } from '../render.ts';
import { dateOf, isMessageId } from './shown.ts';
import { type InboxDeps, page, textOf } from './visit.ts';

const pageSize = 25;

/** `showInbox`: a person's messages, newest first. */
export function showInbox(deps: InboxDeps): Handler {
  return page(deps, async ({ request, reply, person, csrfToken }) => {
    const asked = textOf(request.query, 'before');
    const before = isMessageId(asked) ? asked : undefined;
    const found = await findInbox(deps.secure, person, { before, limit: pageSize + 1 });
    const entries = found.slice(0, pageSize);
    return sendPage(request, reply, {
      view: 'secure-message/inbox',
      title: 'Your messages',
      messages: entries.map(entryView),
      earlier: before !== undefined,
      older: found.length > pageSize ? entries.at(-1)?.message.id : undefined,
      csrfToken,
    });
  });
}

function entryView({ message, content }: InboxEntry) {
  const { id, state, deliveredAt } = message;
  return {
    id,
    isNew: state === 'delivered',
    isReplied: state === 'replied',
    label: content?.label,
    sender: content?.sender.label,
    language: content?.main_document.files[0]?.language,
    delivered: deliveredAt && dateOf(deliveredAt),
    deliveredAt: deliveredAt?.toISOString(),
  };
}
