import { noSuch } from '@ashlar/component';
import type { Handler } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import { readEmailAddress } from '../domain/recipients.ts';
import type { Suppression, SuppressionReason } from '../domain/suppression.ts';
import type { Deps } from '../usecases/deps.ts';
import { findSuppressionPage, searchSuppressions, suppress, unsuppress } from '../usecases/suppressions.ts';
import { invalid } from './service-settings.ts';
import { serviceAsk } from './services.ts';

type SuppressionOperation =
  | 'listSuppressions'
  | 'putSuppression'
  | 'searchSuppressions'
  | 'deleteSuppression';

/** Addresses that a service's e-mails do not go to any more. They stand in bodies only, never in an address of ours. */
export function suppressionHandlers(deps: Deps): Record<SuppressionOperation, Handler> {
  return {
    async listSuppressions(request) {
      const { before = null, limit } = request.query as { before?: string; limit: number };
      const found = await findSuppressionPage(deps, { ...serviceAsk(request), before, limit });
      if (!found) throw noSuch('messaging service');
      const last = found.at(-1);
      return {
        suppressions: found.map(suppressionView),
        ...(found.length === limit && last && { next_before: last.id }),
      };
    },

    async putSuppression(request) {
      const { reason } = request.body as { reason: SuppressionReason };
      const { traceparent } = request;
      const recipient = addressOf(request);
      const found = await suppress(deps, { ...serviceAsk(request), recipient, reason, traceparent });
      if (!found) throw noSuch('messaging service');
      if (found === 'simulator') throw invalid('#/email_address', 'is one of the standard’s own');
      return suppressionView(found);
    },

    async searchSuppressions(request) {
      const found = await searchSuppressions(deps, { ...serviceAsk(request), recipient: addressOf(request) });
      if (!found) throw noSuch('messaging service');
      return { suppressions: found.map(suppressionView) };
    },

    async deleteSuppression(request, reply) {
      const { suppression_id: suppressionId } = request.params as { suppression_id: string };
      const { traceparent } = request;
      if (!(await unsuppress(deps, { ...serviceAsk(request), suppressionId, traceparent }))) {
        throw noSuch('suppression');
      }
      return reply.code(204).send();
    },
  };
}

function addressOf(request: FastifyRequest): string {
  const read = readEmailAddress((request.body as { email_address: string }).email_address);
  if ('problem' in read) throw invalid('#/email_address', read.problem);
  return read.to;
}

function suppressionView(suppression: Suppression): Record<string, unknown> {
  return {
    id: suppression.id,
    email_address: suppression.recipient,
    reason: suppression.reason,
    notification_id: suppression.notificationId,
    since: suppression.since.toISOString(),
  };
}
