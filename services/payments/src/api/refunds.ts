import { type Handler, sendReplay } from '@ashlar/service-kit';
import type { RefundFilter } from '../domain/search.ts';
import type { Deps } from '../usecases/deps.ts';
import { getRefund, getRefunds } from '../usecases/get-refund.ts';
import { refundPayment } from '../usecases/refund-payment.ts';
import { searchRefunds } from '../usecases/search-refunds.ts';
import { keyReusedElsewhere } from './act-keys.ts';
import { accountOf, askedPayment } from './callers.ts';
import { accountDisabled, notFound, payFailure } from './errors.ts';
import { firstRefundError, readRefundRequest, refusedRefund } from './refund-rules.ts';
import { foundRefundView, refundsView, refundView } from './refund-view.ts';
import { idempotencyKeyOf } from './rule.ts';
import {
  isSettledSearch,
  momentOf,
  pageOf,
  pageRules,
  pageView,
  parametersError,
  readParameters,
  type SearchParameters,
  timeRules,
} from './search.ts';

type RefundOperation = 'createRefund' | 'getRefunds' | 'getRefund' | 'searchRefunds';

/** Giving money back. */
export function refundHandlers(deps: Deps): Record<RefundOperation, Handler> {
  return {
    async createRefund(request, reply) {
      const { body, traceparent } = request;
      const key = idempotencyKeyOf(request);
      const error = firstRefundError(body, key);
      if (error) throw payFailure(error);
      if (!accountOf(request).features.payments) throw payFailure(accountDisabled);
      const once = key === undefined ? undefined : { key, body };
      const ask = { ...askedPayment(request), ...readRefundRequest(body), once, traceparent };
      const made = await refundPayment(deps, ask);
      if (made === 'unknown') throw notFound('createRefund');
      if (made === 'key_reused') throw payFailure(keyReusedElsewhere);
      if ('refused' in made) throw payFailure(refusedRefund(made.refused));
      const view = refundView(made.refund, request.publicUrl);
      return made.replayed ? sendReplay(reply, { status: 202, body: view }) : reply.code(202).send(view);
    },

    async getRefunds(request) {
      const ask = askedPayment(request);
      const refunds = await getRefunds(deps, ask);
      if (!refunds) throw notFound('getRefunds');
      return refundsView(ask.paymentId, refunds, request.publicUrl);
    },

    async getRefund(request) {
      const { refundId } = request.params as { refundId: string };
      const refund = await getRefund(deps, { ...askedPayment(request), refundId });
      if (!refund) throw notFound('getRefund');
      return refundView(refund, request.publicUrl);
    },

    async searchRefunds(request) {
      const parameters = readParameters(request, Object.keys(refundSearchRules));
      const error = parametersError(parameters, refundSearchRules, 'P1101');
      if (error) throw payFailure(error);
      const filter = refundFilterOf(parameters, accountOf(request).id);
      const page = pageOf(parameters);
      const found = await searchRefunds(deps, filter, page);
      if (!found) throw notFound('searchRefunds', 'Page not found');
      const { publicUrl } = request;
      return pageView(page, found, {
        address: `${publicUrl}/v1/refunds`,
        parameters,
        view: (refund) => foundRefundView(refund, publicUrl),
      });
    },
  };
}

/** Rules of a search's parameters, in the order in which the standard names what is wrong. */
export const refundSearchRules = { ...timeRules, ...pageRules };

/** What is looked for, of parameters that are right. */
export function refundFilterOf(parameters: SearchParameters, gatewayAccountId: string): RefundFilter {
  return {
    gatewayAccountId,
    from: momentOf(parameters.from_date),
    to: momentOf(parameters.to_date),
    settled: isSettledSearch(parameters),
  };
}
