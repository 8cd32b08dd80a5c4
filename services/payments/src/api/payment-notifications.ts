import type { Handler } from '@ashlar/service-kit';
import { externalState } from '../domain/payment.ts';
import type { Deps } from '../usecases/deps.ts';
import { notePayment } from '../usecases/note-payment.ts';
import { accountOf } from './callers.ts';
import { notEnabled, payFailure } from './errors.ts';
import { firstNotificationError, readNotification } from './payment-notification-rules.ts';

/** Payments that somebody else took. The taker's own id makes each repeatable, in place of an Idempotency-Key. */
export function paymentNotificationHandlers(deps: Deps): Record<'notifyPayment', Handler> {
  return {
    async notifyPayment(request, reply) {
      const { body, traceparent } = request;
      const error = firstNotificationError(body);
      if (error) throw payFailure(error);
      const account = accountOf(request);
      if (!account.features.telephone) throw payFailure(notEnabled);
      const noted = await notePayment(deps, { account, ...readNotification(body), traceparent });
      const { payment, told, repeated } = noted;
      const view = { ...told, payment_id: payment.id, state: externalState(payment.status) };
      return reply.code(repeated ? 200 : 201).send(view);
    },
  };
}
