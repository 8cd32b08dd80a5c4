/** A component and a department as the bridge finds them: who answers, and how that came about. */
export interface Served {
  readonly component: string;
  readonly department: string;
  readonly implementationId: string;
  readonly baseUrl: string;
  /** Whether the bridge publishes what this implementation says, as long as it is bound. */
  readonly byFeed: boolean;
  /** The last swap that was committed for the two, if there was one. */
  readonly swap: CommittedSwap | undefined;
  /** The barrier of the last swap away from an implementation whose events the bridge published; 0 if there was none. */
  readonly feedBarrier: number;
  readonly cursor: BridgeCursor | undefined;
}

/** What matters of a swap: positions go on over it, so both sides' logs are one line of positions. */
export interface CommittedSwap {
  readonly toId: string;
  readonly fromFeed: boolean;
  readonly newEpoch: number;
  /** Where the former implementation stopped to write. */
  readonly barrier: number;
}

/** How far the bridge is. */
export interface BridgeCursor {
  readonly implementationId: string;
  readonly swapEpoch: number;
  readonly position: number;
}

/** What the bridge reads: everything after `after`, up to `until` if that is said. */
export interface Reading extends BridgeCursor {
  readonly component: string;
  readonly department: string;
  readonly baseUrl: string;
  readonly until?: number;
}

/**
 * So many positions before the barrier are published again when an implementation with a relay of its own is replaced by one without: its relay may be a little
 * behind, and order per key must not depend on that. Whoever has them already drops them by their ids.
 */
export const overlap = 1000;

/** What there is to read for a component and a department now; undefined when nothing. */
export function readingOf(served: Served): Reading | undefined {
  const { component, department, baseUrl, implementationId, byFeed, cursor } = served;
  const swap = served.swap?.toId === implementationId ? served.swap : undefined;
  const place = { component, department, baseUrl };
  if (byFeed) {
    const position = beginning(served, swap);
    return { ...place, implementationId, swapEpoch: swap?.newEpoch ?? 0, position };
  }
  // What the former one said before the barrier is in the log of its successor too, at the same positions and with the same ids.
  const position = cursor?.position ?? 0;
  if (!swap?.fromFeed || position >= swap.barrier) return undefined;
  const before = {
    implementationId: cursor?.implementationId ?? implementationId,
    swapEpoch: cursor?.swapEpoch ?? 0,
  };
  return { ...place, ...before, position, until: swap.barrier };
}

function beginning(
  { implementationId, cursor, feedBarrier }: Served,
  swap: CommittedSwap | undefined,
): number {
  const isKnown = cursor?.implementationId === implementationId && (swap?.newEpoch ?? 0) <= cursor.swapEpoch;
  if (isKnown) return cursor.position;
  // Bound without a hand-over: its positions have nothing to do with those of any other.
  if (!swap) return 0;
  if (swap.fromFeed) return cursor?.position ?? 0;
  // The one with a relay published all but the last of what it said itself, and nothing of what the bridge had left.
  const behindRelay = Math.max(0, swap.barrier - overlap);
  const left = cursor?.position ?? 0;
  return left >= feedBarrier ? Math.max(left, behindRelay) : left;
}

/** Which part of an implementation's change feed is asked for. */
export interface FeedAsk {
  readonly component: string;
  readonly department: string;
  readonly baseUrl: string;
  readonly after: number;
}

/** A part of a change feed: members as they came, the cursor to send next. `gone`: the cursor is no longer kept; `oldest` is the least that is, if it was told. */
export type FeedPage =
  | { readonly events: readonly unknown[]; readonly position: number }
  | { readonly gone: true; readonly oldest: number | undefined };

/** Implementations' change feeds (`GET /ashlar/v1/changes`), as the bridge meets them. */
export interface ChangeFeeds {
  /** Waits some seconds where there is nothing new. Rejects when the implementation is away, says no or answers nonsense. */
  read(ask: FeedAsk, signal: AbortSignal): Promise<FeedPage>;
}
