import { type Contract, loadContract } from '@ashlar/contracts';
import type { operations } from '@ashlar/contracts/gateway';
import { createService, type Handlers } from '@ashlar/service-kit';
import type { Wiring } from '@ashlar/wiring';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { listEntryPoints, listUnready } from './api/entry-points.ts';
import type { Front } from './api/front.ts';
import { applyLimits } from './api/listeners.ts';
import type { GatewayConfig } from './config.ts';
import { getContract, showContract, showEvents, showEventType, showIndex } from './pages/index.ts';
import { govukFolder, ownAssetsFolder } from './pages/render.ts';
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
  const table = () => entryPoints.table();
  const states = get(tokens.states);
  const listeners = get(tokens.listeners);
  const sources = { catalogue: get(tokens.catalogue), table, states };
  const handlers: Handlers<operations> = {
    index: showIndex(sources),
    listEntryPoints: listEntryPoints(table, states),
    showContract: showContract(sources),
    getContract: getContract(sources),
    showEvents: showEvents(sources),
    showEventType: showEventType(sources),
  };
  const contract: Contract = loadContract('gateway');
  const logger = get(tokens.logger);
  let portProblem: string | undefined;
  const app = await createService({
    contract,
    handlers,
    security: {},
    config,
    logger,
    health: {
      listening: { critical: false, check: async () => throwIf(portProblem) },
      entryPoints: {
        critical: false,
        check: async () =>
          throwIf(entryPoints.problem() && 'the file is not usable; an earlier one is in force'),
      },
      upstreams: {
        critical: false,
        check: async () => throwIf((await listUnready(table(), states)).join(', ')),
      },
    },
    register: registerAssets,
  });
  frontFirst(app, get(tokens.front), config);

  const followPorts = async () => {
    try {
      await listeners.set([...table().ports.keys()]);
      portProblem = undefined;
    } catch (error) {
      portProblem = 'not every port of the entry points could be opened';
      throw error;
    }
  };
  entryPoints.onChange(() => {
    followPorts().catch((error: unknown) => logger.error({ err: error }, 'entry points changed'));
  });
  let portsClosed: Promise<void> | undefined;
  app.draining.addEventListener('abort', () => {
    entryPoints.close();
    get(tokens.front).drain();
    portsClosed = listeners.close(config.drainTimeoutMs);
  });

  return {
    app,
    openPorts: followPorts,
    async close() {
      entryPoints.close();
      await (portsClosed ?? listeners.close(config.drainTimeoutMs));
      await get(tokens.upstreams).close();
    },
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
  const styles = `${govukFolder}/govuk`;
  await app.register(fastifyStatic, {
    root: ownAssetsFolder,
    prefix: '/assets/',
    maxAge: '1h',
    allowedPath: (path) => path === '/ashlar.css',
  });
  await app.register(fastifyStatic, {
    root: styles,
    prefix: '/assets/govuk/',
    maxAge: '1h',
    decorateReply: false,
    allowedPath: (path) => path === '/govuk-frontend.min.css',
  });
}

function throwIf(problem: string | undefined): void {
  if (problem) throw new Error(problem);
}
