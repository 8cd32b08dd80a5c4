import type { Card } from '../domain/cards.ts';
import type { Check, CheckName } from '../domain/credential.ts';
import type { PaymentProvider } from '../domain/ports.ts';

/** One thing to look at. */
export interface Step {
  readonly check: CheckName;
  /** Undefined when it is as it should be, else what is wrong. It may be repeated. Whatever it rejects with is shown to administrators. */
  run(): Promise<string | undefined>;
}

/**
 * Looks at one thing after the other, up to the first that is wrong; `cancel` is tried whenever `authorise` was. A step that rejects is
 * repeated, up to `tries` times in all.
 */
export async function runChecks(steps: readonly Step[], tries: number): Promise<Check[]> {
  const checks: Check[] = [];
  for (const { check, run } of steps) {
    const begun = checks.some((done) => done.check === 'authorise');
    if (checks.some(({ passed }) => !passed) && !(check === 'cancel' && begun)) continue;
    const detail = await attempt(run, tries);
    checks.push({ check, passed: detail === undefined, ...(detail !== undefined && { detail }) });
  }
  return checks;
}

/** Checks a provider that moves no money by a card of its own that it authorises. */
export function verifyByCard(
  provider: PaymentProvider,
  ask: { run: string; leftover: string | undefined; card: Card; connect: Step['run'] },
): Promise<Check[]> {
  const key = keyOf(ask.run);
  const query = () => provider.query({ key, paymentId: ask.run, transactionId: null });
  const release = (run: string) =>
    provider.cancel({ key: `${keyOf(run)}-cancel`, authorisationKey: keyOf(run), transactionId: null });
  const steps: Step[] = [
    { check: 'connect', run: ask.connect },
    {
      check: 'authorise',
      async run() {
        if (ask.leftover) await release(ask.leftover);
        const { card, run: paymentId } = ask;
        const what = { amount: 100, currency: 'GBP', description: 'A check of credentials', keepCard: false };
        const { outcome } = await provider.authorise({ key, paymentId, card, ...what });
        return outcome === 'authorised' ? undefined : `A card that is always good was ${outcome}`;
      },
    },
    {
      check: 'query',
      async run() {
        const standing = await query();
        return standing?.outcome === 'authorised' ? undefined : 'What was authorised is not found by its key';
      },
    },
    { check: 'cancel', run: () => release(ask.run).then(() => undefined) },
    {
      check: 'released',
      async run() {
        const standing = await query();
        return standing?.outcome === 'cancelled' ? undefined : 'What was cancelled still stands';
      },
    },
  ];
  return runChecks(steps, 3);
}

function keyOf(run: string): string {
  return `verification-${run}-authorise`;
}

async function attempt(run: Step['run'], tries: number): Promise<string | undefined> {
  try {
    return await run();
  } catch (error) {
    if (tries > 1) return attempt(run, tries - 1);
    return error instanceof Error ? error.message : 'The provider did not answer';
  }
}
