import { readPageToken } from '../domain/ids.ts';
import { followLink } from '../store/moves.ts';
import type { Deps } from './deps.ts';

/**
 * Follows a payment's link. A link works once; the first that is followed starts the payment. `used` is a link of ours that was
 * followed before, `unknown` one that this service never made.
 */
export async function followPaymentLink(
  deps: Deps,
  input: { token: string; traceparent?: string | undefined },
): Promise<{ paymentId: string } | 'used' | 'unknown'> {
  const link = readPageToken(input.token, deps.pageMac);
  if (!link) return 'unknown';
  const followed = await followLink(deps.db, link, deps.now(), input.traceparent);
  if (!followed) return 'used';
  deps.logged();
  return { paymentId: followed.id };
}
