import {
  createSessions,
  openChangeLog,
  openIdSignIn,
  type Resources,
  type SignInProvider,
  type Workers,
} from '@ashlar/component';
import { type Changes, createWake, type Relay } from '@ashlar/events';
import { transaction } from '@ashlar/postgres';
import { type Authenticate, ConfigError, createKeySet, deriveKey, oauth } from '@ashlar/service-kit';
import { createWiring, token, type Wiring } from '@ashlar/wiring';
import type { JWTVerifyGetKey } from 'jose';
import type { RegistryConfig } from './config.ts';
import type { ChangeFeeds } from './domain/bridge.ts';
import type { Gate, GateRunner, HandOver } from './domain/ports.ts';
import type { PageDeps } from './pages/index.ts';
import { bridgeTokens } from './providers/bridge-tokens.ts';
import { httpChangeFeeds } from './providers/change-feeds.ts';
import { createGateRunner } from './providers/gate-process.ts';
import { createHandOver } from './providers/hand-over.ts';
import { operatorTokens } from './providers/operator-tokens.ts';
import { type Announcements, openAnnouncements } from './store/announcements.ts';
import { routingChannel } from './store/recorded.ts';
import { swapChannel } from './store/swaps.ts';
import type { Deps, SwapTimes, Times } from './usecases/deps.ts';
import { createGate } from './usecases/gate.ts';
import { startBridge } from './usecases/run-bridge.ts';
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
  times: token<Times>('times'),
  gate: token<Gate>('gate'),
  gateRunner: token<GateRunner>('gateRunner'),
  atStep: token<Deps['atStep']>('atStep'),
  signer: token<Signer>('signer'),
  requireAttestation: token<boolean>('requireAttestation'),
  attestationKeys: token<JWTVerifyGetKey | undefined>('attestationKeys'),
  deps: token<Deps>('deps'),
  accessTokens: token<Authenticate>('accessTokens'),
  signIn: token<SignInProvider | undefined>('signIn'),
  pages: token<PageDeps>('pages'),
  relay: token<Relay>('relay'),
  changes: token<Changes>('changes'),
  workers: token<Workers>('workers'),
  changeFeeds: token<ChangeFeeds>('changeFeeds'),
  bridge: token<Pick<Workers, 'stop'>>('bridge'),
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
  wiring.single(tokens.times, () => ({
    keepKeys: 86_400,
    keepChanges: config.keepChangesS,
    attestations: config.attestationMaxAgeS,
  }));
  wiring.single(tokens.gate, (get) =>
    createGate({ db: pool, now: get(tokens.now), times: get(tokens.times) }),
  );
  wiring.single(tokens.gateRunner, createGateRunner);
  wiring.value(tokens.atStep, async () => {});
  wiring.single(tokens.signer, (get) => createSigner(config, resources, get(tokens.now)));
  wiring.value(tokens.requireAttestation, config.requireAttestation);
  wiring.single(tokens.attestationKeys, () =>
    config.attestationJwks === undefined ? undefined : createKeySet(config.attestationJwks),
  );
  wiring.single(tokens.deps, (get) => ({
    db: pool,
    together: (work) => transaction(pool, work),
    routingChanges: get(tokens.routingChanges),
    swapChanges: get(tokens.swapChanges),
    handOver: get(tokens.handOver),
    gate: get(tokens.gate),
    checks: {
      runner: get(tokens.gateRunner),
      longestMs: config.checkTimeoutMs,
      stopped: new AbortController(),
      running: new Set<Promise<void>>(),
    },
    swaps: swapTimes(config),
    atStep: get(tokens.atStep),
    signer: get(tokens.signer),
    attestationKeys: get(tokens.attestationKeys),
    requireAttestation: get(tokens.requireAttestation),
    now: get(tokens.now),
    wakeWorkers: () => get(tokens.workers).wake(),
    logged: createWake(pool, get(tokens.relay)),
    log: logger,
    times: get(tokens.times),
  }));
  wiring.single(tokens.accessTokens, () =>
    oauth({ issuer: config.oauthIssuer, audience: config.oauthAudience, jwks: config.oauthJwks }),
  );
  wiring.single(tokens.signIn, () =>
    config.signInClientFile === undefined
      ? undefined
      : openIdSignIn({ issuer: config.oauthIssuer, clientFile: config.signInClientFile }),
  );
  wiring.single(tokens.pages, (get) => ({
    deps: get(tokens.deps),
    sessions: createSessions({
      dataKey: config.dataKey,
      purpose: 'operator',
      cookies: { session: 'registry_operator', visitor: 'registry_sign_in' },
      path: '/operator',
      longestS: 8 * 3600,
      now: get(tokens.now),
    }),
    signIn: get(tokens.signIn),
    operators: listed(config.operators),
    operatorOf: operatorTokens(get(tokens.accessTokens)),
  }));
  const changeLog = openChangeLog(config, resources);
  wiring.single(tokens.relay, changeLog.relay);
  wiring.single(tokens.changes, changeLog.changes);
  wiring.single(tokens.workers, (get) => startWorkers(get(tokens.deps)));
  wiring.single(tokens.changeFeeds, () => httpChangeFeeds(bridgeTokens(config)));
  wiring.single(tokens.bridge, (get) =>
    startBridge({
      db: pool,
      pool,
      bus: resources.bus,
      feeds: get(tokens.changeFeeds),
      routingChanges: get(tokens.routingChanges),
      now: get(tokens.now),
      log: logger,
    }),
  );
  return wiring;
}

function swapTimes(config: RegistryConfig): SwapTimes {
  return {
    hold: config.swapHoldMs,
    lease: config.swapLeaseMs,
    call: config.swapCallMs,
    patience: config.swapPatienceMs,
    stall: config.swapStallMs,
    compare: config.swapCompareMs,
    digest: config.swapDigestMs,
    standby: config.swapStandbyMs,
  };
}

function listed(addresses: string | undefined): string[] {
  return (addresses ?? '')
    .split(',')
    .map((address) => address.trim().toLowerCase())
    .filter((address) => address !== '');
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
