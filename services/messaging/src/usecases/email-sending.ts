import type { EmailCounts } from '../domain/bounce-guard.ts';
import { liftSuspension, readEmailCounts } from '../store/email-hours.ts';
import { dayBefore } from './bounce-guard.ts';
import type { Deps } from './deps.ts';

/** What a service's e-mails of the last day come to. */
export function countEmails(deps: Pick<Deps, 'db' | 'now'>, serviceId: string): Promise<EmailCounts> {
  return readEmailCounts(deps.db, serviceId, dayBefore(deps.now()));
}

/** Lets a suspended service send e-mails again; they are counted anew. */
export async function liftEmailSuspension(
  deps: Deps,
  { id, traceparent }: { id: string; traceparent: string },
): Promise<void> {
  await liftSuspension(deps.db, id, { at: deps.now(), traceparent });
  deps.logged();
}
