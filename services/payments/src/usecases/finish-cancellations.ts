import type { Payment } from '../domain/entities.ts';
import { cancelled } from '../domain/payment.ts';
import { providerKeys } from '../domain/ports.ts';
import { movePayment } from '../store/moves.ts';
import { leaseCancellations } from '../store/work.ts';
import type { Deps } from './deps.ts';

const batch = 20;

/** Has providers let go of the cards of payments that were cancelled or expired after their authorisation. Returns how many it took in hand. */
export async function finishCancellations(deps: Deps): Promise<number> {
  const now = deps.now();
  const until = new Date(now.getTime() + deps.times.resolveAfter * 1000);
  const payments = await leaseCancellations(deps.db, now, until, batch);
  await Promise.all(payments.map((payment) => finishOne(deps, payment)));
  return payments.length;
}

async function finishOne(deps: Deps, payment: Payment): Promise<void> {
  const end = cancelled(payment.status);
  if (!end) return;
  try {
    const provider = await deps.provider(payment);
    await provider.cancel({
      key: providerKeys.cancel(payment.id),
      authorisationKey: providerKeys.authorise(payment.id, payment.attempt),
      transactionId: payment.transactionId,
    });
    if (await movePayment(deps.db, { id: payment.id, move: end, at: deps.now() })) deps.logged();
  } catch (error) {
    // Repeating a cancellation is harmless, so it is tried again when the lease ends.
    deps.log.warn({ paymentId: payment.id, err: error }, 'the provider did not let go of an authorisation');
  }
}
