import type { Channel } from '../domain/entities.ts';
import { drift, rules, shiftFrom, slowest } from '../domain/failover.ts';
import { deleteTroubles } from '../store/provider-health.ts';
import {
  addProviderErrors,
  changeProviders,
  countProviderErrors,
  deleteProviderErrors,
  listProviders,
  type ProviderRow,
  readPaces,
  takeWatch,
} from '../store/providers.ts';
import type { Deps } from './deps.ts';

/** Stores what this process met, and moves weights away from providers that fail or are slow, and back again (`domain/failover.ts`). */
export async function watchProviders(deps: Deps): Promise<void> {
  const now = deps.now();
  await storeErrors(deps, now);
  const errors = await countProviderErrors(deps.db, before(now, rules.errorWindowS));
  const all = await listProviders(deps.db);
  deps.providerRates.learn(all);
  for (const channel of ['email', 'sms'] as const) {
    const providers = all.filter((one) => one.channel === channel);
    const failing = providers
      .map(({ id }) => errors.find((one) => one.channel === channel && one.id === id))
      .filter((one) => one !== undefined && one.count >= rules.errors)
      .sort((a, b) => (b?.count ?? 0) - (a?.count ?? 0))[0];
    if (failing && untouched(providers, before(now, rules.errorWindowS))) {
      await change(deps, providers, shiftFrom(providers, failing.id), { cause: 'errors', at: now });
      continue;
    }
    if (!(await moveFromSlow(deps, channel, providers, now))) await moveToRest(deps, channel, providers, now);
  }
}

/** Deletes counts that no rule looks at any more, and what has not gone wrong for a day. */
export async function pruneProviderErrors(deps: Deps): Promise<void> {
  await deleteTroubles(deps.db, before(deps.now(), 86_400));
  await deleteProviderErrors(deps.db, before(deps.now(), 2 * rules.errorWindowS));
}

async function storeErrors(deps: Deps, at: Date): Promise<void> {
  const met = deps.providerErrors.take();
  if (met.length === 0) return;
  try {
    await addProviderErrors(deps.db, met, at);
  } catch (error) {
    for (const { channel, id, reason, count } of met) deps.providerErrors.add(channel, id, reason, count);
    throw error;
  }
}

async function moveFromSlow(
  deps: Deps,
  channel: Channel,
  providers: readonly ProviderRow[],
  now: Date,
): Promise<boolean> {
  const turn = { channel, what: 'slowness' as const, before: before(now, rules.slowEveryS), at: now };
  if (!(await takeWatch(deps.db, turn))) return false;
  if (!untouched(providers, before(now, rules.slowUntouchedS))) return false;
  const since = before(now, rules.slowWindowS);
  const paces = await readPaces(deps.db, { channel, since, now, slowAfterS: rules.slowAfterS });
  const slow = slowest(providers, paces);
  if (slow === undefined) return false;
  return change(deps, providers, shiftFrom(providers, slow), { cause: 'slow', at: now });
}

async function moveToRest(
  deps: Deps,
  channel: Channel,
  providers: readonly ProviderRow[],
  now: Date,
): Promise<void> {
  if (!untouched(providers, before(now, rules.restUntouchedS))) return;
  const turn = { channel, what: 'rest' as const, before: before(now, rules.restEveryS), at: now };
  if (!(await takeWatch(deps.db, turn))) return;
  await change(deps, providers, drift(providers), { cause: 'rest', at: now });
}

async function change(
  deps: Deps,
  before: readonly ProviderRow[],
  after: readonly ProviderRow[] | undefined,
  why: { cause: string; at: Date },
): Promise<boolean> {
  const moved = after?.filter((one, at) => one.weight !== before[at]?.weight) ?? [];
  if (moved.length === 0 || !(await changeProviders(deps.db, moved, why))) return false;
  for (const { channel, id, weight } of moved) {
    deps.log.warn({ channel, provider: id, weight, cause: why.cause }, 'a provider has another weight now');
  }
  return true;
}

function untouched(providers: readonly ProviderRow[], since: Date): boolean {
  return providers.every(({ changedAt, cause }) => cause === 'new' || changedAt <= since);
}

function before(now: Date, seconds: number): Date {
  return new Date(now.getTime() - seconds * 1000);
}
