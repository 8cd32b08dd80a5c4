import type { GatewayAccount, Limits } from '../domain/entities.ts';
import { updateLimits } from '../store/accounts.ts';
import type { Deps } from './deps.ts';
import type { AccountAsk } from './find-gateway-accounts.ts';

/** Changes an account's limits; undefined when the department has no such account. Keys carry the limits, so it bites when they are read anew. */
export async function setLimits(
  deps: Deps,
  input: AccountAsk & { limits: Partial<Limits>; traceparent?: string | undefined },
): Promise<GatewayAccount | undefined> {
  const account = await updateLimits(deps.db, { ...input, at: deps.now() });
  if (account) deps.logged();
  return account;
}
