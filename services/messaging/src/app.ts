import { componentHealth, type Resources, redisHealth, type Workers } from '@ashlar/component';
import { loadContract } from '@ashlar/contracts';
import type { operations } from '@ashlar/contracts/messaging';
import { type Changes, changesHandler, type Relay } from '@ashlar/events';
import { isUnavailable } from '@ashlar/postgres';
import { createService, type Handlers } from '@ashlar/service-kit';
import type { Wiring } from '@ashlar/wiring';
import type { FastifyInstance } from 'fastify';
import { apiKeyHandlers } from './api/api-keys.ts';
import { bulkJobHandlers } from './api/bulk-jobs.ts';
import { callbackHandlers } from './api/callbacks.ts';
import { limitedByDay, serviceLimits, tokenAuthentication } from './api/callers.ts';
import { carrierReceiptHandlers } from './api/carrier-receipts.ts';
import { emailSendingHandlers } from './api/email-sending.ts';
import { compatErrors } from './api/errors.ts';
import { letterHandlers } from './api/letters.ts';
import { type MailReceiver, openMailReceiver } from './api/mail-receiver.ts';
import { mailboxHandlers } from './api/mailbox.ts';
import { notificationHandlers } from './api/notifications.ts';
import { providerHandlers } from './api/providers.ts';
import { receivedTextHandlers } from './api/received-texts.ts';
import { recipientHandlers } from './api/recipients.ts';
import { secureMessageHandlers } from './api/secure-message/secure-messages.ts';
import { senderHandlers } from './api/senders.ts';
import { sentNotificationHandlers } from './api/sent-notifications.ts';
import { serviceHandlers } from './api/services.ts';
import { suppressionHandlers } from './api/suppressions.ts';
import { templateDraftHandlers } from './api/template-drafts.ts';
import { templateHandlers } from './api/templates.ts';
import { unsubscribeHandlers } from './api/unsubscribe.ts';
import type { MessagingConfig } from './config.ts';
import { filePages } from './pages/files.ts';
import { pageErrors, pageHandlers, registerPages } from './pages/index.ts';
import { showProviders } from './pages/providers.ts';
import { inboxHandlers } from './pages/secure-message/index.ts';
import type { Deps } from './usecases/deps.ts';
import { introduceProviders } from './usecases/manage-providers.ts';
import { receiveMail } from './usecases/receive-mail.ts';
import type { SecureDeps } from './usecases/secure-message/deps.ts';
import { tokens, wire } from './wiring.ts';
import { hearOthers } from './workers-elsewhere.ts';

/** A messaging service that is ready to listen; its relay and workers run. */
export interface MessagingApp {
  readonly app: FastifyInstance;
  readonly deps: Deps;
  readonly secureDeps: SecureDeps;
  readonly relay: Relay;
  readonly workers: Workers;
  readonly changes: Changes;
  /** Where the mailbox takes mail by SMTP, if it does. */
  readonly mailReceiver: MailReceiver | undefined;
  /** Stops the workers, the mailbox's mail server, the feed and the relay; the resources stay the caller's. */
  close(): Promise<void>;
}

/** Builds the service on open resources and a migrated database. Tests build the same, with parts replaced by `override`. */
export async function buildApp(
  config: MessagingConfig,
  resources: Resources,
  override?: (wiring: Wiring) => void,
): Promise<MessagingApp> {
  const wiring = wire(config, resources);
  override?.(wiring);
  wiring.verify();
  const { get } = wiring;
  const deps = get(tokens.deps);
  const fence = get(tokens.fence);
  const relay = get(tokens.relay);
  const changes = get(tokens.changes);
  const workers = get(tokens.workers);
  const buckets = get(tokens.buckets);
  const secureWorkers = get(tokens.secureWorkers);
  const handover = get(tokens.handover);
  const handlers: Handlers<operations> = {
    ...notificationHandlers(deps, get(tokens.send)),
    ...letterHandlers(deps, get(tokens.sendLetter)),
    ...sentNotificationHandlers(deps, { send: get(tokens.send), sendLetter: get(tokens.sendLetter) }),
    ...recipientHandlers(deps, { send: get(tokens.send) }, get(tokens.chooseFor)),
    ...bulkJobHandlers(deps, get(tokens.acceptBulkJob)),
    ...templateHandlers(deps),
    ...serviceHandlers(deps),
    ...apiKeyHandlers(deps),
    ...senderHandlers(deps),
    ...templateDraftHandlers(deps),
    ...providerHandlers(deps),
    ...callbackHandlers(deps),
    ...carrierReceiptHandlers(deps),
    ...receivedTextHandlers(deps),
    ...unsubscribeHandlers(deps),
    ...suppressionHandlers(deps),
    ...emailSendingHandlers(deps),
    ...mailboxHandlers(deps, config.mailbox),
    ...secureMessageHandlers(get(tokens.secureDeps)),
    ...pageHandlers(deps, config.mailbox),
    ...filePages(deps),
    ...inboxHandlers(get(tokens.inbox)),
    showProviders: showProviders(deps, get(tokens.inbox)),
    listChanges: changesHandler(changes),
    ...handover.handlers,
  };
  const others = config.workers
    ? hearOthers(config.databaseUrl, { workers, secure: secureWorkers }, resources.logger)
    : undefined;
  let mailReceiver: MailReceiver | undefined;
  const close = async () => {
    await others?.close();
    await Promise.all([secureWorkers.stop(), handover.close()]);
    await workers.stop();
    await deps.daily.stop();
    await deps.bounceGuard.stop();
    buckets?.close();
    await deps.callbacks.sender.close();
    get(tokens.providers).close();
    await mailReceiver?.close();
    await changes.close();
    await relay.stop();
    await fence.close();
  };
  try {
    await fence.ready;
    await introduceProviders(deps);
    const app = await createService({
      contract: loadContract('messaging'),
      handlers,
      security: {
        apiKey: tokenAuthentication(get(tokens.checkToken)),
        oauth: get(tokens.accessTokens),
        handover: handover.authenticate,
      },
      compatErrors,
      pageErrors,
      config,
      logger: resources.logger,
      isUnavailable,
      rateLimit: serviceLimits(buckets),
      fence,
      health: { ...componentHealth(resources, relay), ...(buckets && { redis: redisHealth(buckets) }) },
      async register(app) {
        app.addHook('preParsing', limitedByDay(deps.daily));
        await registerPages(app);
      },
    });
    mailReceiver = await openMailbox(config, deps);
    return { app, deps, secureDeps: get(tokens.secureDeps), relay, workers, changes, mailReceiver, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openMailbox(config: MessagingConfig, deps: Deps): Promise<MailReceiver | undefined> {
  const { mailbox, mailboxSmtpHost: host, mailboxSmtpPort: port } = config;
  if (!mailbox || port === undefined) return undefined;
  return openMailReceiver({ host, port, receive: (mail) => receiveMail(deps, mail), log: deps.log });
}
