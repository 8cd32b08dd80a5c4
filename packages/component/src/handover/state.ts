import { readHead, readStamped } from '@ashlar/events';
import { type Queryable, readFence } from '@ashlar/postgres';
import { type Follow, readFollow } from './follow-store.ts';

/** How a department stands here (`HandoverState` of the contract). */
export async function readState(db: Queryable, department: string): Promise<Record<string, unknown>> {
  const fence = await readFence(db, department);
  // Of a frozen one nothing follows: what its readers were told may lie behind its own last row.
  const position = fence?.role === 'frozen' ? await readStamped(db) : await readHead(db, department);
  const follow = await readFollow(db, department);
  return {
    department,
    role: fence?.role ?? 'standalone',
    ...(fence && { epoch: fence.epoch, order: fence.order }),
    position,
    follow: follow ? shown(follow) : null,
  };
}

/** A follower that was seen this recently still waits for news, and has all until then. */
const freshMs = 5000;

function shown(follow: Follow) {
  const { source, phase, position, begun, records, error, caughtUp, caughtUpAt, seenAt } = follow;
  const now = Date.now();
  const fresh = seenAt !== null && now - seenAt.getTime() < freshMs;
  const lag = caughtUp && fresh ? 0 : caughtUpAt && Math.max(0, now - caughtUpAt.getTime());
  return {
    source,
    phase,
    position: phase === 'snapshot' && begun ? 0 : position,
    records,
    ...(lag !== null && { lag_ms: lag }),
    ...(error !== null && { error }),
  };
}
