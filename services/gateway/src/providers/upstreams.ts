import { Pool } from 'undici';
import type { Destination, Timeouts } from '../domain/entry-points.ts';
import type { Upstreams } from '../usecases/upstreams.ts';

interface Known {
  readonly pool: Pool;
  readonly timeouts: Timeouts;
}

/** `maxConnections` bounds the connections to one upstream; each open event stream or long poll holds one. */
export function openUpstreams(options: { timeouts: Timeouts; maxConnections: number }): Upstreams {
  const pools = new Map<string, Pool>();
  const known = new WeakMap<Destination, Known>();

  const poolOf = (to: Destination): Pool => {
    const connectMs = to.timeouts.connectMs ?? options.timeouts.connectMs;
    const name = `${to.upstream} ${connectMs}`;
    let pool = pools.get(name);
    if (!pool) {
      pool = new Pool(to.upstream, {
        connections: options.maxConnections,
        pipelining: 1,
        connect: { timeout: connectMs },
        keepAliveTimeout: 10_000,
      });
      pools.set(name, pool);
    }
    return pool;
  };

  // Looked up once for each destination of a table, and not for each request.
  const about = (to: Destination): Known => {
    let found = known.get(to);
    if (!found) {
      found = { pool: poolOf(to), timeouts: { ...options.timeouts, ...to.timeouts } };
      known.set(to, found);
    }
    return found;
  };

  return {
    timeouts: (to) => about(to).timeouts,
    send(to, request, handler) {
      const { pool, timeouts } = about(to);
      const { headersMs, idleMs } = timeouts;
      const { method, target: path, headers, body } = request;
      const options = { method, path, headers, body, headersTimeout: headersMs, bodyTimeout: idleMs };
      pool.dispatch(options, handler);
    },
    async checkReady(to) {
      const path = '/health/ready';
      const answer = await poolOf(to).request({
        method: 'GET',
        path,
        headersTimeout: 2000,
        bodyTimeout: 2000,
      });
      await answer.body.dump();
      if (answer.statusCode >= 300) throw new Error(`answers ${answer.statusCode}`);
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}
