import type { Handler } from '@ashlar/service-kit';
import { cardTypeName } from '../domain/card-kinds.ts';
import { authoriseByToken, type TokenOutcome } from '../usecases/authorise-by-token.ts';
import type { Deps } from '../usecases/deps.ts';
import { firstAuthorisationError, readAuthorisation } from './authorisation-rules.ts';
import { type PayError, payFailure } from './errors.ts';

/** Where a service sends the card of a payment in `moto_api` mode. The one-time token is all the proof that is asked for. */
export function authorisationHandlers(deps: Deps): Record<'authorisePayment', Handler> {
  return {
    async authorisePayment({ body, traceparent }, reply) {
      const error = firstAuthorisationError(body, deps.now());
      if (error) throw payFailure(error);
      const outcome = await authoriseByToken(deps, { ...readAuthorisation(body), traceparent });
      if (outcome !== 'authorised') throw payFailure(refusalOf(outcome));
      return reply.code(204).send();
    },
  };
}

function refusalOf(outcome: Exclude<TokenOutcome, 'authorised'>): PayError {
  if (typeof outcome === 'string') return refusals[outcome];
  const { brand, type } = outcome.notTaken;
  return { ...rejected, description: `The card type is not enabled: ${cardTypeName(brand, type)}` };
}

const rejected = { status: 402, code: 'P0010', description: 'The payment was rejected' };

const refusals: Readonly<Record<Exclude<Extract<TokenOutcome, string>, 'authorised'>, PayError>> = {
  unknown_token: { status: 400, code: 'P1211', description: 'The one_time_token is not valid' },
  other_token: {
    status: 400,
    code: 'P1211',
    description: 'The one_time_token is not a valid moto api token',
  },
  used_token: { status: 400, code: 'P1212', description: 'The one_time_token has already been used' },
  no_card_number: { ...rejected, description: 'The card_number is not a valid card number' },
  declined: rejected,
  // No provider asks a payer who is not there.
  requires_3ds: rejected,
  // Its service cancelled it while the provider was asked, who then lets go of it.
  not_open: rejected,
  error: { status: 500, code: 'P0050', description: 'There was an error authorising the payment' },
  in_progress: { status: 500, code: 'P0050', description: 'Authorising the payment timed out' },
};
