import type { Handler } from '@ashlar/service-kit';
import { type ExternalState, statusesOf } from '../domain/payment.ts';
import type { PaymentFilter } from '../domain/search.ts';
import type { Deps } from '../usecases/deps.ts';
import { searchPayments } from '../usecases/search-payments.ts';
import { accountOf } from './callers.ts';
import { notFound, payFailure } from './errors.ts';
import { foundPaymentView } from './payment-view.ts';
import {
  isAtMost,
  isDay,
  isMoment,
  isSettledSearch,
  momentOf,
  pageOf,
  pageRules,
  pageView,
  parametersError,
  readParameters,
  type SearchParameters,
} from './search.ts';

/** Finding payments. */
export function paymentSearchHandlers(deps: Deps): Record<'searchPayments', Handler> {
  return {
    async searchPayments(request) {
      const parameters = readParameters(request, Object.keys(paymentSearchRules));
      const error = parametersError(parameters, paymentSearchRules, 'P0401');
      if (error) throw payFailure(error);
      const page = pageOf(parameters);
      const found = await searchPayments(deps, paymentFilterOf(parameters, accountOf(request).id), page);
      if (!found) throw notFound('searchPayments', 'Page not found');
      const { publicUrl } = request;
      return pageView(page, found, {
        address: `${publicUrl}/v1/payments`,
        parameters,
        view: (payment) => foundPaymentView(payment, publicUrl),
      });
    },
  };
}

// `capturable` is a state of payments, and none to search for (payments standard).
const states: ReadonlySet<string> = new Set<ExternalState['status']>([
  'created',
  'started',
  'submitted',
  'success',
  'failed',
  'cancelled',
  'error',
]);

/** Rules of the parameters, in the order in which the standard names what is wrong. */
export const paymentSearchRules = {
  state: (value: string) => states.has(value),
  reference: isAtMost(255),
  email: isAtMost(254),
  card_brand: isAtMost(20),
  from_date: isMoment,
  to_date: isMoment,
  ...pageRules,
  agreement_id: isAtMost(26),
  first_digits_card_number: (value: string) => /^\d{6}$/.test(value),
  last_digits_card_number: (value: string) => /^\d{4}$/.test(value),
  from_settled_date: isDay,
  to_settled_date: isDay,
  cardholder_name: () => true,
};

/** What is looked for, of parameters that are right. */
export function paymentFilterOf(parameters: SearchParameters, gatewayAccountId: string): PaymentFilter {
  const { state, card_brand: brands } = parameters;
  return {
    gatewayAccountId,
    reference: parameters.reference,
    email: parameters.email,
    statuses: state === undefined ? undefined : statusesOf(state),
    cardBrands: brands?.split(','),
    cardholderName: parameters.cardholder_name,
    firstDigits: parameters.first_digits_card_number,
    lastDigits: parameters.last_digits_card_number,
    from: momentOf(parameters.from_date),
    to: momentOf(parameters.to_date),
    agreementId: parameters.agreement_id,
    never: isSettledSearch(parameters),
  };
}
