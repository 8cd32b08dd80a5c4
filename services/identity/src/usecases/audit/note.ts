import type { AuditNote } from '../../domain/audit.ts';
import { insertAuditEntry } from '../../store/audit.ts';
import type { Deps } from '../deps.ts';

/** Notes what no change log has. `origin`, the request's id and its caller, where it is not done within the request. */
export function note(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  said: AuditNote & { origin?: string },
): Promise<void> {
  return insertAuditEntry(db, { ...said, at: now() });
}

/** Notes that somebody did not prove to be who they say they are; `accountId` where there is such an account. */
export function noteFailure(deps: Deps, what: string, accountId?: string): Promise<void> {
  return note(deps, { what, subject: accountId, outcome: 'failed' });
}

/** The same where they are not even let try. */
export function noteRefusal(deps: Deps, what: string, accountId?: string): Promise<void> {
  return note(deps, { what, subject: accountId, outcome: 'refused' });
}
