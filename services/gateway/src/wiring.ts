import { createLogger } from '@ashlar/service-kit';
import { createWiring, token, type Wiring } from '@ashlar/wiring';
import { createFront, type Front } from './api/front.ts';
import { createListeners, type Listeners } from './api/listeners.ts';
import { createRequirement, createTrust, type GatewayConfig } from './config.ts';
import { type Catalogue, loadCatalogue } from './pages/catalogue.ts';
import { openAttestations } from './providers/attestations.ts';
import { openRegistry } from './providers/registry.ts';
import { openUpstreams } from './providers/upstreams.ts';
import { openEntryPointFile } from './store/entry-point-file.ts';
import type { EntryPointStore } from './store/entry-point-store.ts';
import { openRegistryEntryPoints } from './store/registry-entry-points.ts';
import { openRoutingCache } from './store/routing-cache.ts';
import { admitBindings } from './usecases/admit-bindings.ts';
import { FenceQueue } from './usecases/fence-queue.ts';
import { HoldRoom } from './usecases/hold-room.ts';
import type { Upstreams } from './usecases/upstreams.ts';
import { createUpstreamStates, type UpstreamStates } from './usecases/watch-upstreams.ts';

/** What can be read from, or replaced in, the gateway's graph. */
export const tokens = {
  config: token<GatewayConfig>('config'),
  logger: token<ReturnType<typeof createLogger>>('logger'),
  entryPoints: token<EntryPointStore>('entryPoints'),
  upstreams: token<Upstreams>('upstreams'),
  states: token<UpstreamStates>('states'),
  catalogue: token<Catalogue>('catalogue'),
  front: token<Front>('front'),
  listeners: token<Listeners>('listeners'),
} as const;

/** Names every implementation; nothing listens yet. The entry points file is read when the graph is verified. */
export function wire(config: GatewayConfig): Wiring {
  const wiring = createWiring();
  wiring.value(tokens.config, config);
  wiring.single(tokens.logger, () => createLogger({ name: config.name, level: config.logLevel }));
  wiring.single(tokens.entryPoints, (get) => openEntryPoints(config, get(tokens.logger)));
  wiring.single(tokens.upstreams, () =>
    openUpstreams({
      maxConnections: config.maxUpstreamConnections,
      timeouts: {
        connectMs: config.connectTimeoutMs,
        headersMs: config.headersTimeoutMs,
        idleMs: config.idleTimeoutMs,
        totalMs: config.totalTimeoutMs,
      },
    }),
  );
  wiring.single(tokens.states, (get) => createUpstreamStates(get(tokens.upstreams), () => new Date()));
  wiring.single(tokens.catalogue, () => loadCatalogue());
  wiring.single(tokens.front, (get) =>
    createFront({
      table: () => get(tokens.entryPoints).table(),
      gatewayPort: config.port,
      gatewayKey: config.gatewayKey,
      isTrusted: createTrust(config.trustProxy),
      forward: {
        upstreams: get(tokens.upstreams),
        bodyLimitBytes: config.bodyLimitBytes,
        retryDelayMs: 100,
        fences: new FenceQueue(),
        room: new HoldRoom({
          ms: config.holdMs,
          bodyBytes: config.holdBodyBytes,
          maxCalls: config.holdMaxCalls,
          maxBytes: config.holdMaxBytes,
        }),
      },
      log: get(tokens.logger),
    }),
  );
  wiring.single(tokens.listeners, (get) => {
    const { handle } = get(tokens.front);
    return createListeners(config.host, listenerLimits(config), (port) => (request, response) => {
      handle(request, response, port);
    });
  });
  return wiring;
}

function openEntryPoints(config: GatewayConfig, log: ReturnType<typeof createLogger>): EntryPointStore {
  const { entryPoints: path, registryUrl, routingCache, gatewayKey, port: gatewayPort } = config;
  if (registryUrl === undefined || gatewayKey === undefined) {
    return openEntryPointFile({ path: path ?? '', gatewayPort, log });
  }
  return openRegistryEntryPoints({
    registry: openRegistry({ url: registryUrl, gatewayKey }),
    cache: openRoutingCache(routingCache),
    gatewayPort,
    log,
    ...(config.requireAttestation !== 'false' && { admit: createAdmission(config) }),
  });
}

function createAdmission(
  config: GatewayConfig,
): NonNullable<Parameters<typeof openRegistryEntryPoints>[0]['admit']> {
  const { registryJwks, attestationJwks, attestationMaxAgeS: maxAgeS, requireAttestation } = config;
  const sources = [registryJwks, attestationJwks].filter((source) => source !== undefined);
  const options = {
    attestations: openAttestations({ sources, maxAgeS, now: Date.now }),
    isRequired: createRequirement(requireAttestation),
  };
  return (answer, before) => admitBindings(answer, before, options);
}

/** The limits that hold on every port, the gateway's own included. */
export function listenerLimits(config: GatewayConfig) {
  const { maxConnections, requestTimeoutMs } = config;
  return { maxHeaderBytes: 16_384, maxConnections, requestTimeoutMs };
}
