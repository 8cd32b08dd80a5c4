import { type Handler, Problem } from '@ashlar/service-kit';
import type { Deps } from '../usecases/deps.ts';
import { countEmails, liftEmailSuspension } from '../usecases/email-sending.ts';
import { serviceOf } from './services.ts';

/** Whether too many of a service's e-mails come back, and what an operator does about it. */
export function emailSendingHandlers(deps: Deps): Record<'getEmailSending' | 'liftEmailSuspension', Handler> {
  return {
    async getEmailSending(request) {
      const { id, emailState, emailStateSince } = await serviceOf(deps, request);
      const { sent, bounced } = await countEmails(deps, id);
      const { from, warnAt, suspendAt } = deps.bounceLimits;
      return {
        state: emailState,
        since: emailStateSince === null ? null : emailStateSince.toISOString(),
        sent_last_day: sent,
        bounced_last_day: bounced,
        counts_from: from,
        warn_percent: warnAt,
        suspend_percent: suspendAt,
      };
    },

    async liftEmailSuspension(request, reply) {
      if (request.caller?.department !== '*') {
        throw new Problem(403, 'forbidden', 'Only an operator of the whole platform lifts a suspension');
      }
      const { id } = await serviceOf(deps, request);
      await liftEmailSuspension(deps, { id, traceparent: request.traceparent });
      return reply.code(204).send();
    },
  };
}
