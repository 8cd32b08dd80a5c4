import { Pool } from 'undici';
import type { EntryPoint, Timeouts } from '../domain/entry-points.ts';
import type { Upstreams } from '../usecases/upstreams.ts';

/** `maxConnections` bounds the connections to one upstream; each open event stream or long poll holds one. */
export function openUpstreams(options: { timeouts: Timeouts; maxConnections: number }): Upstreams {
  const pools = new Map<string, Pool>();
  const timeouts = (entryPoint: EntryPoint) => ({ ...options.timeouts, ...entryPoint.timeouts });

  const poolOf = (entryPoint: EntryPoint): Pool => {
    const connectMs = entryPoint.timeouts.connectMs ?? options.timeouts.connectMs;
    const name = `${entryPoint.upstream} ${connectMs}`;
    let pool = pools.get(name);
    if (!pool) {
      pool = new Pool(entryPoint.upstream, {
        connections: options.maxConnections,
        pipelining: 1,
        connect: { timeout: connectMs },
        keepAliveTimeout: 10_000,
      });
      pools.set(name, pool);
    }
    return pool;
  };

  return {
    timeouts,
    send(entryPoint, request, handler) {
      const { headersMs, idleMs } = timeouts(entryPoint);
      const { method, target: path, headers, body } = request;
      const options = { method, path, headers, body, headersTimeout: headersMs, bodyTimeout: idleMs };
      poolOf(entryPoint).dispatch(options, handler);
    },
    async checkReady(entryPoint) {
      const path = '/health/ready';
      const answer = await poolOf(entryPoint).request({
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
