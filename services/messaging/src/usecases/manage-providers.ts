import type { CarrierScript } from '../domain/carrier-script.ts';
import type { Channel } from '../domain/entities.ts';
import { isSlow, type Pace, rules } from '../domain/failover.ts';
import {
  addProviders,
  changeProviders,
  countProviderErrors,
  listProviders,
  type ProviderRow,
  readPaces,
} from '../store/providers.ts';
import type { Deps } from './deps.ts';

/** A provider, and how it does. */
export interface ProviderHealth extends ProviderRow {
  /** Whether this process can send through it. */
  readonly isConfigured: boolean;
  readonly state: 'ok' | 'failing' | 'slow' | 'unused';
  readonly errors: number;
  readonly pace: Pace;
}

/** Makes this process's providers known to all. */
export async function introduceProviders(deps: Deps): Promise<void> {
  for (const channel of ['email', 'sms'] as const) {
    const providers = deps.providers
      .idsFor(channel)
      .map((id) => ({ id, rest: deps.providers.restingWeight(id) }));
    await addProviders(deps.db, channel, providers, deps.now());
  }
  deps.providerRates.learn(await listProviders(deps.db));
}

/** Every provider and how it has done lately. */
export async function findProviders(deps: Deps): Promise<ProviderHealth[]> {
  const now = deps.now();
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
  const ask = { since: ago(rules.slowWindowS), now, slowAfterS: rules.slowAfterS };
  const [rows, errors, email, sms] = await Promise.all([
    listProviders(deps.db),
    countProviderErrors(deps.db, ago(rules.errorWindowS)),
    readPaces(deps.db, { ...ask, channel: 'email' }),
    readPaces(deps.db, { ...ask, channel: 'sms' }),
  ]);
  const paces = { email, sms };
  return rows.map((row) => {
    const { channel, id } = row;
    const count = errors.find((one) => one.channel === channel && one.id === id)?.count ?? 0;
    const pace = paces[channel].find((one) => one.id === id) ?? { id, sent: 0, slow: 0 };
    const isConfigured = deps.providers.idsFor(channel).includes(id);
    return { ...row, isConfigured, errors: count, pace, state: stateOf(row, count, pace) };
  });
}

/**
 * Sets what is given of a provider: its weight, to which it then goes back, what it takes a second, and a scripted carrier's script. Undefined when there is none of this id;
 * `changed_meanwhile` when another change came between.
 */
export async function changeProvider(
  deps: Deps,
  ask: {
    channel: Channel;
    id: string;
    weight?: number;
    script?: Partial<CarrierScript>;
    rate?: number | null;
  },
): Promise<ProviderHealth | 'changed_meanwhile' | undefined> {
  const { channel, id, weight, script, rate } = ask;
  const known = (await listProviders(deps.db)).find((one) => one.channel === channel && one.id === id);
  if (!known) return undefined;
  const next = {
    ...known,
    ...(weight !== undefined && { weight, rest: weight }),
    ...(script !== undefined && { script }),
    ...(rate !== undefined && { rate }),
  };
  const done = await changeProviders(deps.db, [next], { cause: 'administrator', at: deps.now() });
  if (!done) return 'changed_meanwhile';
  return (await findProviders(deps)).find((one) => one.channel === channel && one.id === id);
}

function stateOf({ weight }: ProviderRow, errors: number, pace: Pace): ProviderHealth['state'] {
  if (errors >= rules.errors) return 'failing';
  if (isSlow(pace)) return 'slow';
  return weight === 0 && pace.sent === 0 ? 'unused' : 'ok';
}
