import closeWithGrace from 'close-with-grace';
import type { FastifyInstance } from 'fastify';
import type { KitConfig } from './config.ts';

/**
 * Runs a service as this process: listens, and on SIGTERM, SIGINT or an uncaught error drains it. Draining turns readiness to 503, ends
 * long polls, takes no new connection, finishes requests in flight, then calls `close` for what the requests stood on.
 * The exit code is 0 after a clean drain and 1 otherwise; a second signal ends the process at once.
 */
export async function runService(options: {
  app: FastifyInstance;
  config: KitConfig;
  /** Stops consumers and relay and closes pools. */
  close(): Promise<void>;
}): Promise<void> {
  const { app, config, close } = options;
  const grace = closeWithGrace(
    { delay: config.drainTimeoutMs + closeTimeoutMs, logger: closeLogger(app), skip: ['SIGUSR2'] },
    async ({ err, signal }) => {
      if (err !== undefined) app.log.fatal({ err }, 'uncaught error');
      app.log.info({ signal }, 'draining');
      const drained = await drain(app, config.drainTimeoutMs);
      await close();
      if (drained) app.log.info('stopped');
      else app.log.error('requests were cut off at the end of the drain');
      await flushed(app);
      if (!drained) throw new Error('Requests were cut off at the end of the drain');
    },
  );
  try {
    const listenTextResolver = (address: string) => `listening on ${address}`;
    await app.listen({ host: config.host, port: config.port, listenTextResolver });
  } catch (error) {
    grace.uninstall();
    throw error;
  }
}

/** How long pools and consumers may take to close after the last request. */
const closeTimeoutMs = 10_000;

/** Resolves to whether every request in flight was finished in time. */
async function drain(app: FastifyInstance, timeoutMs: number): Promise<boolean> {
  app.startDraining();
  let cutOff = false;
  const timer = setTimeout(() => {
    cutOff = true;
    app.server.closeAllConnections();
  }, timeoutMs);
  try {
    await app.close();
  } finally {
    clearTimeout(timer);
  }
  return !cutOff;
}

/**
 * Waits until the log is written, or cannot be: what is left at the exit itself is written without the event loop, and that never ends
 * when the pipe's reader has gone.
 */
function flushed(app: FastifyInstance): Promise<void> {
  return new Promise((resolve) => {
    const { log } = app;
    if ('flush' in log && typeof log.flush === 'function') log.flush(() => resolve());
    else resolve();
  });
}

/** Speaks to the service's own log where close-with-grace would write errors with all their members. */
function closeLogger(app: FastifyInstance) {
  return {
    error: (what: unknown) => {
      if (what instanceof Error) app.log.error({ err: what }, 'stopped uncleanly');
      else app.log.error(String(what));
    },
  };
}
