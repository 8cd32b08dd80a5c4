import type { Payment } from '../domain/entities.ts';
import { move } from '../domain/payment.ts';
import { providerKeys } from '../domain/ports.ts';
import { movePayment } from '../store/moves.ts';
import { leaseStuck } from '../store/work.ts';
import { storeCapture } from './capture-payments.ts';
import type { Deps } from './deps.ts';
import { storeAuthorisation } from './submit-card.ts';

const batch = 20;

/**
 * Looks into payments that were locked too long: whoever held them may have died between the provider's answer and the store. The
 * provider is asked first; only what it has never heard of goes a step back. Returns how many it took in hand.
 */
export async function resolveStuck(deps: Deps): Promise<number> {
  const now = deps.now();
  const span = deps.times.resolveAfter * 1000;
  const stuck = await leaseStuck(deps.db, {
    now,
    lockedBefore: new Date(now.getTime() - span),
    until: new Date(now.getTime() + span),
    limit: batch,
  });
  await Promise.all(stuck.map((payment) => resolveOne(deps, payment)));
  return stuck.length;
}

async function resolveOne(deps: Deps, payment: Payment): Promise<void> {
  try {
    await resolvers[payment.status as keyof typeof resolvers](deps, payment);
    deps.log.info({ paymentId: payment.id, from: payment.status }, 'a stuck payment was resolved');
  } catch (error) {
    deps.log.warn({ paymentId: payment.id, err: error }, 'a stuck payment could not be resolved yet');
  }
}

const resolvers = {
  'AUTHORISATION READY': resolveAuthorisation,
  'AUTHORISATION 3DS READY': resolveChallenge,
  'CAPTURE READY': resolveCapture,
};

async function resolveCapture(deps: Deps, payment: Payment): Promise<void> {
  const { id: paymentId, transactionId } = payment;
  const key = providerKeys.capture(paymentId);
  const provider = await deps.provider(payment);
  const standing = await provider.query({ key, paymentId, transactionId });
  if (standing?.operation === 'capture') return storeCapture(deps, payment, standing);
  const back = { id: payment.id, move: move('CAPTURE READY', 'CAPTURE APPROVED'), at: deps.now() };
  if (await movePayment(deps.db, back)) deps.logged();
}

async function resolveAuthorisation(deps: Deps, payment: Payment): Promise<void> {
  const provider = await deps.provider(payment);
  const authorisationKey = providerKeys.authorise(payment.id, payment.attempt);
  const { id: paymentId, transactionId } = payment;
  const standing = await provider.query({ key: authorisationKey, paymentId, transactionId });
  if (standing?.operation === 'authorise' && standing.outcome !== 'cancelled') {
    await storeAuthorisation(deps, payment, standing, { resolved: true });
    return;
  }
  // The request may still be on its way: with the key cancelled it can no longer take effect, and the payer or the worker may try again.
  // A key that is cancelled already was cancelled here, by a resolver that did not hear the answer.
  if (!standing)
    await provider.cancel({ key: `${authorisationKey}-cancel`, authorisationKey, transactionId });
  const to = payment.authorisationMode === 'agreement' ? 'USER NOT PRESENT QUEUED' : 'ENTERING CARD DETAILS';
  const back = { id: payment.id, move: move('AUTHORISATION READY', to), at: deps.now() };
  if (await movePayment(deps.db, back)) deps.logged();
}

/** An answer that the provider has not heard may be given again: whichever comes first counts. */
async function resolveChallenge(deps: Deps, payment: Payment): Promise<void> {
  const { id: paymentId, transactionId } = payment;
  const key = providerKeys.authorise(paymentId, payment.attempt);
  const provider = await deps.provider(payment);
  const standing = await provider.query({ key, paymentId, transactionId });
  if (standing?.operation !== 'authorise')
    throw new Error('The provider does not know its own authorisation');
  await storeAuthorisation(deps, payment, standing, { resolved: true });
}
