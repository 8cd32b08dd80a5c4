import { createHmac, createSecretKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  createSessions,
  createWebhookSender,
  type HandedKeys,
  keepHandedKeys,
  type OpenFence,
  type OpenHandover,
  openChangeLog,
  openFence,
  openHandover,
  openIdSignIn,
  openRedisBuckets,
  type RedisBuckets,
  type Resources,
  type SignInProvider,
  sealOf,
  type Workers,
} from '@ashlar/component';
import { type Changes, createWake, type Relay } from '@ashlar/events';
import { transaction } from '@ashlar/postgres';
import { type Authenticate, ConfigError, deriveKey, oauth, seal, unseal } from '@ashlar/service-kit';
import { createWiring, token, type Wiring } from '@ashlar/wiring';
import { bounceLimitsOf, dkimOf, type MessagingConfig, twilioOf } from './config.ts';
import type { Carriers, PdfReader, Scanner } from './domain/ports.ts';
import { readLevels } from './domain/secure-message/levels.ts';
import { createLinks } from './handover/links.ts';
import { messagingMapping, type SecretUse } from './handover/mapping.ts';
import type { InboxDeps } from './pages/secure-message/index.ts';
import { createProviders } from './providers/index.ts';
import { makeLetterPdf } from './providers/letter-pdf.ts';
import { createPdfReader } from './providers/pdf-reader.ts';
import { createTestFileScanner } from './providers/scanner.ts';
import { createInsertNotification } from './store/insert-notification.ts';
import { createKeyring, type Keyring } from './store/secure-message/envelope.ts';
import type { Vault } from './store/vault.ts';
import { createAcceptBulkJob } from './usecases/accept-bulk-job.ts';
import { type BounceGuard, createBounceGuard } from './usecases/bounce-guard.ts';
import { type CredentialCheck, createTokenCheck } from './usecases/check-token.ts';
import { createDailyLimits, type DailyLimits } from './usecases/daily-limits.ts';
import type { CallbackDeps, Deps } from './usecases/deps.ts';
import { createTemplateMemory } from './usecases/find-templates.ts';
import { recipientDigest } from './usecases/mailbox-digests.ts';
import { createProviderErrors } from './usecases/provider-errors.ts';
import { createProviderRates } from './usecases/provider-rates.ts';
import { receiveReceipt } from './usecases/receive-receipt.ts';
import { createChooser } from './usecases/recipients.ts';
import type { SecureDeps } from './usecases/secure-message/deps.ts';
import { createEvidenceSigner, type EvidenceSigner } from './usecases/secure-message/evidence-signer.ts';
import { createSendLetter, type LetterSending } from './usecases/send-letter.ts';
import { createSend } from './usecases/send-notification.ts';
import { type MessagingWorkers, startSecureWorkers, startWorkers } from './workers.ts';
import { workersElsewhere } from './workers-elsewhere.ts';

/** What can be read from, or replaced in, the graph. */
export const tokens = {
  config: token<MessagingConfig>('config'),
  resources: token<Resources>('resources'),
  now: token<() => Date>('now'),
  vault: token<Vault>('vault'),
  mac: token<Deps['mac']>('mac'),
  providers: token<Carriers>('providers'),
  deps: token<Deps>('deps'),
  checkToken: token<CredentialCheck>('checkToken'),
  daily: token<DailyLimits>('daily'),
  bounceGuard: token<BounceGuard>('bounceGuard'),
  buckets: token<RedisBuckets | undefined>('buckets'),
  pdfReader: token<PdfReader>('pdfReader'),
  scanner: token<Scanner>('scanner'),
  send: token<ReturnType<typeof createSend>>('send'),
  sendLetter: token<LetterSending>('sendLetter'),
  chooseFor: token<ReturnType<typeof createChooser>>('chooseFor'),
  acceptBulkJob: token<ReturnType<typeof createAcceptBulkJob>>('acceptBulkJob'),
  accessTokens: token<Authenticate>('accessTokens'),
  fence: token<OpenFence>('fence'),
  relay: token<Relay>('relay'),
  changes: token<Changes>('changes'),
  workers: token<MessagingWorkers>('workers'),
  keyring: token<Keyring>('keyring'),
  signer: token<EvidenceSigner>('signer'),
  secureDeps: token<SecureDeps>('secureDeps'),
  secureWorkers: token<Workers>('secureWorkers'),
  signIn: token<SignInProvider | undefined>('signIn'),
  inbox: token<InboxDeps>('inbox'),
  handedKeys: token<HandedKeys<SecretUse>>('handedKeys'),
  handover: token<OpenHandover>('handover'),
} as const;

/** Names every implementation. Reading the relay or the workers starts them. */
export function wire(config: MessagingConfig, resources: Resources): Wiring {
  const wiring = createWiring();
  const { pool } = resources;
  wiring.value(tokens.config, config);
  wiring.value(tokens.resources, resources);
  wiring.value(tokens.now, () => new Date());
  wiring.single(tokens.vault, () => createVault(deriveKey(config.dataKey, 'messaging-data')));
  wiring.single(tokens.mac, () => createMac(deriveKey(config.dataKey, 'messaging-reference')));
  wiring.single(tokens.providers, (get) =>
    createProviders({
      db: pool,
      vault: get(tokens.vault),
      smtpUrl: config.smtpUrl,
      dkim: dkimOf(config),
      twilio: twilioOf(config),
      sandboxCarriers: config.sandboxCarriers,
      letterFolder: config.letterFolder,
      recipientDigest: (address) => recipientDigest({ mac: get(tokens.mac) }, address),
      receiptProof: (text) => get(tokens.mac)('scripted-receipt', text),
      // Read late: what takes receipts is made from the providers.
      tell: (provider, receipt) => receiveReceipt(get(tokens.deps), { provider, receipt }),
    }),
  );
  wiring.single(tokens.deps, (get) => createDeps(config, resources, get));
  wiring.single(tokens.pdfReader, createPdfReader);
  wiring.single(tokens.scanner, createTestFileScanner);
  wiring.single(tokens.daily, (get) =>
    createDailyLimits({ db: pool, now: get(tokens.now), log: resources.logger }),
  );
  wiring.single(tokens.bounceGuard, (get) =>
    createBounceGuard({
      ...{ db: pool, now: get(tokens.now), log: resources.logger, limits: bounceLimitsOf(config) },
      logged: createWake(pool, get(tokens.relay)),
    }),
  );
  wiring.single(tokens.buckets, () =>
    config.redisUrl === undefined
      ? undefined
      : openRedisBuckets({
          url: config.redisUrl,
          name: 'messaging',
          timeoutMs: config.redisTimeoutMs,
          log: resources.logger,
        }),
  );
  wiring.single(tokens.checkToken, (get) => createTokenCheck(get(tokens.deps)));
  wiring.single(tokens.send, (get) => createSend(get(tokens.deps), createTemplateMemory(get(tokens.deps))));
  wiring.single(tokens.chooseFor, (get) =>
    createChooser(get(tokens.deps), createTemplateMemory(get(tokens.deps))),
  );
  wiring.single(tokens.acceptBulkJob, (get) =>
    createAcceptBulkJob(get(tokens.deps), createTemplateMemory(get(tokens.deps))),
  );
  wiring.single(tokens.sendLetter, (get) =>
    createSendLetter(get(tokens.deps), createTemplateMemory(get(tokens.deps))),
  );
  wiring.single(tokens.accessTokens, () =>
    oauth({ issuer: config.oauthIssuer, audience: config.oauthAudience, jwks: config.oauthJwks }),
  );
  const changeLog = openChangeLog(config, resources);
  wiring.single(tokens.fence, () => openFence(config, resources));
  wiring.single(tokens.relay, changeLog.relay);
  wiring.single(tokens.changes, changeLog.changes);
  const elsewhere = config.workers ? undefined : workersElsewhere(pool);
  wiring.single(tokens.workers, (get) => elsewhere ?? startWorkers(get(tokens.deps)));
  wiring.single(tokens.keyring, () => readKeyring(config));
  wiring.single(tokens.signer, () => readSigner(config, resources));
  wiring.single(tokens.secureDeps, (get) => createSecureDeps(config, resources, get));
  wiring.single(tokens.signIn, () =>
    config.signInClientFile === undefined
      ? undefined
      : openIdSignIn({ issuer: config.oauthIssuer, clientFile: config.signInClientFile }),
  );
  wiring.single(tokens.inbox, (get) => createInboxDeps(config, get));
  wiring.single(tokens.handedKeys, () =>
    keepHandedKeys<SecretUse>(pool, sealOf(config.dataKey, 'messaging-handed-secret')),
  );
  wiring.single(tokens.handover, (get) => createHandover(config, resources, get));
  wiring.single(
    tokens.secureWorkers,
    (get) => elsewhere?.secure ?? startSecureWorkers(get(tokens.secureDeps)),
  );
  return wiring;
}

function createDeps(config: MessagingConfig, { pool, logger }: Resources, get: Wiring['get']): Deps {
  return {
    db: pool,
    insertNotification: createInsertNotification(pool, get(tokens.vault)),
    providers: get(tokens.providers),
    vault: get(tokens.vault),
    mac: get(tokens.mac),
    links: createLinks(linkKey(config), { handed: get(tokens.handedKeys), before: get(tokens.vault) }),
    now: get(tokens.now),
    logged: createWake(pool, get(tokens.relay)),
    // Read late: the workers themselves are made from these.
    work: () => get(tokens.workers).wake(),
    working: get(tokens.fence).working,
    bulkWork: () => get(tokens.workers).wakeBulk(),
    bulkRows: config.bulkRows,
    daily: get(tokens.daily),
    bounceGuard: get(tokens.bounceGuard),
    bounceLimits: bounceLimitsOf(config),
    callbacks: createCallbacks(config, get),
    providerErrors: createProviderErrors(),
    providerRates: createProviderRates({ db: pool, now: get(tokens.now) }),
    pdfReader: get(tokens.pdfReader),
    scanner: get(tokens.scanner),
    makeLetterPdf,
    log: logger,
    times: {
      lease: config.leaseS,
      retryAfter: config.retryAfterS,
      retries: config.retries,
      receiptWithin: config.receiptWithinS,
      earlyReceipt: config.earlyReceiptS,
      releaseLetterAfter: config.letterReleaseAfterS,
      scheduleHorizon: config.scheduleHorizonS,
      keepNotifications: config.keepNotificationsS,
      keepKeys: 86_400,
      keepChanges: config.keepChangesS,
    },
  };
}

function createSecureDeps(config: MessagingConfig, { pool }: Resources, get: Wiring['get']): SecureDeps {
  const { db, vault, mac, now, logged, work: notify, log, scanner } = get(tokens.deps);
  return {
    ...{ db, vault, mac, now, logged, notify, log, scanner },
    keyring: get(tokens.keyring),
    onceKeys: { own: onceKey(config), handed: get(tokens.handedKeys) },
    signer: get(tokens.signer),
    together: (work) => transaction(pool, work),
    work: () => get(tokens.secureWorkers).wake(),
    mailboxUrl: config.publicUrl && `${config.publicUrl.replace(/\/+$/, '')}/messages`,
    limits: { file: config.secureFileBytes, all: config.secureMessageBytes },
    times: {
      keepContents: config.keepSecureMessagesS,
      keepEvidence: Math.max(config.keepEvidenceS, config.keepSecureMessagesS),
      retryAfter: 60,
    },
  };
}

function createHandover(config: MessagingConfig, resources: Resources, get: Wiring['get']): OpenHandover {
  const mapping = messagingMapping({
    dataKey: config.dataKey,
    vault: get(tokens.vault),
    mac: get(tokens.mac),
    keyring: get(tokens.keyring),
    own: [
      { use: 'link', algorithm: 'A256GCM', key: linkKey(config) },
      { use: 'once', algorithm: 'HMAC-SHA256', key: onceKey(config) },
    ],
    evidenceKeys: () => get(tokens.signer).own(),
    flushCounts: async () => {
      await Promise.all([get(tokens.daily).flush(), get(tokens.bounceGuard).flush()]);
    },
  });
  const [relay, fence] = [get(tokens.relay), get(tokens.fence)];
  return openHandover(config, resources, { mapping, relay, version: readVersion(), fence });
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return String(version);
}

function linkKey({ dataKey }: MessagingConfig): Buffer {
  return deriveKey(dataKey, 'messaging-links');
}

function onceKey({ dataKey }: MessagingConfig): Buffer {
  return deriveKey(dataKey, 'messaging-once');
}

function listed(text = ''): string[] {
  return text
    .split(',')
    .map((one) => one.trim().toLowerCase())
    .filter((one) => one !== '');
}

function createInboxDeps(config: MessagingConfig, get: Wiring['get']): InboxDeps {
  return {
    secure: get(tokens.secureDeps),
    signIn: get(tokens.signIn),
    operators: listed(config.operators),
    levels: told('ACR_LEVELS', () => readLevels(config.acrLevels)),
    sessions: createSessions({
      dataKey: config.dataKey,
      purpose: 'inbox',
      cookies: { session: 'messaging_inbox', visitor: 'messaging_sign_in' },
      path: '/',
      longestS: config.inboxSessionS,
      now: get(tokens.now),
    }),
  };
}

/** The key that is derived from DATA_KEY opens too once others are given: what it wrapped is wrapped anew under the first of them. */
function readKeyring({ messageKeys, dataKey }: MessagingConfig): Keyring {
  const given = (messageKeys ?? '')
    .split(',')
    .filter((entry) => entry !== '')
    .map((entry) => {
      const { id, key } = /^(?<id>[\w.-]{1,60})=(?<key>[A-Za-z0-9+/]{43}=)$/.exec(entry.trim())?.groups ?? {};
      if (id && key) return [id, Buffer.from(key, 'base64')] as const;
      throw new ConfigError(['MESSAGE_KEYS must be id=base64 of 32 bytes, comma-separated']);
    });
  const derived = ['data-key', deriveKey(dataKey, 'messaging-secure-messages')] as const;
  return createKeyring(new Map([...given, derived]));
}

function readSigner({ evidenceKeys, dataKey }: MessagingConfig, { pool }: Resources): EvidenceSigner {
  const sealing = deriveKey(dataKey, 'messaging-evidence');
  return told('EVIDENCE_KEYS', () => createEvidenceSigner(pool, sealing, evidenceKeys));
}

/** Reads a setting; what is wrong with it is told under the name of its variable. */
function told<Value>(variable: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw new ConfigError([`${variable} ${(error as Error).message}`]);
  }
}

function createCallbacks(config: MessagingConfig, get: Wiring['get']): CallbackDeps {
  return {
    sender: createWebhookSender({ timeoutMs: config.callbackTimeoutMs, caFile: config.callbackCaFile }),
    rules: { live: false, liveDomains: [], insecure: config.callbackInsecureTargets },
    wake: () => get(tokens.workers).wakeCallbacks(),
    timeoutMs: config.callbackTimeoutMs,
    retries: config.callbackRetries,
    retryAfter: config.callbackRetryAfterS,
  };
}

function createMac(bytes: Buffer): Deps['mac'] {
  // A key object made once: given the bytes, each digest would make one, which takes longer than the rest of it.
  const key = createSecretKey(bytes);
  return (scope, text) => createHmac('sha256', key).update(`${scope}.${text}`).digest();
}

function createVault(bytes: Buffer): Vault {
  const key = createSecretKey(bytes);
  return {
    seal: (value) => seal(key, Buffer.from(JSON.stringify(value))),
    sealBytes: (bytes) => seal(key, bytes),
    openBytes: (sealed) => unseal(key, sealed),
    open: (sealed) => JSON.parse(unseal(key, sealed).toString()),
  };
}
