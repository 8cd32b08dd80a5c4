import type { Pool } from '@ashlar/postgres';
import { relayChannel } from './channels.ts';
import type { Relay } from './relay/types.ts';

const notifyEveryMs = 25;

/**
 * Makes the function to call after a write. It wakes the relay of this process at once; a relay elsewhere hears it by NOTIFY, sent
 * outside the writing transaction at most every 25 ms. It never throws: a wake-up that is lost costs at most one poll interval.
 */
export function createWake(pool: Pool, relay?: Relay): () => void {
  let scheduled = false;
  const notify = () => {
    scheduled = false;
    // Lost when the database is away; the relay's own poll finds the rows.
    pool.query({ text: 'select pg_notify($1, $2)', values: [relayChannel, ''] }).catch(() => {});
  };
  return () => {
    relay?.wake();
    if (scheduled || relay?.state().leader === true) return;
    scheduled = true;
    setTimeout(notify, notifyEveryMs).unref();
  };
}
