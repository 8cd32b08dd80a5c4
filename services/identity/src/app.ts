import { componentHealth, type Resources, redisHealth, sealOf, type Workers } from '@ashlar/component';
import { loadContract, type Operation } from '@ashlar/contracts';
import type { operations } from '@ashlar/contracts/identity';
import { type Changes, changesHandler, type Relay } from '@ashlar/events';
import { isUnavailable } from '@ashlar/postgres';
import { createService, deriveKey, type Handlers } from '@ashlar/service-kit';
import type { Wiring } from '@ashlar/wiring';
import type { FastifyInstance } from 'fastify';
import { accountHandlers } from './api/accounts.ts';
import { auditHandlers, auditRequests } from './api/audit.ts';
import { clientHandlers } from './api/clients.ts';
import { initialTokenHandlers } from './api/initial-access-tokens.ts';
import { mandateHandlers } from './api/mandates.ts';
import { oneLoginHandlers } from './api/one-login.ts';
import { operatorHandlers } from './api/operators.ts';
import { organisationHandlers } from './api/organisations.ts';
import { answerPreflights } from './api/preflights.ts';
import { registrationHandlers } from './api/registration.ts';
import { signingKeyHandlers } from './api/signing-keys.ts';
import { upstreamHandlers } from './api/upstreams.ts';
import type { IdentityConfig } from './config.ts';
import { byPostHandlers, pageErrors, pageHandlers, registerPages } from './pages/index.ts';
import type { Deps } from './usecases/deps.ts';
import { type Keyrings, type KeySet, keySealing, openKeyring } from './usecases/keyring.ts';
import { watchKeys } from './usecases/manage-signing-keys.ts';
import { namingKeySealing, openNamingKeys } from './usecases/naming-keys.ts';
import { tokens, wire } from './wiring.ts';

/** An identity service that is ready to listen; its relay and workers run. */
export interface IdentityApp {
  readonly app: FastifyInstance;
  readonly deps: Deps;
  readonly relay: Relay;
  readonly workers: Workers;
  readonly changes: Changes;
  /** Stops the workers, the feed and the relay; the resources stay the caller's. */
  close(): Promise<void>;
}

/** Builds the service on open resources and a migrated database. Tests build the same, with parts replaced by `override`. */
export async function buildApp(
  config: IdentityConfig,
  resources: Resources,
  override?: (wiring: Wiring) => void,
): Promise<IdentityApp> {
  // Before the signing keys: a database without those was never used.
  const namingKeys = await openNamingKeys(
    resources.pool,
    sealOf(config.dataKey, namingKeySealing),
    (purpose) => deriveKey(config.dataKey, purpose),
  );
  const keyrings = await openKeyrings(config, resources);
  const wiring = wire(config, resources, { keyrings, namingKeys });
  override?.(wiring);
  wiring.verify();
  const { get } = wiring;
  const deps = get(tokens.deps);
  const relay = get(tokens.relay);
  const changes = get(tokens.changes);
  const workers = get(tokens.workers);
  const buckets = get(tokens.buckets);
  const engine = get(tokens.engine);
  const fence = get(tokens.fence);
  const handover = get(tokens.handover);
  const keys = watchKeys(deps);
  const contract = loadContract('identity');
  const handlers: Omit<Handlers<operations>, EngineOperation> = {
    ...pageHandlers({
      engine,
      deps,
      formKey: () => get(tokens.namingKeys).bytes('form'),
      issuer: config.issuer,
      proofing: get(tokens.proofing),
    }),
    ...oneLoginHandlers(
      config.oneLoginIssuer && keyrings.core_identity
        ? { issuer: `${new URL(config.oneLoginIssuer).origin}/`, coreIdentityKeys: keyrings.core_identity }
        : undefined,
    ),
    ...byPostHandlers,
    ...accountHandlers(deps, engine),
    ...operatorHandlers(deps, engine),
    ...auditHandlers(deps),
    ...clientHandlers(deps),
    ...initialTokenHandlers(deps),
    ...registrationHandlers(deps, config.issuer),
    ...signingKeyHandlers(deps),
    ...upstreamHandlers(deps),
    ...organisationHandlers(deps),
    ...mandateHandlers(deps),
    listChanges: changesHandler(changes),
    ...handover.handlers,
  };
  const close = async () => {
    await handover.close();
    await workers.stop();
    await get(tokens.clientCalls).close();
    buckets?.close();
    await changes.close();
    await relay.stop();
    await fence.close();
  };
  try {
    await fence.ready;
    refuseOtherPaths(contract.operations, engine.paths);
    const app = await createService({
      contract,
      handlers,
      engines: { [engineName]: engine.handle },
      // This component has no keys of its own: the common operations name the scheme.
      security: {
        apiKey: async () => undefined,
        oauth: get(tokens.accessTokens),
        handover: handover.authenticate,
      },
      pageErrors,
      config,
      logger: resources.logger,
      isUnavailable,
      fence,
      health: {
        ...componentHealth(resources, relay),
        signing_keys: keys.check,
        ...(buckets && { redis: redisHealth(buckets) }),
      },
      gauges: [keys.gauge],
      register: async (instance) => {
        auditRequests(instance, deps);
        answerPreflights(instance, engine.handle);
        await registerPages(instance);
      },
    });
    return { app, deps, relay, workers, changes, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Opens the keys of every issuer that there is, each set sealed under a key of its own. */
async function openKeyrings(config: IdentityConfig, { pool, logger }: Resources): Promise<Keyrings> {
  const clock = { now: () => new Date(), log: logger };
  const open = (set: KeySet) => openKeyring(pool, deriveKey(config.dataKey, keySealing[set]), clock, set);
  const standard = await open('standard');
  if (config.oneLoginIssuer === undefined) return { standard };
  return {
    standard,
    one_login: await open('one_login'),
    core_identity: await open('core_identity'),
  };
}

const engineName = 'oidc-provider';

/** The operations that the contract marks with `x-engine`. */
type EngineOperation =
  | 'getOpenIdConfiguration'
  | 'getAuthorizationServerMetadata'
  | 'getJwks'
  | 'authorize'
  | 'resumeAuthorization'
  | 'requestToken'
  | 'introspectToken'
  | 'revokeToken'
  | 'pushAuthorizationRequest'
  | 'getUserInfo'
  | 'postUserInfo'
  | 'logOut'
  | 'confirmLogOut'
  | 'showLoggedOut';

/** Throws unless the contract gives the engine exactly the addresses that it answers. */
function refuseOtherPaths(operations: readonly Operation[], answered: readonly string[]): void {
  const given = new Set(
    operations.filter(({ definition }) => definition['x-engine'] === engineName).map(({ path }) => path),
  );
  const problems = [
    ...answered.filter((path) => !given.has(path)).map((path) => `the contract lacks ${path} of the engine`),
    ...[...given]
      .filter((path) => !answered.includes(path))
      .map((path) => `the engine does not answer ${path}`),
  ];
  if (problems.length > 0) throw new Error(`The engine does not fit the contract: ${problems.join('; ')}`);
}
