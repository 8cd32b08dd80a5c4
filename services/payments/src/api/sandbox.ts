import { noSuch } from '@ashlar/component';
import { type Handler, Problem } from '@ashlar/service-kit';
import type { Deps } from '../usecases/deps.ts';
import { expireSandboxPayment } from '../usecases/expire-sandbox-payment.ts';
import { moveSandboxDispute } from '../usecases/move-sandbox-dispute.ts';
import { maySee } from './callers.ts';

/** What can be done to payments of test accounts only. */
export function sandboxHandlers(deps: Deps): Record<'expireSandboxPayment' | 'moveSandboxDispute', Handler> {
  return {
    // Repeating it changes nothing, so its Idempotency-Key needs no record.
    async moveSandboxDispute(request) {
      const { dispute_id: disputeId } = request.params as { dispute_id: string };
      const { status } = request.body as { status: 'under_review' | 'won' | 'lost' };
      const visible = (payment: { gatewayAccountId: string; department: string }) =>
        maySee(request.caller, payment);
      const moved = await moveSandboxDispute(deps, { disputeId, status, visible });
      switch (moved) {
        case 'unknown':
          throw noSuch('dispute');
        case 'real':
          throw new Problem(403, 'real_dispute', 'Only disputes at a sandbox can be made to go on');
        case 'no_way':
          throw new Problem(409, 'no_way', `The dispute cannot become ${status} from where it is`);
        default:
          return { dispute_id: moved.id, payment_id: moved.paymentId, status: moved.status };
      }
    },

    // Repeating it changes nothing, so its Idempotency-Key needs no record.
    async expireSandboxPayment(request, reply) {
      const { payment_id: paymentId } = request.params as { payment_id: string };
      const visible = (payment: { gatewayAccountId: string; department: string }) =>
        maySee(request.caller, payment);
      const { traceparent } = request;
      const outcome = await expireSandboxPayment(deps, { paymentId, visible, traceparent });
      switch (outcome) {
        case 'accepted':
          return reply.code(202).send({ payment_id: paymentId });
        case 'unknown':
          throw noSuch('payment');
        case 'live':
          throw new Problem(403, 'live_account', 'Only payments of test accounts can be made to expire');
        case 'finished':
          throw new Problem(409, 'finished', 'The payment is finished');
      }
    },
  };
}
