import type { Pool, PoolClient } from 'pg';
import { isUnavailable } from './unavailable.ts';

/**
 * Runs `work` in one transaction and commits; rolls back when it throws, and throws the same error. Also throws when the server
 * answered the commit with a rollback, as it does after a failed statement whose error `work` swallowed. A connection that
 * broke on the way is destroyed, not handed to the next caller.
 */
export async function transaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    const { command } = await client.query('commit');
    if (command !== 'COMMIT') {
      throw new Error(
        'The transaction was rolled back: a statement in it had failed and its error was ignored',
      );
    }
    client.release();
    return result;
  } catch (error) {
    client.release(!(await rolledBack(client, error)));
    throw error;
  }
}

/** Runs `work`, which only reads, on one state of the database, however long it takes; later changes do not show in it. Throws what it throws. */
export function snapshot<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return transaction(pool, async (client) => {
    await client.query('set transaction isolation level repeatable read, read only');
    return work(client);
  });
}

async function rolledBack(client: PoolClient, cause: unknown): Promise<boolean> {
  if (isUnavailable(cause)) return false;
  try {
    await client.query('rollback');
    return true;
  } catch {
    return false;
  }
}
