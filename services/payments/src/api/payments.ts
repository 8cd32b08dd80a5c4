import { type Handler, sendReplay } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { leastAmount } from '../domain/money.ts';
import { cancelPayment } from '../usecases/cancel-payment.ts';
import { capturePayment } from '../usecases/capture-payment.ts';
import type { Deps } from '../usecases/deps.ts';
import { getPaymentHistory, readPaymentToShow } from '../usecases/get-payment.ts';
import { takeAgreementPayment } from '../usecases/take-agreement-payment.ts';
import { type Taken, type TakePayment, takePayment } from '../usecases/take-payment.ts';
import { keyReusedElsewhere, rightKeyOf, sendDoneBefore } from './act-keys.ts';
import { accountOf, askedPayment } from './callers.ts';
import {
  agreementNotActive,
  noAgreement,
  noAgreementToSetUp,
  recurringDisabled,
} from './create-payment-agreements.ts';
import { firstCreateError, readCreateRequest } from './create-payment-rules.ts';
import { notFound, type PayError, payFailure } from './errors.ts';
import { eventsView, paymentView } from './payment-view.ts';
import { idempotencyKeyOf } from './rule.ts';

type PaymentOperation =
  | 'createPayment'
  | 'getPayment'
  | 'getPaymentEvents'
  | 'cancelPayment'
  | 'capturePayment';

/** The standard's own operations. */
export function paymentHandlers(deps: Deps): Record<PaymentOperation, Handler> {
  return {
    async createPayment(request, reply) {
      const ask = readAsk(request);
      const take = ask.request.authorisationMode === 'agreement' ? takeAgreementPayment : takePayment;
      const taken = await take(deps, ask);
      if (typeof taken === 'string') throw payFailure(refusal(taken, ask));
      const view = paymentView(taken.payment, request.publicUrl, deps.pageMac);
      if (taken.replayed) return sendReplay(uncached(reply), { status: 200, body: view });
      const location = `${request.publicUrl}/v1/payments/${taken.payment.id}`;
      return uncached(reply).code(201).header('location', location).send(view);
    },

    async getPayment(request, reply) {
      const payment = await readPaymentToShow(deps, askedPayment(request));
      if (!payment) throw notFound('getPayment');
      return uncached(reply).send(paymentView(payment, request.publicUrl, deps.pageMac));
    },

    async getPaymentEvents(request, reply) {
      const ask = askedPayment(request);
      const history = await getPaymentHistory(deps, ask);
      if (!history) throw notFound('getPaymentEvents');
      return uncached(reply).send(eventsView(ask.paymentId, history, request.publicUrl));
    },

    async cancelPayment(request, reply) {
      const outcome = await cancelPayment(deps, {
        ...askedPayment(request),
        key: rightKeyOf(request),
        traceparent: request.traceparent,
      });
      switch (outcome) {
        case 'replayed':
          return sendDoneBefore(reply);
        case 'key_reused':
          throw payFailure(keyReusedElsewhere);
        case 'cancelled':
          return reply.code(204).send();
        case 'unknown':
          throw notFound('cancelPayment');
        case 'too_late':
          throw payFailure({ status: 400, code: 'P0501', description: 'Cancellation of payment failed' });
        case 'conflict':
          throw payFailure({ status: 409, code: 'P0502', description: 'Cancellation of payment failed' });
      }
    },

    async capturePayment(request, reply) {
      const outcome = await capturePayment(deps, {
        ...askedPayment(request),
        key: rightKeyOf(request),
        traceparent: request.traceparent,
      });
      switch (outcome) {
        case 'replayed':
          return sendDoneBefore(reply);
        case 'key_reused':
          throw payFailure(keyReusedElsewhere);
        case 'captured':
          return reply.code(204).send();
        case 'unknown':
          throw notFound('capturePayment');
        case 'not_capturable':
          throw payFailure({ status: 409, code: 'P1003', description: 'Payment cannot be captured' });
      }
    },
  };
}

const keyReused = {
  status: 409,
  code: 'P0191',
  description:
    'The `Idempotency-Key` you sent in the request header has already been used to create a payment.',
};

function readAsk(request: FastifyRequest): TakePayment {
  const { body, traceparent } = request;
  const account = accountOf(request);
  const key = idempotencyKeyOf(request);
  const context = {
    live: account.type === 'live',
    features: account.features,
    leastAmount: leastAmount(account.provider),
    idempotencyKey: key,
  };
  const error = firstCreateError(body, context);
  if (error) throw payFailure(error);
  const once = key === undefined ? undefined : { key, body };
  return { account, request: readCreateRequest(body), once, traceparent };
}

function refusal(refused: Extract<Taken, string>, { request }: TakePayment): PayError {
  switch (refused) {
    case 'key_reused':
      return keyReused;
    case 'no_agreement':
      return request.authorisationMode === 'agreement' ? noAgreement : noAgreementToSetUp;
    case 'not_active':
      return agreementNotActive;
    case 'not_allowed':
      return recurringDisabled;
  }
}

function uncached(reply: FastifyReply): FastifyReply {
  return reply.header('pragma', 'no-cache').header('cache-control', 'no-store');
}
