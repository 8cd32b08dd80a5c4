/** How a sandbox misbehaves. Chances are from 0 to 1; spans are milliseconds, from and to. */
export interface Faults {
  /** What the chances are drawn from: the same seed and the same order of calls give the same faults. */
  readonly seed: number;
  /** How long an answer takes: many quick ones and few slow ones (the logarithm is spread evenly). */
  readonly latency: Span;
  /** A call is lost before it took effect. */
  readonly lostBefore: number;
  /** An answer is lost after the call took effect. */
  readonly lostAfter: number;
  /** How long the caller of something lost waits for it. */
  readonly timeout: number;
  /** A call is refused with a fault of the provider's, without effect. */
  readonly error: number;
  /** A notification is sent twice. */
  readonly duplicate: number;
  /** How late notifications are, each on its own, so that they overtake each other. */
  readonly late: Span;
  /** A notification is never sent. */
  readonly unsent: number;
}

/** From and to, in milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** No faults at all, and the worst that the platform is tested with. */
export const faultPresets: Readonly<Record<'none' | 'worst', Faults>> = {
  none: {
    seed: 1,
    latency: { from: 0, to: 0 },
    lostBefore: 0,
    lostAfter: 0,
    timeout: 0,
    error: 0,
    duplicate: 0,
    late: { from: 0, to: 0 },
    unsent: 0,
  },
  worst: {
    seed: 1,
    latency: { from: 1, to: 200 },
    lostBefore: 0.1,
    lostAfter: 0.15,
    timeout: 300,
    error: 0.05,
    duplicate: 0.5,
    late: { from: 0, to: 3000 },
    unsent: 0.2,
  },
};

/**
 * Reads settings: a preset's name, then changes of it: `worst,seed=7,late=0..500`. Times are milliseconds, chances 0 to 1; only `latency`
 * and `late` are spans.
 * @throws {Error} that says which part cannot be read.
 */
export function parseFaults(text: string): Faults {
  const [first = '', ...rest] = text.split(',').map((part) => part.trim());
  const preset = first === 'worst' || first === 'none' ? faultPresets[first] : undefined;
  const changes = preset ? rest : [first, ...rest];
  return { ...(preset ?? faultPresets.none), ...Object.fromEntries(changes.map(changeOf)) };
}

function changeOf(part: string): [string, number | Span] {
  const [name = '', value = ''] = part.split('=');
  const read = Object.hasOwn(readers, name) ? readers[name]?.(value) : undefined;
  if (read === undefined) throw new Error(`cannot be read at “${name}”`);
  return [camel(name), read];
}

const chance = (text: string) => (/^(0|1|0?\.\d+)$/.test(text) ? Number(text) : undefined);
const whole = (text: string) => (/^\d{1,6}$/.test(text) ? Number(text) : undefined);
const span = (text: string): Span | undefined => {
  const [, from, to] = /^(\d{1,6})\.\.(\d{1,6})$/.exec(text) ?? [];
  return from !== undefined && Number(from) <= Number(to)
    ? { from: Number(from), to: Number(to) }
    : undefined;
};
const readers: Readonly<Record<string, (text: string) => number | Span | undefined>> = {
  seed: whole,
  latency: span,
  lost_before: chance,
  lost_after: chance,
  timeout: whole,
  error: chance,
  duplicate: chance,
  late: span,
  unsent: chance,
};

function camel(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
