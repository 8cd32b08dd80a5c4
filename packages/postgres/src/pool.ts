import { Pool, type PoolClient, type QueryConfig, type QueryResult, type QueryResultRow } from 'pg';
import { columnTypes } from './column-types.ts';
import { heedFence } from './fence-context.ts';

/** Anything a statement can run on: a pool, or a client inside a transaction. A `name` makes the statement a prepared one. */
export interface Queryable {
  query<Row extends QueryResultRow = QueryResultRow>(statement: QueryConfig): Promise<QueryResult<Row>>;
}

/** How a pool connects. All times are milliseconds. */
export interface PoolOptions {
  url: string;
  /** Shown in `pg_stat_activity`. */
  applicationName: string;
  /** Most connections at once; 10 unless told. */
  max?: number;
  /** How long a caller waits for a connection; 2,000 unless told. */
  connectionTimeoutMs?: number;
  /** After this the server cancels a statement; 10,000 unless told. */
  statementTimeoutMs?: number;
  /** Hears of connections that broke while nobody used them. */
  onError?(error: Error): void;
}

/**
 * Opens a pool; it connects when first used. `bigint` columns come back as numbers (a value beyond the safe integers throws),
 * `timestamptz` as `Date`, `date` as `YYYY-MM-DD` text. A broken connection is replaced, and never ends the process. Where a statement says
 * `:fence`, the fence of the request that it runs for is bound, where it says `:origin` which one that is and whose; a column `receipt` goes to that request (see `inFence`).
 */
export function openPool(options: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: options.url,
    application_name: options.applicationName,
    max: options.max ?? 10,
    connectionTimeoutMillis: options.connectionTimeoutMs ?? 2000,
    statement_timeout: options.statementTimeoutMs ?? 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    types: columnTypes,
  });
  pool.on('error', (error) => options.onError?.(error));
  // A client that is checked out has no listener of the pool's, and an 'error' nobody listens to ends the process;
  // the statement that meets the broken connection still rejects.
  pool.on('connect', (client: PoolClient) => {
    client.on('error', () => {});
    fence(client);
  });
  // Bound here and not when a connection is free: that may be in the course of another request.
  fence(pool);
  return pool;
}

function fence(target: Pool | PoolClient): void {
  const query = target.query.bind(target) as (...given: unknown[]) => Promise<QueryResult>;
  const heeding = heedFence(query);
  const replaced = (...given: unknown[]) => {
    const [statement] = given;
    return given.length === 1 && isConfig(statement) ? heeding(statement) : query(...given);
  };
  target.query = replaced as typeof target.query;
}

function isConfig(statement: unknown): statement is QueryConfig {
  // What pg itself submits, such as a cursor, is not one.
  return (
    typeof statement === 'object' && statement !== null && 'text' in statement && !('submit' in statement)
  );
}
