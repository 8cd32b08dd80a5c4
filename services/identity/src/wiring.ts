import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import {
  createGuardedFetch,
  type GuardedFetch,
  openChangeLog,
  openRedisBuckets,
  type RedisBuckets,
  type Resources,
  type Workers,
} from '@ashlar/component';
import { type Changes, createWake, type Relay } from '@ashlar/events';
import { type Authenticate, deriveKey, oauth, seal, unseal } from '@ashlar/service-kit';
import { createWiring, token, type Wiring } from '@ashlar/wiring';
import type { IdentityConfig } from './config.ts';
import { pretended } from './domain/levels.ts';
import type { IsCommonPassword, Mailer, Passwords } from './domain/ports.ts';
import type { ProofingProvider } from './domain/proofing.ts';
import { createEngineClients, createStandardClients, type EngineClients } from './engine/clients.ts';
import { createFailedProofs, type FailedProofs } from './engine/failed-proofs.ts';
import { createIssuers } from './engine/issuers.ts';
import { createEngine, type OidcEngine } from './engine/oidc.ts';
import { createOwnTokens } from './engine/own-tokens.ts';
import { createOwnKeys, createRotatingEngine } from './engine/rotating.ts';
import { enginePages } from './pages/index.ts';
import { partyMetadata } from './profiles/one-login/clients.ts';
import { createOneLoginEngine } from './profiles/one-login/engine.ts';
import { createSubjects } from './profiles/one-login/subjects.ts';
import { createCommonPasswords } from './providers/common-passwords.ts';
import { createMessagingMailer } from './providers/messaging-mailer.ts';
import { createOneTimeCodes } from './providers/one-time-codes.ts';
import { createPasswords } from './providers/passwords.ts';
import { proofingProviders } from './providers/proofing/index.ts';
import { createWebAuthn } from './providers/web-authn.ts';
import type { Deps } from './usecases/deps.ts';
import type { Keyrings } from './usecases/keyring.ts';
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
  keyrings: token<Keyrings>('keyrings'),
  engineClients: token<EngineClients>('engineClients'),
  oneLoginClients: token<EngineClients>('oneLoginClients'),
  proofing: token<ProofingProvider | undefined>('proofing'),
  engine: token<OidcEngine>('engine'),
  clientCalls: token<GuardedFetch>('clientCalls'),
  buckets: token<RedisBuckets | undefined>('buckets'),
  failedProofs: token<FailedProofs>('failedProofs'),
  accessTokens: token<Authenticate>('accessTokens'),
  formKey: token<Buffer>('formKey'),
  relay: token<Relay>('relay'),
  changes: token<Changes>('changes'),
  workers: token<Workers>('workers'),
} as const;

/** Names every implementation. Reading the relay or the workers starts them. */
export function wire(config: IdentityConfig, resources: Resources, keyrings: Keyrings): Wiring {
  const wiring = createWiring();
  const { pool } = resources;
  wiring.value(tokens.config, config);
  wiring.value(tokens.resources, resources);
  wiring.value(tokens.now, () => new Date());
  wiring.value(tokens.keyrings, keyrings);
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
    createStandardClients(
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
  wiring.single(tokens.buckets, () =>
    config.redisUrl === undefined
      ? undefined
      : openRedisBuckets({
          url: config.redisUrl,
          name: 'identity',
          timeoutMs: config.redisTimeoutMs,
          log: resources.logger,
        }),
  );
  wiring.single(tokens.failedProofs, (get) =>
    createFailedProofs(config.failedSecretsPerMinute, get(tokens.buckets)),
  );
  wiring.single(tokens.oneLoginClients, () => createEngineClients(pool, partyMetadata));
  wiring.single(tokens.proofing, () => proofingProviders[config.proofingProvider]?.());
  wiring.single(tokens.engine, (get) => createEngines(config, resources, get));
  wiring.single(tokens.accessTokens, (get) =>
    oauth({
      issuer: config.issuer,
      audience: config.name,
      jwks: createOwnKeys(get(tokens.keyrings).standard.keys),
    }),
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
    oneTimeCodes: createOneTimeCodes(),
    passkeys: createWebAuthn(config.issuer, config.oneLoginIssuer ? [config.oneLoginIssuer] : []),
    keyrings: get(tokens.keyrings),
    clientChanged(id) {
      get(tokens.engineClients).forget(id);
      get(tokens.oneLoginClients).forget(id);
    },
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

/** A digest by which engines' records name what they are of. */
function recordDigest({ dataKey }: IdentityConfig, purpose = 'identity'): (id: string) => string {
  const ids = createSecretKey(deriveKey(dataKey, `${purpose}-record-id`));
  return (id) => createHmac('sha256', ids).update(id).digest('base64url');
}

/** One engine for each issuer. What they keep is kept apart by the digests that name it. */
function createEngines(config: IdentityConfig, resources: Resources, get: Wiring['get']): OidcEngine {
  const standard = createStandardEngine(config, resources, get);
  const oneLogin = createOneLogin(config, resources, get);
  return createIssuers([
    { issuer: config.issuer, engine: standard },
    ...(oneLogin && config.oneLoginIssuer ? [{ issuer: config.oneLoginIssuer, engine: oneLogin }] : []),
  ]);
}

function createStandardEngine(config: IdentityConfig, resources: Resources, get: Wiring['get']): OidcEngine {
  const parts = {
    ...engineParts(config, resources, get, 'identity'),
    issuer: config.issuer,
    clients: get(tokens.engineClients),
  };
  return createRotatingEngine(get(tokens.keyrings).standard.keys, (keys) => {
    const engine = createEngine({ ...parts, signingKeys: keys.map(({ jwk }) => jwk) });
    const [current] = keys;
    if (!current) return engine;
    const { issuer, accessTokenS: lifetimeS } = config;
    const ownTokens = createOwnTokens({
      failedProofs: parts.failedProofs,
      issuer,
      lifetimeS,
      signingKey: current.jwk,
      findClient: parts.clients.find,
    });
    return {
      ...engine,
      async handle(request, reply) {
        if (!(await ownTokens(request, reply))) await engine.handle(request, reply);
      },
    };
  });
}

function createOneLogin(
  config: IdentityConfig,
  resources: Resources,
  get: Wiring['get'],
): OidcEngine | undefined {
  const { one_login: keyring, core_identity: coreIdentity } = get(tokens.keyrings);
  if (config.oneLoginIssuer === undefined || !keyring || !coreIdentity) return undefined;
  const parts = {
    ...engineParts(config, resources, get, 'one-login'),
    issuer: `${new URL(config.oneLoginIssuer).origin}/`,
    clients: get(tokens.oneLoginClients),
    coreIdentityKeys: coreIdentity.keys,
    subjects: createSubjects(deriveKey(config.dataKey, 'one-login-subject'), config.oneLoginSubjectPrefix),
    places: {
      documentation: config.oneLoginDocumentationUrl,
      policy: config.oneLoginPolicyUrl,
      terms: config.oneLoginTermsUrl,
      signedOut: config.oneLoginSignedOutUrl,
    },
    proofing: get(tokens.proofing),
    pretence: config.pretendSecondFactor ? [pretended] : [],
  };
  return createRotatingEngine(keyring.keys, (keys) => createOneLoginEngine({ ...parts, keys }));
}

/** What every engine is made of. `purpose` names the keys by which its cookies and records are its own. */
function engineParts(
  config: IdentityConfig,
  { pool, logger }: Resources,
  get: Wiring['get'],
  purpose: string,
) {
  const { dataKey } = config;
  return {
    db: pool,
    cookieKeys: [deriveKey(dataKey, `${purpose}-cookie`).toString('base64url')],
    protection: {
      sealing: deriveKey(dataKey, 'identity-record'),
      digest: recordDigest(config, purpose),
      // An account is the same at every issuer: what it has is ended everywhere at once.
      owner: recordDigest(config),
    },
    pages: enginePages,
    lifetimes: {
      accessToken: config.accessTokenS,
      idToken: config.idTokenS,
      grant: config.grantS,
      session: config.sessionS,
    },
    failedProofs: get(tokens.failedProofs),
    fetch: get(tokens.clientCalls).fetch,
    log: logger,
  };
}
