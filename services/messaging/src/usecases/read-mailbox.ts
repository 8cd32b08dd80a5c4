import { listSandboxMessages, type SandboxMessage } from '../store/mailbox.ts';
import type { Deps } from './deps.ts';

const mostShown = 100;

/** The newest messages that the sandbox sent, newest first. */
export function readMailbox(deps: Deps): Promise<SandboxMessage[]> {
  return listSandboxMessages(deps.db, deps.vault, mostShown);
}
