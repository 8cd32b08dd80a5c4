import { componentHealth, type Resources, type Workers } from '@ashlar/component';
import { loadContract } from '@ashlar/contracts';
import type { operations } from '@ashlar/contracts/registry';
import { type Changes, changesHandler, type Relay } from '@ashlar/events';
import { isUnavailable } from '@ashlar/postgres';
import { createService, type Handlers } from '@ashlar/service-kit';
import type { Wiring } from '@ashlar/wiring';
import type { FastifyInstance } from 'fastify';
import { attestationHandlers } from './api/attestations.ts';
import { auditHandlers } from './api/audit.ts';
import { bindingHandlers } from './api/bindings.ts';
import { gatewayItself } from './api/callers.ts';
import { checkHandlers } from './api/checks.ts';
import { contractHandlers } from './api/contracts.ts';
import { departmentHandlers } from './api/departments.ts';
import { entryPointHandlers } from './api/entry-points.ts';
import { implementationHandlers } from './api/implementations.ts';
import { keyHandlers } from './api/keys.ts';
import { routingHandlers } from './api/routing.ts';
import { serviceHandlers } from './api/services.ts';
import { swapHandlers } from './api/swaps.ts';
import type { RegistryConfig } from './config.ts';
import { pageErrors, pageHandlers, registerPages } from './pages/index.ts';
import type { Deps } from './usecases/deps.ts';
import { stopChecks } from './usecases/run-checks.ts';
import { tokens, wire } from './wiring.ts';

/** A registry that is ready to listen; its relay and workers run. */
export interface RegistryApp {
  readonly app: FastifyInstance;
  readonly deps: Deps;
  readonly relay: Relay;
  readonly workers: Workers;
  readonly changes: Changes;
  /** Stops the workers, the feeds and the relay; the resources stay the caller's. */
  close(): Promise<void>;
}

/** Builds the service on open resources and a migrated database. Tests build the same, with parts replaced by `override`. */
export async function buildApp(
  config: RegistryConfig,
  resources: Resources,
  override?: (wiring: Wiring) => void,
): Promise<RegistryApp> {
  const wiring = wire(config, resources);
  override?.(wiring);
  wiring.verify();
  const { get } = wiring;
  const deps = get(tokens.deps);
  const relay = get(tokens.relay);
  const changes = get(tokens.changes);
  const workers = get(tokens.workers);
  const bridge = get(tokens.bridge);
  const handlers: Handlers<operations> = {
    ...departmentHandlers(deps),
    ...serviceHandlers(deps),
    ...implementationHandlers(deps),
    ...attestationHandlers(deps),
    ...checkHandlers(deps),
    ...contractHandlers(deps),
    ...bindingHandlers(deps),
    ...entryPointHandlers(deps),
    ...auditHandlers(deps),
    ...swapHandlers(deps),
    ...keyHandlers(deps),
    ...routingHandlers(deps),
    listChanges: changesHandler(changes),
    ...pageHandlers(get(tokens.pages)),
  };
  const close = async () => {
    await bridge.stop();
    await workers.stop();
    await stopChecks(deps);
    await deps.routingChanges.close();
    await deps.swapChanges.close();
    await changes.close();
    await relay.stop();
  };
  try {
    const app = await createService({
      contract: loadContract('registry'),
      handlers,
      security: {
        // This component has no keys of its own: the common operations name the scheme.
        apiKey: async () => undefined,
        gatewayKey: gatewayItself,
        oauth: get(tokens.accessTokens),
      },
      config,
      logger: resources.logger,
      pageErrors,
      register: registerPages,
      isUnavailable,
      health: componentHealth(resources, relay),
    });
    return { app, deps, relay, workers, changes, close };
  } catch (error) {
    await close();
    throw error;
  }
}
