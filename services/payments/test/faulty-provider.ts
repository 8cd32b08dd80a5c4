import { randomBytes } from 'node:crypto';
import type { Wiring } from '@ashlar/wiring';
import type { PaymentProvider } from '../src/domain/ports.ts';
import { tokens } from '../src/wiring.ts';
import { aSandbox } from './providers/sandboxes.ts';

type Operation = Exclude<keyof PaymentProvider, 'notification' | 'playDispute'>;

/** Faults that the provider has now, by operation: before it did anything, or after. */
const faults: Partial<Record<Operation, 'before' | 'after'>> = {};
/** The provider's answers wait for this. */
let gate: Promise<void> | undefined;

/** Has a service use a sandbox that {@link withFault} and {@link hold} reach. */
export function faultyProvider(wiring: Wiring): void {
  wiring.single(tokens.providers, (get) => {
    const sandbox = aSandbox(get(tokens.resources).pool, 'sandbox', {
      notificationKey: Buffer.from(get(tokens.config).sandboxNotificationSecret ?? randomBytes(32)),
    });
    return new Map([['sandbox', faulty(sandbox)]]);
  });
}

/** Lets an operation of the provider fail, before or after it took effect, while `work` runs. */
export async function withFault<T>(
  operation: Operation,
  when: 'before' | 'after',
  work: () => Promise<T>,
): Promise<T> {
  faults[operation] = when;
  try {
    return await work();
  } finally {
    delete faults[operation];
  }
}

/** Makes the provider's answers wait until `open` is called. */
export function hold(): { open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  gate = promise;
  return {
    open() {
      gate = undefined;
      resolve();
    },
  };
}

function faulty(sandbox: PaymentProvider): PaymentProvider {
  const around =
    <Ask, Reply>(name: Operation, act: (ask: Ask) => Promise<Reply>) =>
    async (ask: Ask): Promise<Reply> => {
      if (faults[name] === 'before') throw new Error('the provider is away');
      const reply = await act(ask);
      await gate;
      if (faults[name] === 'after') throw new Error('the answer was lost');
      return reply;
    };
  return {
    authorise: around('authorise', sandbox.authorise),
    authorise3ds: around('authorise3ds', sandbox.authorise3ds),
    chargeKeptCard: around('chargeKeptCard', sandbox.chargeKeptCard),
    capture: around('capture', sandbox.capture),
    refund: around('refund', sandbox.refund),
    cancel: around('cancel', sandbox.cancel),
    query: around('query', sandbox.query),
    dispute: around('dispute', sandbox.dispute),
    ...(sandbox.playDispute && { playDispute: sandbox.playDispute }),
    notification: sandbox.notification,
  };
}
