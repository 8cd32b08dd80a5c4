import type { CardRules } from '../domain/card-kinds.ts';
import type { GatewayAccount } from '../domain/entities.ts';
import { updateCards } from '../store/accounts.ts';
import type { Deps } from './deps.ts';
import type { AccountAsk } from './find-gateway-accounts.ts';

/** Changes which cards an account takes and what corporate ones add; undefined when the department has no such account. A card that is being paid with keeps what it adds. */
export async function setCards(
  deps: Deps,
  input: AccountAsk & { cards: Partial<CardRules>; traceparent?: string | undefined },
): Promise<GatewayAccount | undefined> {
  const account = await updateCards(deps.db, { ...input, at: deps.now() });
  if (account) deps.logged();
  return account;
}
