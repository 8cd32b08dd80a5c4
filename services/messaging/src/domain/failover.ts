import type { Channel } from './entities.ts';

/** The word in place of a provider's id: each try goes to one of the channel's providers, by their weights. */
export const automatic = 'automatic';

/** A provider's share of a channel's messages. */
export interface Share {
  readonly id: string;
  /** 0 to 100, against the others of the channel. */
  readonly weight: number;
  /** The weight that it goes back to. */
  readonly rest: number;
}

/** What a provider did with the messages of the last {@link rules}.slowWindowS seconds. */
export interface Pace {
  readonly id: string;
  readonly sent: number;
  /** Those that took more than {@link rules}.slowAfterS seconds to arrive. */
  readonly slow: number;
}

/** A change of weights: what each provider of a channel had that has another now. */
export interface Move {
  readonly channel: Channel;
  readonly cause: string;
  readonly at: Date;
  readonly weights: readonly { readonly id: string; readonly from: number | null; readonly to: number }[];
}

/** When weights move (GOV.UK Notify's numbers), in points and seconds. */
export const rules = {
  step: 10,
  /** So many errors in so long take weight from a provider, if no weight of the channel changed for as long. */
  errors: 50,
  errorWindowS: 60,
  /** More than this share of slow messages is slow. Looked at so often; acted on if no weight changed for so long. */
  slowShare: 0.15,
  slowAfterS: 300,
  slowWindowS: 900,
  slowEveryS: 60,
  slowUntouchedS: 300,
  /** Weights that were let be for so long go a step back to rest. Looked at so often. */
  restEveryS: 300,
  restUntouchedS: 900,
} as const;

/** Takes a step of weight from one provider and gives it to the others in use, in equal parts. Undefined when there is none to take it. */
export function shiftFrom<Provider extends Share>(
  providers: readonly Provider[],
  id: string,
): Provider[] | undefined {
  const from = providers.find((one) => one.id === id);
  const others = providers.filter((one) => one.id !== id && (one.weight > 0 || one.rest > 0));
  if (!from || from.weight === 0 || others.length === 0) return undefined;
  const each = Math.floor(rules.step / others.length);
  const over = rules.step - each * others.length;
  const gains = new Map(others.map((other, at) => [other.id, each + (at < over ? 1 : 0)]));
  return providers.map((one) => {
    const change = one.id === id ? -rules.step : (gains.get(one.id) ?? 0);
    return { ...one, weight: Math.max(0, Math.min(100, one.weight + change)) };
  });
}

/** Moves every weight a step back to where it rests. Undefined when all rest. */
export function drift<Provider extends Share>(providers: readonly Provider[]): Provider[] | undefined {
  if (providers.every(({ weight, rest }) => weight === rest)) return undefined;
  return providers.map((one) => ({
    ...one,
    weight:
      one.weight > one.rest
        ? Math.max(one.rest, one.weight - rules.step)
        : Math.min(one.rest, one.weight + rules.step),
  }));
}

/** Whether a provider is slow. */
export function isSlow({ sent, slow }: Pace): boolean {
  return sent > 0 && slow / sent > rules.slowShare;
}

/** The slowest of the providers in use, unless none is slow, or all are: then none of them is to blame. */
export function slowest(providers: readonly Share[], paces: readonly Pace[]): string | undefined {
  const used = new Set(providers.filter(({ weight }) => weight > 0).map(({ id }) => id));
  const slow = paces.filter((pace) => used.has(pace.id) && isSlow(pace));
  if (slow.length === 0 || slow.length === used.size) return undefined;
  return slow.sort((a, b) => b.slow / b.sent - a.slow / a.sent)[0]?.id;
}
