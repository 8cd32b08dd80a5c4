import type { ApiKey } from '../domain/entities.ts';
import { listApiKeys, revokeApiKey } from '../store/api-keys.ts';
import type { Deps } from './deps.ts';
import { type AccountAsk, findGatewayAccount } from './find-gateway-accounts.ts';

/** The keys of an account; undefined when the department has no such account. */
export async function findApiKeys(deps: Pick<Deps, 'db'>, ask: AccountAsk): Promise<ApiKey[] | undefined> {
  return (await findGatewayAccount(deps, ask)) && listApiKeys(deps.db, ask.id);
}

/** Revokes a key for good. False when the department has no such key. */
export async function revokeKey(
  deps: Deps,
  input: AccountAsk & { keyId: string; traceparent?: string | undefined },
): Promise<boolean> {
  if (!(await findGatewayAccount(deps, input))) return false;
  const { id: gatewayAccountId, keyId: id, traceparent } = input;
  const found = await revokeApiKey(deps.db, { id, gatewayAccountId, at: deps.now(), traceparent });
  if (found) deps.logged();
  return found;
}
