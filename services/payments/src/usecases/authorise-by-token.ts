import { type CardRefusal, cardRefusal, surchargeOf } from '../domain/card-kinds.ts';
import { brandOf, type Card, cardDetails, isCardNumber } from '../domain/cards.ts';
import type { Payment } from '../domain/entities.ts';
import { canMove, move } from '../domain/payment.ts';
import { readGatewayAccount } from '../store/accounts.ts';
import { moveByToken } from '../store/moves.ts';
import { readPayment } from '../store/payments.ts';
import type { Deps } from './deps.ts';
import { authoriseLocked, type CardOutcome } from './submit-card.ts';

/**
 * How sending a card through the API went. `unknown_token` was never good or its payment is over, `other_token` belongs to a payment that
 * takes no card so, `used_token` was sent before. `no_card_number`: there is no such card,
 * `notTaken`: the account does not take it; the payment is declined.
 */
export type TokenOutcome =
  | CardOutcome
  | 'unknown_token'
  | 'other_token'
  | 'used_token'
  | 'no_card_number'
  | { readonly notTaken: CardRefusal };

/** A card that a service sends for a payment in `moto_api` mode. */
export interface AuthoriseByToken {
  readonly token: string;
  readonly card: Card;
  readonly traceparent?: string | undefined;
}

const tries = 3;

/**
 * Has the provider authorise a card, and the payment captured straight afterwards unless that is delayed. The token is used up in the
 * statement that locks the payment, so that of many who send it one charges. Where the provider does not answer, the payment stays locked
 * and the resolver asks on; what it never heard of can be sent again, with a new token.
 */
export async function authoriseByToken(deps: Deps, input: AuthoriseByToken): Promise<TokenOutcome> {
  const sent = await deps.readPageToken(input.token);
  if (!sent) return 'unknown_token';
  for (let tried = 0; tried < tries; tried += 1) {
    const payment = await readPayment(deps.db, sent.payment);
    const useless = uselessness(payment, sent.use);
    if (!payment || useless) return useless ?? 'unknown_token';
    const outcome = await spend(deps, payment, input, sent.use);
    if (outcome) return outcome;
  }
  return 'in_progress';
}

/** Why a token is of no use now; undefined when its payment waits for a card. */
function uselessness(payment: Payment | undefined, use: number): TokenOutcome | undefined {
  if (!payment) return 'unknown_token';
  if (payment.authorisationMode !== 'moto_api') return 'other_token';
  if (use < payment.pageTokenUse) return 'used_token';
  if (payment.status === 'AUTHORISATION READY') return 'in_progress';
  return canMove(payment.status, 'AUTHORISATION READY') ? undefined : 'unknown_token';
}

/** Undefined when somebody else moved the payment meanwhile. */
async function spend(
  deps: Deps,
  { id, status, gatewayAccountId }: Payment,
  { card, traceparent }: AuthoriseByToken,
  use: number,
): Promise<TokenOutcome | undefined> {
  const refused = await refusalOf(deps, gatewayAccountId, card);
  const kind = deps.kindOf(card.number);
  const step = { id, at: deps.now(), traceparent };
  const moved = await (refused
    ? moveByToken(
        deps.db,
        { ...step, move: move(status, 'AUTHORISATION REJECTED') },
        { use, card: null, surcharge: null },
      )
    : moveByToken(
        deps.db,
        { ...step, move: move(status, 'AUTHORISATION READY') },
        { use, card: cardDetails(card, {}, kind), surcharge: surchargeOf(kind) },
      ));
  if (!moved) return undefined;
  if (!refused) return authoriseLocked(deps, moved, { card, traceparent });
  deps.logged();
  return refused;
}

/** Why the card is not even sent to the provider; undefined when it is. */
async function refusalOf(
  deps: Deps,
  gatewayAccountId: string,
  { number }: Card,
): Promise<TokenOutcome | undefined> {
  const brand = brandOf(number);
  if (!isCardNumber(number) || brand === undefined) return 'no_card_number';
  const account = await readGatewayAccount(deps.db, gatewayAccountId, '*');
  const notTaken = account && cardRefusal(account.cards, { brand, type: deps.kindOf(number).type });
  return notTaken && { notTaken };
}
