import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import {
  createGuardedFetch,
  type GuardedFetch,
  openChangeLog,
  type Resources,
  type Workers,
} from '@ashlar/component';
import { type Changes, createWake, type Relay } from '@ashlar/events';
import { type Authenticate, deriveKey, oauth, seal, unseal } from '@ashlar/service-kit';
import { createWiring, token, type Wiring } from '@ashlar/wiring';
import type { IdentityConfig } from './config.ts';
import type { IsCommonPassword, Mailer, Passwords } from './domain/ports.ts';
import { createEngineClients, type EngineClients } from './engine/clients.ts';
import { createEngine, type OidcEngine } from './engine/oidc.ts';
import { createOwnKeys, createRotatingEngine } from './engine/rotating.ts';
import { enginePages } from './pages/index.ts';
import { createCommonPasswords } from './providers/common-passwords.ts';
import { createMessagingMailer } from './providers/messaging-mailer.ts';
import { createPasswords } from './providers/passwords.ts';
import type { Deps } from './usecases/deps.ts';
import type { Keyring } from './usecases/keyring.ts';
import { startWorkers } from './workers.ts';

/** What can be read from, or replaced in, the graph. */
export const tokens = {
  config: token<IdentityConfig>('config'),
  resources: token<Resources>('resources'),
  now: token<() => Date>('now'),
  passwords: token<Passwords>('passwords'),
  isCommonPassword: token<IsCommonPassword>('isCommonPassword'),
  mailer: token<Mailer>('mailer'),
  deps: token<Deps>('deps'),
  keyring: token<Keyring>('keyring'),
  engineClients: token<EngineClients>('engineClients'),
  engine: token<OidcEngine>('engine'),
  clientCalls: token<GuardedFetch>('clientCalls'),
  accessTokens: token<Authenticate>('accessTokens'),
  formKey: token<Buffer>('formKey'),
  relay: token<Relay>('relay'),
  changes: token<Changes>('changes'),
  workers: token<Workers>('workers'),
} as const;

/** Names every implementation. Reading the relay or the workers starts them. */
export function wire(config: IdentityConfig, resources: Resources, keyring: Keyring): Wiring {
  const wiring = createWiring();
  const { pool } = resources;
  wiring.value(tokens.config, config);
  wiring.value(tokens.resources, resources);
  wiring.value(tokens.now, () => new Date());
  wiring.value(tokens.keyring, keyring);
  wiring.single(tokens.passwords, createPasswords);
  wiring.single(tokens.isCommonPassword, createCommonPasswords);
  wiring.single(tokens.mailer, () =>
    createMessagingMailer({
      file: config.messagingFile,
      timeoutMs: config.messagingTimeoutMs,
      log: resources.logger,
    }),
  );
  wiring.single(tokens.deps, (get) => createDeps(config, resources, get));
  wiring.single(tokens.formKey, () => deriveKey(config.dataKey, 'identity-form'));
  wiring.single(tokens.engineClients, () =>
    createEngineClients(
      pool,
      { id: config.operatorClientId, secret: config.operatorClientSecret },
      config.issuer,
    ),
  );
  wiring.single(tokens.clientCalls, () => {
    const { clientTimeoutMs: timeoutMs, clientCaFile: caFile, clientInsecureTargets: ownMachine } = config;
    if (ownMachine)
      resources.logger.warn('CLIENT_INSECURE_TARGETS is set: clients may be called at this machine itself');
    return createGuardedFetch({ timeoutMs, caFile, ownMachine });
  });
  wiring.single(tokens.engine, (get) => createFollowingEngine(config, resources, get));
  wiring.single(tokens.accessTokens, (get) =>
    oauth({ issuer: config.issuer, audience: config.name, jwks: createOwnKeys(get(tokens.keyring).keys) }),
  );
  const changeLog = openChangeLog(config, resources);
  wiring.single(tokens.relay, changeLog.relay);
  wiring.single(tokens.changes, changeLog.changes);
  wiring.single(tokens.workers, (get) => startWorkers(get(tokens.deps)));
  return wiring;
}

function createDeps(config: IdentityConfig, { pool, logger }: Resources, get: Wiring['get']): Deps {
  const secret = createSecretKey(deriveKey(config.dataKey, 'identity-digest'));
  const sealing = createSecretKey(deriveKey(config.dataKey, 'identity-person'));
  return {
    db: pool,
    passwords: get(tokens.passwords),
    isCommonPassword: get(tokens.isCommonPassword),
    mailer: get(tokens.mailer),
    keyring: get(tokens.keyring),
    clientChanged: get(tokens.engineClients).forget,
    digest: (text) => createHmac('sha256', secret).update(text).digest(),
    recordOwner: recordDigest(config),
    seal: (text) => seal(sealing, Buffer.from(text)),
    unseal: (sealed) => unseal(sealing, sealed).toString(),
    now: get(tokens.now),
    random: randomBytes,
    logged: createWake(pool, get(tokens.relay)),
    log: logger,
    limits: {
      window: config.signInWindowS,
      perAccount: config.signInsPerAccount,
      perAddress: config.signInsPerAddress,
      leastPasswordLength: config.leastPasswordLength,
      codes: {
        lifetimeS: config.codeLifetimeS,
        tries: config.codeTries,
        lockS: config.codeLockS,
        perEmail: config.codesPerEmail,
      },
    },
    callClient: get(tokens.clientCalls).fetch,
    insecureTargets: config.clientInsecureTargets,
    keepKeys: 86_400,
    keepChanges: config.keepChangesS,
  };
}

/** The digest by which the engine's records name what they are of. */
function recordDigest(config: IdentityConfig): (id: string) => string {
  const ids = createSecretKey(deriveKey(config.dataKey, 'identity-record-id'));
  return (id) => createHmac('sha256', ids).update(id).digest('base64url');
}

function createFollowingEngine(config: IdentityConfig, resources: Resources, get: Wiring['get']): OidcEngine {
  const { pool, logger } = resources;
  const parts = {
    issuer: config.issuer,
    db: pool,
    cookieKeys: [deriveKey(config.dataKey, 'identity-cookie').toString('base64url')],
    protection: {
      sealing: deriveKey(config.dataKey, 'identity-record'),
      digest: recordDigest(config),
    },
    clients: get(tokens.engineClients),
    pages: enginePages,
    lifetimes: {
      accessToken: config.accessTokenS,
      idToken: config.idTokenS,
      grant: config.grantS,
      session: config.sessionS,
    },
    fetch: get(tokens.clientCalls).fetch,
    log: logger,
  };
  return createRotatingEngine(get(tokens.keyring).keys, (keys) =>
    createEngine({ ...parts, signingKeys: keys.map(({ jwk }) => jwk) }),
  );
}
