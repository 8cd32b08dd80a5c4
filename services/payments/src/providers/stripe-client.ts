import Stripe from 'stripe';

/** How Stripe is reached, whoever asks. */
export interface StripeLine {
  /** Root of Stripe's API. */
  readonly url: string;
  /** How long one try of a call may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Tries of a call beyond the first, each under the same idempotency key. */
  readonly retries: number;
}

/** What it takes to reach Stripe as one of its customers. */
export interface StripeSetup extends StripeLine {
  /** A secret key, or a restricted one that may write payment intents, payment methods, customers and refunds, and read disputes. */
  readonly apiKey: string;
  /** What Stripe signs its notifications with; without it none is believed. */
  readonly webhookSecret: string | undefined;
}

/** The version of Stripe's API that this service was written for, whatever an account has as its default. */
export const stripeVersion = '2026-10-28.endive';

/** A client of Stripe's API. */
export function openStripe({ apiKey, url, timeoutMs, retries }: StripeSetup): Stripe {
  const { protocol, hostname, port } = new URL(url);
  return new Stripe(apiKey, {
    apiVersion: stripeVersion,
    host: hostname,
    protocol: protocol === 'http:' ? 'http' : 'https',
    ...(port !== '' && { port }),
    timeout: timeoutMs,
    maxNetworkRetries: retries,
    telemetry: false,
  });
}

/** Stripe did not say what became of a call. It names the kind of failure only: Stripe's own errors quote what they were sent. */
export class StripeUnanswered extends Error {
  constructor(kind: string) {
    super(`Stripe did not answer: ${kind}`);
    this.name = 'StripeUnanswered';
  }
}

/**
 * Makes a call; `refused` reads the answer to one that Stripe turned down for good (a declined card, a request that cannot be done). It
 * answers undefined for what it cannot read.
 * @throws {StripeUnanswered} when the outcome is unknown, or `refused` does not know what to make of it.
 */
export async function asked<T>(
  call: () => Promise<T>,
  refused: (error: Refusal) => T | undefined | Promise<T | undefined> = () => undefined,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof StripeUnanswered) throw error;
    const answer = isRefusal(error) ? await refused(error) : undefined;
    if (answer !== undefined) return answer;
    throw new StripeUnanswered(kindOf(error));
  }
}

/** An answer of Stripe's that says no, and will say no again. */
export type Refusal =
  | InstanceType<typeof Stripe.errors.StripeCardError>
  | InstanceType<typeof Stripe.errors.StripeInvalidRequestError>
  | InstanceType<typeof Stripe.errors.StripeIdempotencyError>;

function isRefusal(error: unknown): error is Refusal {
  const { StripeCardError, StripeInvalidRequestError, StripeIdempotencyError } = Stripe.errors;
  const kinds = [StripeCardError, StripeInvalidRequestError, StripeIdempotencyError];
  // 409: the same call is still under way, and 429: later.
  return (
    kinds.some((kind) => error instanceof kind) && ![409, 429].includes((error as Refusal).statusCode ?? 0)
  );
}

function kindOf(error: unknown): string {
  if (error instanceof Stripe.errors.StripeError)
    return error.code ? `${error.type}, ${error.code}` : error.type;
  return error instanceof Error ? error.name : typeof error;
}
