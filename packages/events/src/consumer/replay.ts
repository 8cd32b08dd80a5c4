import { type Pool, type PoolClient, type Queryable, transaction } from '@ashlar/postgres';
import type { Event } from '../envelope.ts';
import { isTemporary } from './failures.ts';
import type { EventHandler } from './steps.ts';

/** Which parked key to replay, and what to do with its events: the consumer's own handler. */
export interface ReplayOptions {
  pool: Pool;
  consumer: string;
  key: string;
  handle: EventHandler;
}

/** How many events were brought to an end, how many still wait, and what the first of those failed with. */
export interface ReplayResult {
  replayed: number;
  remaining: number;
  failure?: unknown;
}

/** A key that waits for an operator. */
export interface ParkedKey {
  consumer: string;
  key: string;
  parkedAt: Date;
  error: string;
  events: number;
}

/**
 * Handles the events that wait behind a parked key, in order, each once and in a transaction of its own; when none is left the key is
 * free again. Stops at the first that fails. Safe beside the running consumer: an event that arrives meanwhile waits its turn.
 * Throws when the database is away.
 */
export async function replayParked(options: ReplayOptions): Promise<ReplayResult> {
  let replayed = 0;
  try {
    while (await transaction(options.pool, (tx) => replayNext(options, tx))) replayed += 1;
    return { replayed, remaining: 0 };
  } catch (failure) {
    if (isTemporary(failure)) throw failure;
    return { replayed, remaining: await countParked(options.pool, options), failure };
  }
}

/** The keys that wait, oldest first, at most `limit`. */
export async function listParked(db: Queryable, limit: number): Promise<ParkedKey[]> {
  const { rows } = await db.query<ParkedKey>({
    name: 'parked-list',
    text: `
      select consumer, key, parked_at as "parkedAt", error, count(event_id)::int as events
      from parked_key left join parked_event using (consumer, key)
      group by consumer, key order by parked_at limit $1`,
    values: [limit],
  });
  return rows;
}

/** False once the key is free. */
async function replayNext({ consumer, key, handle }: ReplayOptions, tx: PoolClient): Promise<boolean> {
  // Holding the key's row keeps new arrivals of the key waiting, and a second replay out.
  const parked = await tx.query({
    name: 'replay-lock',
    text: 'select key from parked_key where consumer = $1 and key = $2 for update',
    values: [consumer, key],
  });
  if (parked.rows.length === 0) return false;
  const { rows } = await tx.query<{ event: Event }>({
    name: 'replay-next',
    text: `
      delete from parked_event where consumer = $1 and key = $2 and arrival = (
        select min(arrival) from parked_event where consumer = $1 and key = $2
      ) returning event`,
    values: [consumer, key],
  });
  const event = rows[0]?.event;
  if (event === undefined) {
    await tx.query({
      name: 'replay-free',
      text: 'delete from parked_key where consumer = $1 and key = $2',
      values: [consumer, key],
    });
    return false;
  }
  const fresh = await tx.query({
    name: 'replay-once',
    text: 'insert into inbox (consumer, event_id) values ($1, $2) on conflict do nothing returning event_id',
    values: [consumer, event.id],
  });
  if (fresh.rows.length > 0) await handle(event, tx);
  return true;
}

async function countParked(
  db: Queryable,
  { consumer, key }: { consumer: string; key: string },
): Promise<number> {
  const { rows } = await db.query<{ remaining: number }>({
    name: 'replay-remaining',
    text: 'select count(*)::int as remaining from parked_event where consumer = $1 and key = $2',
    values: [consumer, key],
  });
  return rows[0]?.remaining ?? 0;
}
