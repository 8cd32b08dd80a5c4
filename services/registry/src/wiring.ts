import { openChangeLog, type Resources, type Workers } from '@ashlar/component';
import { type Changes, createWake, type Relay } from '@ashlar/events';
import { transaction } from '@ashlar/postgres';
import { type Authenticate, ConfigError, deriveKey, oauth } from '@ashlar/service-kit';
import { createWiring, token, type Wiring } from '@ashlar/wiring';
import type { RegistryConfig } from './config.ts';
import type { HandOver } from './domain/ports.ts';
import { createHandOver } from './providers/hand-over.ts';
import { type Announcements, openAnnouncements } from './store/announcements.ts';
import { routingChannel } from './store/recorded.ts';
import { swapChannel } from './store/swaps.ts';
import type { Deps, Gate, SwapTimes } from './usecases/deps.ts';
import { createGivenSigner, createStoredSigner, type Signer } from './usecases/signer.ts';
import { startWorkers } from './workers.ts';

/** What can be read from, or replaced in, the graph. */
export const tokens = {
  config: token<RegistryConfig>('config'),
  resources: token<Resources>('resources'),
  now: token<() => Date>('now'),
  routingChanges: token<Announcements>('routingChanges'),
  swapChanges: token<Announcements>('swapChanges'),
  handOver: token<HandOver>('handOver'),
  gate: token<Gate>('gate'),
  atStep: token<Deps['atStep']>('atStep'),
  signer: token<Signer>('signer'),
  deps: token<Deps>('deps'),
  accessTokens: token<Authenticate>('accessTokens'),
  relay: token<Relay>('relay'),
  changes: token<Changes>('changes'),
  workers: token<Workers>('workers'),
} as const;

/** Names every implementation. Reading the relay or the workers starts them. */
export function wire(config: RegistryConfig, resources: Resources): Wiring {
  const wiring = createWiring();
  const { pool, logger } = resources;
  wiring.value(tokens.config, config);
  wiring.value(tokens.resources, resources);
  wiring.value(tokens.now, () => new Date());
  const announcements = (channel: string, what: string) => () =>
    openAnnouncements({
      channel,
      url: config.databaseUrl,
      applicationName: `${config.name}-${what}`,
      onError: (error) => logger.warn({ err: error, what }, 'changes are listened for again'),
    });
  wiring.single(tokens.routingChanges, announcements(routingChannel, 'routing'));
  wiring.single(tokens.swapChanges, announcements(swapChannel, 'swaps'));
  wiring.single(tokens.handOver, createHandOver);
  wiring.value(tokens.gate, openGate);
  wiring.value(tokens.atStep, async () => {});
  wiring.single(tokens.signer, (get) => createSigner(config, resources, get(tokens.now)));
  wiring.single(tokens.deps, (get) => ({
    db: pool,
    together: (work) => transaction(pool, work),
    routingChanges: get(tokens.routingChanges),
    swapChanges: get(tokens.swapChanges),
    handOver: get(tokens.handOver),
    gate: get(tokens.gate),
    swaps: swapTimes(config),
    atStep: get(tokens.atStep),
    signer: get(tokens.signer),
    now: get(tokens.now),
    wakeWorkers: () => get(tokens.workers).wake(),
    logged: createWake(pool, get(tokens.relay)),
    log: logger,
    times: { keepKeys: 86_400, keepChanges: config.keepChangesS },
  }));
  wiring.single(tokens.accessTokens, () =>
    oauth({ issuer: config.oauthIssuer, audience: config.oauthAudience, jwks: config.oauthJwks }),
  );
  const changeLog = openChangeLog(config, resources);
  wiring.single(tokens.relay, changeLog.relay);
  wiring.single(tokens.changes, changeLog.changes);
  wiring.single(tokens.workers, (get) => startWorkers(get(tokens.deps)));
  return wiring;
}

// Until the conformance gate stands: whoever registers an implementation answers for it.
const openGate: Gate = { isAttested: async () => true, isCompatible: async () => true };

function swapTimes(config: RegistryConfig): SwapTimes {
  return {
    hold: config.swapHoldMs,
    lease: config.swapLeaseMs,
    call: config.swapCallMs,
    patience: config.swapPatienceMs,
    stall: config.swapStallMs,
    compare: config.swapCompareMs,
    standby: config.swapStandbyMs,
  };
}

function createSigner(config: RegistryConfig, { pool, logger }: Resources, now: () => Date): Signer {
  if (config.signingKeys === undefined) {
    return createStoredSigner(pool, deriveKey(config.dataKey, 'registry-signing'), { now, log: logger });
  }
  try {
    return createGivenSigner(config.signingKeys, now);
  } catch (error) {
    throw new ConfigError([`SIGNING_KEYS ${(error as Error).message}`]);
  }
}
