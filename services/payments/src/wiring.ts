import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  createWebhookSender,
  type HandedKeys,
  keepHandedKeys,
  type OpenFence,
  type OpenHandover,
  openChangeLog,
  openFence,
  openHandover,
  type Resources,
  sealOf,
  type WebhookSender,
  type Workers,
} from '@ashlar/component';
import { type Changes, createWake, type Relay } from '@ashlar/events';
import { transaction } from '@ashlar/postgres';
import { type Authenticate, deriveKey, oauth, seal, unseal } from '@ashlar/service-kit';
import { createWiring, token, type Wiring } from '@ashlar/wiring';
import { paymentMembers } from './api/payment-view.ts';
import type { PaymentsConfig } from './config.ts';
import type { Secrets } from './domain/credential.ts';
import { isApiKey, type Mac } from './domain/ids.ts';
import type { PaymentProvider, ProviderKind } from './domain/ports.ts';
import { type Faults, parseFaults } from './domain/sandbox-faults.ts';
import { paymentsMapping } from './handover/mapping.ts';
import { createJourneyReader, createSessionReader } from './handover/session-reader.ts';
import { createTokenReader } from './handover/token-reader.ts';
import type { JourneyReader } from './pages/journey.ts';
import type { ReadSession } from './pages/session.ts';
import { kindOfCard } from './providers/card-kinds.ts';
import { createProviderKinds, createProviders, type ProviderSetup } from './providers/index.ts';
import { startSandboxNotifier } from './providers/sandbox-notifier.ts';
import type { StripeLine } from './providers/stripe-client.ts';
import { createInsertPayment } from './store/insert-payment.ts';
import { createApiKeyCheck } from './usecases/check-api-key.ts';
import type { Deps, WebhookDeps } from './usecases/deps.ts';
import { createProviderOpener } from './usecases/open-provider.ts';
import { startWebhooks } from './usecases/run-webhooks.ts';
import { startWorkers } from './workers.ts';

/** What can be read from, or replaced in, the graph. */
export const tokens = {
  config: token<PaymentsConfig>('config'),
  resources: token<Resources>('resources'),
  now: token<() => Date>('now'),
  providers: token<ReadonlyMap<string, PaymentProvider>>('providers'),
  providerKinds: token<ReadonlyMap<string, ProviderKind>>('providerKinds'),
  sandboxNotifier: token<Workers>('sandboxNotifier'),
  deps: token<Deps>('deps'),
  checkApiKey: token<ReturnType<typeof createApiKeyCheck>>('checkApiKey'),
  accessTokens: token<Authenticate>('accessTokens'),
  sessionKey: token<Buffer>('sessionKey'),
  readSession: token<ReadSession>('readSession'),
  journeyReader: token<JourneyReader>('journeyReader'),
  fence: token<OpenFence>('fence'),
  relay: token<Relay>('relay'),
  changes: token<Changes>('changes'),
  workers: token<Workers>('workers'),
  webhookSender: token<WebhookSender>('webhookSender'),
  webhooks: token<Workers>('webhooks'),
  handedKeys: token<HandedKeys>('handedKeys'),
  handover: token<OpenHandover>('handover'),
} as const;

/** How long the reader of the change log waits for an event before it looks again by itself. */
const longestWaitMs = 15_000;

/** Names every implementation. Reading the relay or the workers starts them. */
export function wire(config: PaymentsConfig, resources: Resources): Wiring {
  const wiring = createWiring();
  const { pool } = resources;
  wiring.value(tokens.config, config);
  wiring.value(tokens.resources, resources);
  wiring.value(tokens.now, () => new Date());
  const notificationKey = sandboxNotificationKey(config);
  const sandbox = {
    db: pool,
    faults: sandboxFaults(config),
    notifies: config.sandboxNotifyUrl !== undefined,
    notificationKey,
  };
  wiring.single(tokens.providers, () => createProviders({ sandbox, stripe: stripeOf(config) }));
  wiring.single(tokens.providerKinds, () =>
    createProviderKinds({
      sandbox,
      stripeLine: stripeLine(config),
    }),
  );
  wiring.single(tokens.sandboxNotifier, () =>
    startSandboxNotifier({ db: pool, url: config.sandboxNotifyUrl, notificationKey, log: resources.logger }),
  );
  wiring.single(tokens.deps, (get) => createDeps(config, resources, get));
  wiring.single(tokens.checkApiKey, (get) => createApiKeyCheck(get(tokens.deps)));
  wiring.single(tokens.accessTokens, () =>
    oauth({ issuer: config.oauthIssuer, audience: config.oauthAudience, jwks: config.oauthJwks }),
  );
  wiring.single(tokens.sessionKey, () => deriveKey(config.dataKey, 'page-session'));
  const sessionKeys = (get: Wiring['get']) => ({
    own: get(tokens.sessionKey),
    handed: get(tokens.handedKeys),
    now: get(tokens.now),
  });
  wiring.single(tokens.readSession, (get) => createSessionReader(pool, sessionKeys(get)));
  wiring.single(tokens.journeyReader, (get) => createJourneyReader(sessionKeys(get)));
  const changeLog = openChangeLog(config, resources);
  wiring.single(tokens.fence, () => openFence(config, resources));
  wiring.single(tokens.relay, changeLog.relay);
  wiring.single(tokens.changes, changeLog.changes);
  wiring.single(tokens.workers, (get) => startWorkers(get(tokens.deps)));
  wiring.single(tokens.webhookSender, () => {
    if (config.webhookInsecureTargets) {
      resources.logger.warn(
        'WEBHOOK_INSECURE_TARGETS is set: webhooks of test accounts may call this machine itself',
      );
    }
    return createWebhookSender({ timeoutMs: config.webhookTimeoutMs, caFile: config.webhookCaFile });
  });
  wiring.single(tokens.handedKeys, () =>
    keepHandedKeys(pool, sealOf(config.dataKey, 'payments-handed-secret')),
  );
  wiring.single(tokens.handover, (get) =>
    openHandover(config, resources, {
      mapping: paymentsMapping(config.dataKey, [
        { use: 'page_token', algorithm: 'HMAC-SHA256', key: pageKey(config) },
        { use: 'page_session', algorithm: 'HMAC-SHA256', key: get(tokens.sessionKey) },
        { use: 'api_key', algorithm: 'HMAC-SHA1', key: apiKeyKey(config) },
      ]),
      relay: get(tokens.relay),
      version: readVersion(),
      fence: get(tokens.fence),
    }),
  );
  wiring.single(tokens.webhooks, (get) => {
    const log = get(tokens.changes);
    return startWebhooks(get(tokens.deps), (signal) => (after, limit) => {
      return log.page({ department: '*', after, limit, waitMs: longestWaitMs, signal });
    });
  });
  return wiring;
}

function createDeps(config: PaymentsConfig, { pool, logger }: Resources, get: Wiring['get']): Deps {
  const cardKey = deriveKey(config.dataKey, 'payments-card-token');
  const secretsKey = deriveKey(config.dataKey, 'payments-provider-secrets');
  const openSecrets = (sealed: Buffer): Secrets => JSON.parse(unseal(secretsKey, sealed).toString());
  const kinds = get(tokens.providerKinds);
  const handed = get(tokens.handedKeys);
  const pageMac = macOf(pageKey(config), 'sha256');
  // The standard's keys end in an HMAC-SHA1: it guards against typing errors and floods, not the account.
  const keyMac = macOf(apiKeyKey(config), 'sha1');
  return {
    db: pool,
    insertPayment: createInsertPayment(pool),
    transaction: (work) => transaction(pool, work),
    provider: createProviderOpener({ db: pool, own: () => get(tokens.providers), kinds, openSecrets }),
    providerKinds: kinds,
    sealSecrets: (secrets) => seal(secretsKey, Buffer.from(JSON.stringify(secrets))),
    openSecrets,
    pageMac,
    readPageToken: createTokenReader(pool, { own: pageMac, handed, macOf: (key) => macOf(key, 'sha256') }),
    keyMac,
    isApiKey: async (text) =>
      isApiKey(text, keyMac) ||
      (await handed.find('api_key', ({ key }) => isApiKey(text, macOf(key, 'sha1')) || undefined)) === true,
    sealToken: (token) => seal(cardKey, Buffer.from(token)),
    openToken: (sealed) => unseal(cardKey, sealed).toString(),
    kindOf: kindOfCard,
    now: get(tokens.now),
    random: randomBytes,
    logged: createWake(pool, get(tokens.relay)),
    // Read late: the workers themselves are made from these.
    work: () => get(tokens.workers).wake(),
    showPayment: paymentMembers,
    webhooks: createWebhookDeps(config, get),
    log: logger,
    times: {
      expireAfter: config.expireAfterS,
      expireCapturableAfter: config.expireCapturableAfterS,
      spareTouched: config.spareTouchedS,
      resolveAfter: config.resolveAfterS,
      checkDisputes: config.checkDisputesS,
      awaitConfirm: config.sandboxConfirmWaitMs / 1000,
      keepKeys: 86_400,
      keepChanges: config.keepChangesS,
    },
  };
}

function createWebhookDeps(config: PaymentsConfig, get: Wiring['get']): WebhookDeps {
  const signingKey = deriveKey(config.dataKey, 'payments-webhook-signing-key');
  const bodyKey = deriveKey(config.dataKey, 'payments-webhook-body');
  return {
    sender: get(tokens.webhookSender),
    rules: {
      liveDomains: config.webhookLiveDomains.split(',').map((domain) => domain.trim().toLowerCase()),
      insecure: config.webhookInsecureTargets,
    },
    sealKey: (key) => seal(signingKey, Buffer.from(key)),
    openKey: (sealed) => unseal(signingKey, sealed).toString(),
    sealBody: (body) => seal(bodyKey, Buffer.from(body)),
    openBody: (sealed) => unseal(bodyKey, sealed),
    wake: () => get(tokens.webhooks).wake(),
    parallel: config.webhookParallel,
    parallelEach: config.webhookParallelEach,
    timeoutMs: config.webhookTimeoutMs,
    keepS: config.webhookKeepS,
  };
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return String(version);
}

function pageKey({ dataKey }: PaymentsConfig): Buffer {
  return deriveKey(dataKey, 'payments-page-token');
}

function apiKeyKey({ dataKey }: PaymentsConfig): Buffer {
  return deriveKey(dataKey, 'payments-api-key');
}

function sandboxNotificationKey(config: PaymentsConfig): Buffer {
  const secret = config.sandboxNotificationSecret;
  return secret === undefined ? deriveKey(config.dataKey, 'sandbox-notifications') : Buffer.from(secret);
}

/** The settings, where every answer takes at least the delay that an operator asked for. */
function sandboxFaults({ sandboxFaults: text, sandboxDelayMs: least }: PaymentsConfig): Faults {
  const faults = parseFaults(text);
  const { from, to } = faults.latency;
  return { ...faults, latency: { from: from + least, to: to + least } };
}

function stripeOf(config: PaymentsConfig): ProviderSetup['stripe'] {
  const { stripeApiKey: apiKey, stripeWebhookSecret: webhookSecret } = config;
  return apiKey === undefined ? undefined : { ...stripeLine(config), apiKey, webhookSecret };
}

function stripeLine({
  stripeUrl: url,
  stripeTimeoutMs: timeoutMs,
  stripeRetries: retries,
}: PaymentsConfig): StripeLine {
  return { url, timeoutMs, retries };
}

function macOf(key: Buffer, algorithm: 'sha1' | 'sha256'): Mac {
  // A key object made once: handing over the bytes each time takes seven times as long.
  const secret = createSecretKey(key);
  return (text) => createHmac(algorithm, secret).update(text).digest();
}
