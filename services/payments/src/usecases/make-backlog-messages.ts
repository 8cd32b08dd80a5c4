import { isPublic, toEvent } from '@ashlar/events';
import { endBacklog, findBacklog, readBacklog, storeBacklog } from '../store/webhook-backlog.ts';
import type { Deps } from './deps.ts';
import { messagesOf } from './make-webhook-messages.ts';

const pageSize = 200;

/**
 * Makes the messages of events that came from a predecessor which had not got round to them. One that it made is here already, and not made again.
 * Answers whether there was anything.
 */
export async function makeBacklogMessages(deps: Deps): Promise<boolean> {
  const backlog = await findBacklog(deps.db);
  if (!backlog) return false;
  const rows = await readBacklog(deps.db, backlog, pageSize);
  const last = rows.at(-1);
  if (!last) {
    await endBacklog(deps.db, backlog);
    return true;
  }
  const events = rows.filter(isPublic).map((row) => toEvent(row, 'payments'));
  const { messages, position } = await messagesOf(deps, { events, position: last.position });
  const stored = await storeBacklog(deps.db, backlog, position, messages);
  if (stored && messages.length > 0) deps.webhooks.wake();
  return true;
}
