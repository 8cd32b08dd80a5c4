import { noSuch } from '@ashlar/component';
import type { Handler } from '@ashlar/service-kit';
import type { Deps } from '../usecases/deps.ts';
import { receiveReceipt } from '../usecases/receive-receipt.ts';

/** What carriers tell of messages that they took. */
export function carrierReceiptHandlers(deps: Deps): Record<'receiveCarrierReceipt', Handler> {
  return {
    async receiveCarrierReceipt(request, reply) {
      const { provider_id: provider, notification_id: key } = request.params as {
        provider_id: string;
        notification_id: string;
      };
      const form = request.body as Readonly<Record<string, string>>;
      const { headers, entryDepartment: department } = request;
      const receipt = { key, headers, form, ...(department && { department }) };
      if (!(await receiveReceipt(deps, { provider, receipt }))) throw noSuch('message of this provider');
      return reply.code(204).send();
    },
  };
}
