import type { PaymentProvider } from '../../src/domain/ports.ts';

/** Which calls are lost now: on their way there, or on the way back. */
export interface Loss {
  now: 'before' | 'after' | undefined;
}

/** A provider at the end of a line that loses calls. */
export function losing(provider: PaymentProvider, loss: Loss): PaymentProvider {
  const over =
    <Ask, Reply>(act: (ask: Ask) => Promise<Reply>) =>
    async (ask: Ask): Promise<Reply> => {
      if (loss.now === 'before') throw new Error('the call was lost');
      const reply = await act(ask);
      if (loss.now === 'after') throw new Error('the answer was lost');
      return reply;
    };
  return {
    authorise: over(provider.authorise),
    authorise3ds: over(provider.authorise3ds),
    chargeKeptCard: over(provider.chargeKeptCard),
    capture: over(provider.capture),
    refund: over(provider.refund),
    cancel: over(provider.cancel),
    query: over(provider.query),
    dispute: over(provider.dispute),
    notification: provider.notification,
  };
}
