import { providerKeys } from '../domain/ports.ts';
import { type Charge, lockForCharge } from '../store/work.ts';
import type { Deps } from './deps.ts';
import { type Answered, storeAuthorisation } from './submit-card.ts';

const batch = 20;

/** Takes payments that agreements are to be charged for: locks a batch, asks the provider, stores each answer. Returns how many it locked. */
export async function chargeAgreements(deps: Deps): Promise<number> {
  const charges = await lockForCharge(deps.db, deps.now(), batch);
  if (charges.length > 0) deps.logged();
  await Promise.all(charges.map((charge) => chargeOne(deps, charge)));
  return charges.length;
}

async function chargeOne(deps: Deps, charge: Charge): Promise<void> {
  const { payment } = charge;
  try {
    await storeAuthorisation(deps, payment, await ask(deps, charge), { resolved: false });
  } catch (error) {
    // Whether the card was charged is unknown: the lock stays, and the resolver asks the provider.
    deps.log.warn({ paymentId: payment.id, err: error }, 'a charge of an agreement has an unknown outcome');
  }
}

async function ask(deps: Deps, { payment, cardToken }: Charge): Promise<Answered> {
  if (!cardToken) return noCard;
  const { id: paymentId, amount, currency, description } = payment;
  const provider = await deps.provider(payment);
  return provider.chargeKeptCard({
    key: providerKeys.authorise(paymentId, payment.attempt),
    paymentId,
    amount,
    currency,
    description,
    cardToken: deps.openToken(cardToken),
  });
}

// The agreement was cancelled, or its card is no longer good, since the payment was asked for.
const noCard: Answered = { outcome: 'declined', transactionId: null, canRetry: false };
