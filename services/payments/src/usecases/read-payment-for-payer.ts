import type { CardRules } from '../domain/card-kinds.ts';
import type { CardDetails } from '../domain/cards.ts';
import type { Prefilled } from '../domain/entities.ts';
import { totalAmount } from '../domain/money.ts';
import { type ExternalState, externalState, type Status } from '../domain/payment.ts';
import { readPaymentWithPayee } from '../store/payments.ts';
import type { Deps } from './deps.ts';

/** A payment as its pages show it to the payer. */
export interface PayerPayment {
  readonly id: string;
  readonly status: Status;
  readonly state: ExternalState;
  /** In pence. */
  readonly amount: number;
  /** What the card that was sent last adds, in pence; left out where it adds nothing. */
  readonly surcharge?: number;
  readonly total: number;
  readonly description: string;
  readonly language: 'en' | 'cy';
  readonly returnUrl: string;
  readonly email?: string;
  readonly prefilled?: Prefilled;
  /** The card that was sent last, as far as it is kept. */
  readonly cardSummary?: CardDetails;
  readonly account: { readonly name: string; readonly type: 'test' | 'live'; readonly cards: CardRules };
}

/** Reads what the pages show; undefined when there is no such payment, or none that has pages. */
export async function readPaymentForPayer(
  deps: Pick<Deps, 'db'>,
  input: { paymentId: string },
): Promise<PayerPayment | undefined> {
  const payment = await readPaymentWithPayee(deps.db, input.paymentId);
  if (!payment || payment.returnUrl === null) return undefined;
  const { email, prefilled, card } = payment;
  return {
    id: payment.id,
    status: payment.status,
    state: externalState(payment.status),
    amount: payment.amount,
    ...(payment.corporateSurcharge !== null && { surcharge: payment.corporateSurcharge }),
    total: totalAmount(payment),
    description: payment.description,
    language: payment.language,
    returnUrl: payment.returnUrl,
    ...(email && { email }),
    ...(prefilled && { prefilled }),
    ...(card && { cardSummary: card }),
    account: { name: payment.accountName, type: payment.accountType, cards: payment.cards },
  };
}
