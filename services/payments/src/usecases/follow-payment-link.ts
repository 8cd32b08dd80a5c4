import { followLink } from '../store/moves.ts';
import type { Deps } from './deps.ts';

/**
 * Follows a payment's link. A link works once; the first that is followed starts the payment. `used` says that it was followed before;
 * `unknown` is one that this service never made.
 */
export async function followPaymentLink(
  deps: Deps,
  input: { token: string; traceparent?: string | undefined },
): Promise<{ paymentId: string; used: boolean } | 'unknown'> {
  const link = await deps.readPageToken(input.token);
  if (!link) return 'unknown';
  const followed = await followLink(deps.db, link, deps.now(), input.traceparent);
  if (followed) deps.logged();
  return { paymentId: link.payment, used: !followed };
}
