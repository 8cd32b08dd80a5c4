import type { GatewayAccount, Setting } from '../domain/entities.ts';
import { updateSetting } from '../store/accounts.ts';
import type { Deps } from './deps.ts';
import type { AccountAsk } from './find-gateway-accounts.ts';

/**
 * Changes an account's limits, features or rules for cards; undefined when the department has no such account. Keys carry the first two, so
 * that those bite when the keys are read anew. A card that is being paid with keeps what it adds.
 */
export async function changeSetting(
  deps: Deps,
  input: AccountAsk & { setting: Setting; traceparent?: string | undefined },
): Promise<GatewayAccount | undefined> {
  const account = await updateSetting(deps.db, { ...input, at: deps.now() });
  if (account) deps.logged();
  return account;
}
