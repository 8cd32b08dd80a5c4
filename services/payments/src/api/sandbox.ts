import { noSuch } from '@ashlar/component';
import { type Handler, Problem } from '@ashlar/service-kit';
import type { Deps } from '../usecases/deps.ts';
import { expireSandboxPayment } from '../usecases/expire-sandbox-payment.ts';
import { maySee } from './callers.ts';

/** What can be done to payments of test accounts only. */
export function sandboxHandlers(deps: Deps): Record<'expireSandboxPayment', Handler> {
  return {
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
