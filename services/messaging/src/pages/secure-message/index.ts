import type { Handler } from '@ashlar/service-kit';
import { showInbox } from './inbox.ts';
import { downloadSecureFile, replyToSecureMessage, showSecureMessage } from './message.ts';
import { signInHandlers } from './sign-in.ts';
import type { InboxDeps } from './visit.ts';

export type { InboxDeps } from './visit.ts';

/** The operations of the inbox's pages, by operationId. */
export function inboxHandlers(deps: InboxDeps) {
  return {
    ...signInHandlers(deps),
    showInbox: showInbox(deps),
    showSecureMessage: showSecureMessage(deps),
    downloadSecureFile: downloadSecureFile(deps),
    replyToSecureMessage: replyToSecureMessage(deps),
  } satisfies Record<string, Handler>;
}
