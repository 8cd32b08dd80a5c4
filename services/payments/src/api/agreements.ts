import { type Handler, sendReplay } from '@ashlar/service-kit';
import type { FastifyRequest } from 'fastify';
import { type Agreement, agreementStatuses } from '../domain/agreement.ts';
import {
  type AccountAgreement,
  cancelAgreement,
  createAgreement,
  getAgreement,
  searchAgreements,
} from '../usecases/agreements.ts';
import type { Deps } from '../usecases/deps.ts';
import { keyReusedElsewhere, rightKeyOf, sendDoneBefore } from './act-keys.ts';
import { firstAgreementError, readAgreementRequest } from './agreement-rules.ts';
import { accountOf } from './callers.ts';
import { recurringDisabled } from './create-payment-agreements.ts';
import { notFound, payFailure } from './errors.ts';
import { idempotencyKeyOf } from './rule.ts';
import { isAtMost, pageOf, pageRules, pageView, parametersError, readParameters } from './search.ts';

type AgreementOperation = 'createAgreement' | 'getAgreement' | 'cancelAgreement' | 'searchAgreements';

/** What payers agreed to be charged for again. */
export function agreementHandlers(deps: Deps): Record<AgreementOperation, Handler> {
  return {
    async createAgreement(request, reply) {
      const { body, traceparent } = request;
      const key = idempotencyKeyOf(request);
      const error = firstAgreementError(body, key);
      if (error) throw payFailure(error);
      const once = key === undefined ? undefined : { key, body };
      const ask = { account: accountOf(request), request: readAgreementRequest(body), once, traceparent };
      const made = await createAgreement(deps, ask);
      if (made === 'not_allowed') throw payFailure(recurringDisabled);
      if (made === 'key_reused') throw payFailure(keyReusedElsewhere);
      const view = agreementView(made.thing);
      return made.replayed ? sendReplay(reply, { status: 201, body: view }) : reply.code(201).send(view);
    },

    async getAgreement(request) {
      const agreement = await getAgreement(deps, askedAgreement(request));
      if (!agreement) throw notFound('getAgreement');
      return agreementView(agreement);
    },

    async cancelAgreement(request, reply) {
      const { traceparent } = request;
      const key = rightKeyOf(request);
      const outcome = await cancelAgreement(deps, { ...askedAgreement(request), key, traceparent });
      switch (outcome) {
        case 'replayed':
          return sendDoneBefore(reply);
        case 'key_reused':
          throw payFailure(keyReusedElsewhere);
        case 'cancelled':
          return reply.code(204).send();
        case 'unknown':
          throw notFound('cancelAgreement');
        case 'not_active':
          throw payFailure({ status: 400, code: 'P2501', description: 'Cancellation of agreement failed' });
      }
    },

    async searchAgreements(request) {
      const parameters = readParameters(request, Object.keys(rules));
      const error = parametersError(parameters, rules, 'P2401');
      if (error) throw payFailure(error);
      const { reference, status } = parameters;
      const page = pageOf(parameters);
      const filter = { gatewayAccountId: accountOf(request).id, reference, status };
      const found = await searchAgreements(deps, filter, page);
      if (!found) throw notFound('searchAgreements', 'Page not found');
      const address = `${request.publicUrl}/v1/agreements`;
      return pageView(page, found, { address, parameters, view: agreementView });
    },
  };
}

/** In the order in which the standard names what is wrong. */
const rules = {
  status: (value: string) => (agreementStatuses as readonly string[]).includes(value),
  reference: isAtMost(255),
  ...pageRules,
};

function askedAgreement(request: FastifyRequest): AccountAgreement {
  const { agreementId } = request.params as { agreementId: string };
  return { agreementId, gatewayAccountId: accountOf(request).id };
}

function agreementView(agreement: Agreement): Record<string, unknown> {
  const { card, cardSetUpAt, cancelledAt, userIdentifier } = agreement;
  return {
    agreement_id: agreement.id,
    reference: agreement.reference,
    description: agreement.description,
    ...(userIdentifier !== null && { user_identifier: userIdentifier }),
    status: agreement.status,
    created_date: agreement.createdAt.toISOString(),
    ...(cancelledAt && { cancelled_date: cancelledAt.toISOString() }),
    ...(card &&
      cardSetUpAt && {
        payment_instrument: { type: 'card', created_date: cardSetUpAt.toISOString(), card_details: card },
      }),
  };
}
