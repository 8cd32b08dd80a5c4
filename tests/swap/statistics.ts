/** A distribution of milliseconds. */
export interface Distribution {
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

/** Of some values, each share is one of them. */
export function distributionOf(values: readonly number[]): Distribution {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
  return { count: sorted.length, p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
}

/** As one line. */
export function showDistribution({ count, p50, p90, p99, max }: Distribution): string {
  const [middle, high, higher, highest] = [p50, p90, p99, max].map((ms) => `${Math.round(ms)} ms`);
  return count === 0 ? 'none' : `p50 ${middle}, p90 ${high}, p99 ${higher}, max ${highest} (${count})`;
}
