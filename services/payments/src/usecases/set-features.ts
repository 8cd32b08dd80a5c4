import type { Features, GatewayAccount } from '../domain/entities.ts';
import { updateFeatures } from '../store/accounts.ts';
import type { Deps } from './deps.ts';
import type { AccountAsk } from './find-gateway-accounts.ts';

/** Changes an account's features; undefined when the department has no such account. Keys carry the features, so it bites when they are read anew. */
export async function setFeatures(
  deps: Deps,
  input: AccountAsk & { features: Partial<Features>; traceparent?: string | undefined },
): Promise<GatewayAccount | undefined> {
  const account = await updateFeatures(deps.db, { ...input, at: deps.now() });
  if (account) deps.logged();
  return account;
}
