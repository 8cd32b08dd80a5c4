import type { Handler } from '@ashlar/service-kit';
import { notFound, payFailure } from './errors.ts';
import { isDay, isMoment, pageOf, pageRules, pageView, parametersError, readParameters } from './search.ts';

/** Payments that payers challenge. No provider here reports any: what is right finds nothing, what is wrong is told. */
export function disputeHandlers(): Record<'searchDisputes', Handler> {
  return {
    searchDisputes(request) {
      const parameters = readParameters(request, Object.keys(rules));
      const error = parametersError(parameters, rules, 'P0401');
      if (error) throw payFailure(error);
      const page = pageOf(parameters);
      if (page.page > 1) throw notFound('searchDisputes', 'Page not found');
      const none = { things: [], total: 0, lastPage: 1 };
      return pageView(page, none, {
        address: `${request.publicUrl}/v1/disputes`,
        parameters,
        view: () => ({}),
      });
    },
  };
}

const statuses = new Set(['needs_response', 'under_review', 'lost', 'won']);

const rules = {
  from_date: isMoment,
  to_date: isMoment,
  from_settled_date: isDay,
  to_settled_date: isDay,
  status: (value: string) => statuses.has(value),
  ...pageRules,
};
