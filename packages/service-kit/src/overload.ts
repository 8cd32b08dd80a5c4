import type { FastifyInstance } from 'fastify';

/**
 * Watches how late the process runs: a timer that fires late waited for the event loop. Returns whether the last delay was over
 * `maxDelayMs`. Written here because the plugin for it samples a histogram every 10 ms, which alone burns 0.4 % of a core when idle.
 */
export function watchEventLoop(app: FastifyInstance, maxDelayMs: number): () => boolean {
  let expectedAt = performance.now() + everyMs;
  let late = false;
  const timer = setInterval(() => {
    const now = performance.now();
    late = now - expectedAt > maxDelayMs;
    expectedAt = now + everyMs;
  }, everyMs).unref();
  app.addHook('onClose', async () => clearInterval(timer));
  return () => late;
}

const everyMs = 500;
