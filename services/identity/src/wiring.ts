import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  createGuardedFetch,
  type GuardedFetch,
  type OpenFence,
  type OpenHandover,
  openChangeLog,
  openFence,
  openHandover,
  openRedisBuckets,
  type RedisBuckets,
  type Resources,
  sealOf,
  type Workers,
} from '@ashlar/component';
import { type Changes, createWake, type Relay } from '@ashlar/events';
import { type Authenticate, deriveKey, oauth, seal, unseal } from '@ashlar/service-kit';
import { createWiring, token, type Wiring } from '@ashlar/wiring';
import { mayWrite } from './api/writes.ts';
import type { IdentityConfig } from './config.ts';
import { pretended } from './domain/levels.ts';
import type { IdentityProviders, IsCommonPassword, Mailer, Passwords } from './domain/ports.ts';
import type { ProofingProvider } from './domain/proofing.ts';
import { createEngineClients, createStandardClients, type EngineClients } from './engine/clients.ts';
import { createFailedProofs, type FailedProofs } from './engine/failed-proofs.ts';
import { createIssuers } from './engine/issuers.ts';
import { createEngine, type OidcEngine } from './engine/oidc.ts';
import { createOwnTokens } from './engine/own-tokens.ts';
import { createTokenQuotas, type TokenQuotas } from './engine/quotas.ts';
import { createOwnKeys, createRotatingEngine } from './engine/rotating.ts';
import { identityMapping } from './handover/mapping.ts';
import { enginePages } from './pages/index.ts';
import { partyMetadata } from './profiles/one-login/clients.ts';
import { createOneLoginEngine } from './profiles/one-login/engine.ts';
import { createSubjects } from './profiles/one-login/subjects.ts';
import { createCommonPasswords } from './providers/common-passwords.ts';
import { createMessagingMailer } from './providers/messaging-mailer.ts';
import { createOneTimeCodes } from './providers/one-time-codes.ts';
import { createPasswords } from './providers/passwords.ts';
import { phoneOf } from './providers/phone-numbers.ts';
import { proofingProviders } from './providers/proofing/index.ts';
import { createOpenIdProviders } from './providers/upstreams/openid.ts';
import { createWebAuthn } from './providers/web-authn.ts';
import { createHeadSigner } from './usecases/audit/signer.ts';
import type { Deps } from './usecases/deps.ts';
import { jwksOf, type Keyrings, keySealing } from './usecases/keyring.ts';
import { type NamingKeys, type NamingUse, namingKeySealing } from './usecases/naming-keys.ts';
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
  upstreams: token<IdentityProviders>('upstreams'),
  proofing: token<ProofingProvider | undefined>('proofing'),
  engine: token<OidcEngine>('engine'),
  clientCalls: token<GuardedFetch>('clientCalls'),
  buckets: token<RedisBuckets | undefined>('buckets'),
  failedProofs: token<FailedProofs>('failedProofs'),
  quotas: token<TokenQuotas>('quotas'),
  accessTokens: token<Authenticate>('accessTokens'),
  namingKeys: token<NamingKeys>('namingKeys'),
  fence: token<OpenFence>('fence'),
  handover: token<OpenHandover>('handover'),
  relay: token<Relay>('relay'),
  changes: token<Changes>('changes'),
  workers: token<Workers>('workers'),
} as const;

/** Names every implementation. Reading the relay or the workers starts them. */
export function wire(
  config: IdentityConfig,
  resources: Resources,
  { keyrings, namingKeys }: { keyrings: Keyrings; namingKeys: NamingKeys },
): Wiring {
  const wiring = createWiring();
  const { pool } = resources;
  wiring.value(tokens.config, config);
  wiring.value(tokens.resources, resources);
  wiring.value(tokens.now, () => new Date());
  wiring.value(tokens.keyrings, keyrings);
  wiring.value(tokens.namingKeys, namingKeys);
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
  wiring.single(tokens.upstreams, (get) =>
    createOpenIdProviders({
      fetch: get(tokens.clientCalls).fetch,
      insecureTargets: config.clientInsecureTargets,
      timeoutMs: config.clientTimeoutMs,
      log: resources.logger,
    }),
  );
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
  wiring.single(tokens.quotas, (get) =>
    createTokenQuotas(
      { tokens_per_minute: config.tokensPerMinute, tokens_per_day: config.tokensPerDay },
      get(tokens.buckets),
    ),
  );
  wiring.single(tokens.oneLoginClients, () => createEngineClients(pool, partyMetadata));
  wiring.single(tokens.proofing, () => proofingProviders[config.proofingProvider]?.());
  wiring.single(tokens.engine, (get) => createEngines(config, resources, get));
  wiring.single(tokens.accessTokens, (get) =>
    oauth({
      issuer: config.issuer,
      audience: config.name,
      jwks: createOwnKeys(get(tokens.keyrings).standard),
    }),
  );
  wiring.single(tokens.fence, (get) =>
    openFence(config, resources, {
      writes: mayWrite,
      beforeKnown: () => readAnew(get),
    }),
  );
  const changeLog = openChangeLog(config, resources, { whole: true });
  wiring.single(tokens.relay, changeLog.relay);
  wiring.single(tokens.changes, changeLog.changes);
  wiring.single(tokens.handover, (get) => createHandover(config, resources, get));
  wiring.single(tokens.workers, (get) => startWorkers(get(tokens.deps)));
  return wiring;
}

function createHandover(config: IdentityConfig, resources: Resources, get: Wiring['get']): OpenHandover {
  const sealedFor = (purpose: string) => sealOf(config.dataKey, purpose);
  const mapping = identityMapping({
    person: sealedFor(personSealing),
    record: sealedFor(recordSealing),
    namingKeys: sealedFor(namingKeySealing),
    signingKeys: {
      standard: sealedFor(keySealing.standard),
      one_login: sealedFor(keySealing.one_login),
      core_identity: sealedFor(keySealing.core_identity),
    },
  });
  const [relay, fence] = [get(tokens.relay), get(tokens.fence)];
  return openHandover(config, resources, { mapping, relay, version: readVersion(), fence });
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return String(version);
}

/** From what the keys are derived that seal what is kept of people, and what the engines keep. */
const personSealing = 'identity-person';
const recordSealing = 'identity-record';

/** What this process holds may be a predecessor's, or its successor's, once the roles have changed. */
async function readAnew(get: Wiring['get']): Promise<void> {
  const keyrings = Object.values(get(tokens.keyrings));
  await Promise.all([get(tokens.namingKeys).refresh(), ...keyrings.map((keyring) => keyring.refresh())]);
  get(tokens.engineClients).forgetAll();
  get(tokens.oneLoginClients).forgetAll();
}

function createDeps(config: IdentityConfig, { pool, logger }: Resources, get: Wiring['get']): Deps {
  const names = get(tokens.namingKeys);
  const sealing = createSecretKey(deriveKey(config.dataKey, personSealing));
  return {
    db: pool,
    passwords: get(tokens.passwords),
    isCommonPassword: get(tokens.isCommonPassword),
    mailer: get(tokens.mailer),
    oneTimeCodes: createOneTimeCodes(),
    passkeys: createWebAuthn(config.issuer, config.oneLoginIssuer ? [config.oneLoginIssuer] : []),
    phoneOf,
    upstreams: get(tokens.upstreams),
    upstreamReturns: (id) =>
      [config.issuer, config.oneLoginIssuer].flatMap((issuer) =>
        issuer === undefined ? [] : [`${new URL(issuer).origin}/upstreams/${id}/callback`],
      ),
    keyrings: get(tokens.keyrings),
    working: get(tokens.fence).working,
    clientChanged(id) {
      get(tokens.engineClients).forget(id);
      get(tokens.oneLoginClients).forget(id);
    },
    digest: (text) => createHmac('sha256', names.key('digest')).update(text).digest(),
    recordOwner: recordDigest(names, 'record'),
    seal: (text) => seal(sealing, Buffer.from(text)),
    unseal: (sealed) => unseal(sealing, sealed).toString(),
    device: {
      seal: (text) => seal(names.key('device'), Buffer.from(text)),
      unseal: (sealed) => unsealDevice([names.key('device'), sealing], sealed),
    },
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
    audit: {
      ...createHeadSigner(pool, sealOf(config.dataKey, 'identity-audit-key'), config.issuer),
      sealEveryS: config.auditSealEveryS,
      keepS: config.keepAuditS,
    },
    callClient: get(tokens.clientCalls).fetch,
    insecureTargets: config.clientInsecureTargets,
    rotateKeysEveryS: config.rotateKeysEveryS,
    keepKeys: 86_400,
    keepChanges: config.keepChangesS,
  };
}

/** Browsers were once remembered under the key of what is kept of people. */
function unsealDevice([key, before]: readonly [KeyObject, KeyObject], sealed: Buffer): string {
  try {
    return unseal(key, sealed).toString();
  } catch {
    return unseal(before, sealed).toString();
  }
}

/** A digest by which engines' records name what they are of. */
function recordDigest(names: NamingKeys, use: NamingUse): (id: string) => string {
  return (id) => createHmac('sha256', names.key(use)).update(id).digest('base64url');
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
    ...engineParts(config, resources, get, 'record'),
    issuer: config.issuer,
    clients: get(tokens.engineClients),
  };
  const names = get(tokens.namingKeys);
  return createRotatingEngine(get(tokens.keyrings).standard.keys, names.version, (keys) => {
    const engine = createEngine({
      ...parts,
      cookieKeys: [names.bytes('cookie').toString('base64url')],
      signingKeys: jwksOf(keys),
    });
    const [current] = keys;
    if (!current) return engine;
    const { issuer, accessTokenS: lifetimeS } = config;
    const ownTokens = createOwnTokens({
      failedProofs: parts.failedProofs,
      quotas: parts.quotas,
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
  const names = get(tokens.namingKeys);
  const parts = {
    ...engineParts(config, resources, get, 'one_login_record'),
    issuer: `${new URL(config.oneLoginIssuer).origin}/`,
    clients: get(tokens.oneLoginClients),
    coreIdentityKeys: coreIdentity.keys,
    subjects: createSubjects(() => names.key('one_login_subject'), config.oneLoginSubjectPrefix),
    places: {
      documentation: config.oneLoginDocumentationUrl,
      policy: config.oneLoginPolicyUrl,
      terms: config.oneLoginTermsUrl,
      signedOut: config.oneLoginSignedOutUrl,
    },
    proofing: get(tokens.proofing),
    pretence: config.pretendSecondFactor ? [pretended] : [],
  };
  return createRotatingEngine(keyring.keys, names.version, (keys) =>
    createOneLoginEngine({
      ...parts,
      cookieKeys: [names.bytes('one_login_cookie').toString('base64url')],
      keys,
    }),
  );
}

/** What every engine is made of. `use` is of the key by which its records are its own. */
function engineParts(
  config: IdentityConfig,
  { pool, logger }: Resources,
  get: Wiring['get'],
  use: NamingUse,
) {
  const names = get(tokens.namingKeys);
  return {
    db: pool,
    protection: {
      sealing: deriveKey(config.dataKey, recordSealing),
      digest: recordDigest(names, use),
      // An account is the same at every issuer: what it has is ended everywhere at once.
      owner: recordDigest(names, 'record'),
    },
    pages: enginePages,
    lifetimes: {
      accessToken: config.accessTokenS,
      idToken: config.idTokenS,
      grant: config.grantS,
      session: config.sessionS,
    },
    failedProofs: get(tokens.failedProofs),
    quotas: get(tokens.quotas),
    fetch: get(tokens.clientCalls).fetch,
    log: logger,
  };
}
