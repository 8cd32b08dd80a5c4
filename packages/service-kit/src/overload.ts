import type { FastifyInstance } from 'fastify';

/**
 * Watches how late the process runs: a timer that fires late waited for the event loop. Returns whether the last two delays were over
 * `maxDelayMs`: one may be a pause of the whole machine, which is no reason to send callers away. Written here because the plugin for it samples a histogram every 10 ms, which alone burns 0.4 % of a core when idle.
 */
export function watchEventLoop(app: FastifyInstance, maxDelayMs: number): () => boolean {
  let expectedAt = performance.now() + everyMs;
  let timesLate = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    timesLate = now - expectedAt > maxDelayMs ? timesLate + 1 : 0;
    expectedAt = now + everyMs;
  }, everyMs).unref();
  app.addHook('onClose', async () => clearInterval(timer));
  return () => timesLate > 1;
}

const everyMs = 500;
