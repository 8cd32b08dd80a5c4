import type { Handler } from '@ashlar/service-kit';
import type { DisputeStatus } from '../domain/dispute.ts';
import type { DisputeFilter } from '../domain/search.ts';
import type { Deps } from '../usecases/deps.ts';
import { searchDisputes } from '../usecases/search-disputes.ts';
import { accountOf } from './callers.ts';
import { disputeView } from './dispute-view.ts';
import { notFound, payFailure } from './errors.ts';
import { refundFilterOf } from './refunds.ts';
import {
  pageOf,
  pageRules,
  pageView,
  parametersError,
  readParameters,
  type SearchParameters,
  timeRules,
} from './search.ts';

/** Payments that payers challenge at their banks. */
export function disputeHandlers(deps: Deps): Record<'searchDisputes', Handler> {
  return {
    async searchDisputes(request) {
      const parameters = readParameters(request, Object.keys(disputeSearchRules));
      const error = parametersError(parameters, disputeSearchRules, 'P0401');
      if (error) throw payFailure(error);
      const page = pageOf(parameters);
      const found = await searchDisputes(deps, disputeFilterOf(parameters, accountOf(request).id), page);
      if (!found) throw notFound('searchDisputes', 'Page not found');
      const { publicUrl } = request;
      return pageView(page, found, {
        address: `${publicUrl}/v1/disputes`,
        parameters,
        view: (dispute) => disputeView(dispute, publicUrl),
      });
    },
  };
}

const statuses = new Set(['needs_response', 'under_review', 'lost', 'won']);

/** Rules of a search's parameters, in the order in which the standard names what is wrong. */
export const disputeSearchRules = {
  ...timeRules,
  status: (value: string) => statuses.has(value),
  ...pageRules,
};

/** What is looked for, of parameters that are right. */
export function disputeFilterOf(parameters: SearchParameters, gatewayAccountId: string): DisputeFilter {
  return {
    ...refundFilterOf(parameters, gatewayAccountId),
    status: parameters.status as DisputeStatus | undefined,
  };
}
