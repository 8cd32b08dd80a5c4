import { loadContract } from '@ashlar/contracts';
import type { operations } from '@ashlar/contracts/gateway';
import { createService, type Handlers, type HealthCheck } from '@ashlar/service-kit';
import type { Wiring } from '@ashlar/wiring';
import type { FastifyInstance } from 'fastify';
import { listEntryPoints, listUnready } from './api/entry-points.ts';
import type { Front } from './api/front.ts';
import { applyLimits } from './api/listeners.ts';
import type { GatewayConfig } from './config.ts';
import { pageHandlers } from './pages/index.ts';
import { govukStyles, ownStyles } from './pages/render.ts';
import { listenerLimits, tokens, wire } from './wiring.ts';

/** A gateway that is ready to listen. */
export interface GatewayApp {
  /** The gateway's own routes; its server also takes what falls to entry points by host and prefix. */
  app: FastifyInstance;
  /** Opens the ports of entry points and follows the file. Rejects with an `Error` that names each port that cannot be opened. */
  openPorts(): Promise<void>;
  /** Ends what is left after the last request. */
  close(): Promise<void>;
}

/** Builds the gateway; tests build the same with parts replaced by `override`. Throws when the entry points file is not usable. */
export async function buildApp(
  config: GatewayConfig,
  override?: (wiring: Wiring) => void,
): Promise<GatewayApp> {
  const wiring = wire(config);
  override?.(wiring);
  wiring.verify();
  const { get } = wiring;
  const entryPoints = get(tokens.entryPoints);
  const listeners = get(tokens.listeners);
  const ports = followPorts(get);
  const app = await createService({
    contract: loadContract('gateway'),
    handlers: createHandlers(get),
    security: {},
    config,
    logger: get(tokens.logger),
    health: createHealth(get, ports),
    register: registerAssets,
  });
  frontFirst(app, get(tokens.front), config);

  let portsClosed: Promise<void> | undefined;
  entryPoints.onChange(() => get(tokens.front).tableChanged());
  app.draining.addEventListener('abort', () => {
    // The table is followed to the end: calls that are held wait for it.
    ports.stop();
    get(tokens.front).drain();
    portsClosed = listeners.close(config.drainTimeoutMs);
  });
  return {
    app,
    async openPorts() {
      // In a file they were written for this gateway; a wish from elsewhere must not keep the others from being served.
      if (config.registryUrl === undefined) return ports.open();
      await ports.open().catch((error: unknown) => {
        get(tokens.logger).error({ err: error }, 'not every port is open');
      });
    },
    async close() {
      await entryPoints.close();
      await (portsClosed ?? listeners.close(config.drainTimeoutMs));
      await get(tokens.upstreams).close();
    },
  };
}

type Get = Wiring['get'];

function createHandlers(get: Get): Handlers<operations> {
  const table = () => get(tokens.entryPoints).table();
  const states = get(tokens.states);
  return {
    listEntryPoints: listEntryPoints(table, states),
    ...pageHandlers({ catalogue: get(tokens.catalogue), table, states }),
  };
}

interface Ports {
  open(): Promise<void>;
  /** Opens none from now on. */
  stop(): void;
  /** Why not all are open. */
  problem(): string | undefined;
}

// Keeps the open ports at what the entry points in force say.
function followPorts(get: Get): Ports {
  const entryPoints = get(tokens.entryPoints);
  let problem: string | undefined;
  let isStopped = false;
  const openAll = async () => {
    if (isStopped) return;
    try {
      await get(tokens.listeners).set([...entryPoints.table().ports.keys()]);
      problem = undefined;
    } catch (error) {
      problem = 'not every port of the entry points could be opened';
      throw error;
    }
  };
  // One after another: two at once would both try to open what neither has open yet.
  let last = Promise.resolve();
  const open = () => {
    const next = last.then(openAll);
    last = next.catch(() => {});
    return next;
  };
  entryPoints.onChange(() => {
    open().catch((error: unknown) => get(tokens.logger).error({ err: error }, 'entry points changed'));
  });
  const stop = () => {
    isStopped = true;
  };
  return { open, stop, problem: () => problem };
}

// None is critical: whatever is wrong with one entry point, the others are served.
function createHealth(get: Get, ports: Ports): Record<string, HealthCheck> {
  const entryPoints = get(tokens.entryPoints);
  const check = (problem: () => Promise<string | undefined>): HealthCheck => ({
    critical: false,
    async check() {
      const found = await problem();
      if (found) throw new Error(found);
    },
  });
  return {
    listening: check(async () => ports.problem()),
    entryPoints: check(async () => entryPoints.problem()),
    upstreams: check(async () => (await listUnready(entryPoints.table(), get(tokens.states))).join(', ')),
  };
}

// What falls to an entry point never meets the framework: no parser, hook or limit of the gateway's own routes may change it.
function frontFirst(app: FastifyInstance, front: Front, config: GatewayConfig): void {
  const { server } = app;
  applyLimits(server, listenerLimits(config));
  const own = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (front.handle(request, response, config.port)) return;
    for (const listener of own) listener.call(server, request, response);
  });
}

async function registerAssets(app: FastifyInstance): Promise<void> {
  const styles = { 'ashlar.css': ownStyles, 'govuk/govuk-frontend.min.css': govukStyles };
  for (const [name, text] of Object.entries(styles)) {
    app.get(`/assets/${name}`, (_request, reply) =>
      reply.header('cache-control', 'public, max-age=3600').type('text/css; charset=utf-8').send(text),
    );
  }
}
