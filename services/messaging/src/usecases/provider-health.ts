import { type Move, rules } from '../domain/failover.ts';
import type { Trouble } from '../domain/trouble.ts';
import { listMoves, listTroubles } from '../store/provider-health.ts';
import { readPaces } from '../store/providers.ts';
import type { Deps } from './deps.ts';
import { findProviders, type ProviderHealth } from './manage-providers.ts';

/** All that is known of how a provider does. */
export interface ProviderReport extends ProviderHealth {
  /** Messages of the last minute that it took, beside those that failed. */
  readonly takenLastMinute: number;
  /** What went wrong within the last day, the latest first. */
  readonly troubles: readonly Trouble[];
}

/** Every provider with how it does, and one page of the changes of their weights; `before` is the last change of the page before. */
export async function reportProviders(
  deps: Deps,
  { before, limit }: { before: { at: Date; channel: string } | undefined; limit: number },
): Promise<{ providers: ProviderReport[]; moves: Move[] }> {
  const now = deps.now();
  const since = new Date(now.getTime() - rules.errorWindowS * 1000);
  const minute = (channel: 'email' | 'sms') =>
    readPaces(deps.db, { channel, since, now, slowAfterS: rules.slowAfterS });
  const [providers, troubles, moves, email, sms] = await Promise.all([
    findProviders(deps),
    listTroubles(deps.db),
    listMoves(deps.db, { before, limit }),
    minute('email'),
    minute('sms'),
  ]);
  const taken = { email, sms };
  return {
    moves,
    providers: providers.map((provider) => ({
      ...provider,
      takenLastMinute: taken[provider.channel].find(({ id }) => id === provider.id)?.sent ?? 0,
      troubles: troubles.filter(({ channel, id }) => channel === provider.channel && id === provider.id),
    })),
  };
}
