import { HandOverFailure } from '../domain/ports.ts';
import { type DueStandby, setStandby, takeStandbyNumber, takeStandbys } from '../store/standbys.ts';
import type { Deps } from './deps.ts';
import { giveOrder, LostSwap, partyOf, pullToken, targetOf } from './swap-calls.ts';

/** Tokens end after an hour. */
const renewS = 20 * 60;
const againS = 15;

/**
 * Sees to the old implementations of completed swaps: those that did not answer are told on to follow, those that follow get a new token in good time, and those
 * that need not any longer are told so. What fails is tried again.
 */
export async function keepStandbys(deps: Deps): Promise<void> {
  for (const due of await takeStandbys(deps.db, { againS, limit: 10 })) {
    const { id, standby } = due.swap;
    try {
      const to = standby === 'ending' ? await letGo(deps, due) : await tell(deps, due);
      await setStandby(deps.db, { id, from: standby, to, dueS: renewS });
    } catch (error) {
      if (error instanceof LostSwap) continue;
      if (!(error instanceof HandOverFailure)) throw error;
      deps.log.warn({ swap: id, standby, reason: error.message }, 'a standby is tried again');
    }
  }
}

async function tell(deps: Deps, { swap }: DueStandby): Promise<'following'> {
  const [from, to] = [await partyOf(deps, swap, 'from'), await partyOf(deps, swap, 'to')];
  const { key } = from;
  if (!key) throw new HandOverFailure(`${from.name} is registered without a key`, { status: 404 });
  const ms = deps.swaps.call;
  if (swap.standby === 'wanted') {
    await giveOrder(deps, swap, {
      to: from,
      role: 'follower',
      epoch: swap.new_epoch ?? 0,
      ms,
      number: (atLeast) => takeStandbyNumber(deps.db, { id: swap.id, atLeast }),
    });
  }
  const target = await targetOf(deps, swap, from);
  const ask = { source_url: to.base_url, token: await pullToken(deps, swap, { source: to, key }) };
  const known = swap.barrier?.position ?? 0;
  const { follow } = await deps.handOver.follow(target, { ...ask, from_position: known }, ms);
  if (follow?.phase === 'failed') {
    // What it knew is kept no longer where it comes from: it begins anew.
    await deps.handOver.unfollow(target, ms);
    await deps.handOver.follow(target, ask, ms);
  }
  return 'following';
}

async function letGo(deps: Deps, { swap, isNeeded }: DueStandby): Promise<'ended'> {
  if (isNeeded) return 'ended';
  try {
    const target = await targetOf(deps, swap, await partyOf(deps, swap, 'from'));
    await deps.handOver.unfollow(target, deps.swaps.call);
  } catch (error) {
    // One that is not there any longer, or knows of nothing, does not follow either.
    if (!(error instanceof HandOverFailure) || error.isPassing) throw error;
  }
  return 'ended';
}
