import { brandOf, type Card, cardDetails, isCardNumber } from '../domain/cards.ts';
import type { Payment } from '../domain/entities.ts';
import { readPageToken } from '../domain/ids.ts';
import { canMove, move } from '../domain/payment.ts';
import { moveByToken } from '../store/moves.ts';
import { readPayment } from '../store/payments.ts';
import type { Deps } from './deps.ts';
import { authoriseLocked, type CardOutcome } from './submit-card.ts';

/**
 * How sending a card through the API went. `unknown_token` was never good or its payment is over, `other_token` belongs to a payment that
 * takes no card so, `used_token` was sent before. `no_card_number`: there is no such card, and the payment is declined.
 */
export type TokenOutcome = CardOutcome | 'unknown_token' | 'other_token' | 'used_token' | 'no_card_number';

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
  const sent = readPageToken(input.token, deps.pageMac);
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
  { id, status }: Payment,
  { card, traceparent }: AuthoriseByToken,
  use: number,
): Promise<TokenOutcome | undefined> {
  const isCard = isCardNumber(card.number) && brandOf(card.number) !== undefined;
  const to = isCard ? 'AUTHORISATION READY' : 'AUTHORISATION REJECTED';
  const step = { id, move: move(status, to), at: deps.now(), traceparent };
  const moved = await moveByToken(deps.db, step, { use, card: isCard ? cardDetails(card, {}) : null });
  if (!moved) return undefined;
  if (isCard) return authoriseLocked(deps, moved, { card, traceparent });
  deps.logged();
  return 'no_card_number';
}
