import { createServer, type RequestListener, type Server } from 'node:http';
import { watchConnections } from '@ashlar/service-kit';

/** Limits of a listener. */
export interface ListenerLimits {
  maxHeaderBytes: number;
  maxConnections: number;
  /** For a client to send its whole request. */
  requestTimeoutMs: number;
}

/** The listeners of entry points that have a port of their own. */
export interface Listeners {
  /**
   * Listens on exactly these ports: opens what is missing, closes what is no longer wanted. Rejects with an `Error` that names every
   * port that could not be opened; the others are open then.
   */
  set(ports: readonly number[]): Promise<void>;
  /** Ports that are open. */
  open(): number[];
  /** Takes no more connections, ends idle ones, and resolves when the rest has ended, or has been cut after `withinMs`. */
  close(withinMs: number): Promise<void>;
}

/** `handle` gets each request with the port it came in on. */
export function createListeners(
  host: string,
  limits: ListenerLimits,
  handle: (port: number) => RequestListener,
): Listeners {
  const servers = new Map<number, { server: Server; endConnections: () => void }>();

  const openPort = async (port: number) => {
    const server = createServer(
      { maxHeaderSize: limits.maxHeaderBytes, requireHostHeader: true },
      handle(port),
    );
    applyLimits(server, limits);
    const endConnections = watchConnections(server);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.removeListener('error', reject);
        resolve();
      });
    });
    servers.set(port, { server, endConnections });
  };

  return {
    async set(ports) {
      for (const [port, listener] of servers) {
        if (ports.includes(port)) continue;
        servers.delete(port);
        void closeServer(listener, limits.requestTimeoutMs);
      }
      const missing = ports.filter((port) => !servers.has(port));
      const results = await Promise.allSettled(missing.map(openPort));
      const failed = missing.filter((_, index) => results[index]?.status === 'rejected');
      if (failed.length === 0) return;
      const reasons = results.flatMap((result) =>
        result.status === 'rejected' ? [String(result.reason)] : [],
      );
      throw new Error(`cannot listen on port ${failed.join(', ')}: ${reasons.join('; ')}`);
    },
    open: () => [...servers.keys()],
    async close(withinMs) {
      await Promise.all([...servers.values()].map((listener) => closeServer(listener, withinMs)));
      servers.clear();
    },
  };
}

/** Applies connection limits and timeouts to a server. */
export function applyLimits(server: Server, limits: ListenerLimits): void {
  server.maxConnections = limits.maxConnections;
  server.requestTimeout = limits.requestTimeoutMs;
  server.headersTimeout = Math.min(20_000, limits.requestTimeoutMs);
  // Longer than usual load balancers keep an idle connection, so that it is they who close it.
  server.keepAliveTimeout = 72_000;
}

function closeServer(
  { server, endConnections }: { server: Server; endConnections: () => void },
  withinMs: number,
): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), withinMs);
    endConnections();
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
