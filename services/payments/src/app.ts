import { componentHealth, type Resources, type Workers } from '@ashlar/component';
import { loadContract } from '@ashlar/contracts';
import type { operations } from '@ashlar/contracts/payments';
import { type Changes, changesHandler, type Relay } from '@ashlar/events';
import { isUnavailable } from '@ashlar/postgres';
import { createService, type Handlers } from '@ashlar/service-kit';
import type { Wiring } from '@ashlar/wiring';
import type { FastifyInstance } from 'fastify';
import { agreementHandlers } from './api/agreements.ts';
import { apiKeyHandlers } from './api/api-keys.ts';
import { authorisationHandlers } from './api/authorisations.ts';
import { apiKeyAuthentication, createLimits } from './api/callers.ts';
import { disputeHandlers } from './api/disputes.ts';
import { compatErrors } from './api/errors.ts';
import { exportHandlers } from './api/exports.ts';
import { gatewayAccountHandlers } from './api/gateway-accounts.ts';
import { ledgerHandlers } from './api/ledger.ts';
import { paymentNotificationHandlers } from './api/payment-notifications.ts';
import { paymentSearchHandlers } from './api/payment-search.ts';
import { paymentHandlers } from './api/payments.ts';
import { productHandlers } from './api/products.ts';
import { providerCredentialHandlers } from './api/provider-credentials.ts';
import { providerNotificationHandlers } from './api/provider-notifications.ts';
import { refundHandlers } from './api/refunds.ts';
import { sandboxHandlers } from './api/sandbox.ts';
import { testClockHandlers } from './api/test-clock.ts';
import { webhookMessageHandlers } from './api/webhook-messages.ts';
import { webhookHandlers } from './api/webhooks.ts';
import type { PaymentsConfig } from './config.ts';
import { pageErrors, pageHandlers, productPageHandlers, registerPages } from './pages/index.ts';
import { answerChallenge, readChallenge } from './usecases/answer-challenge.ts';
import { cancelByPayer } from './usecases/cancel-by-payer.ts';
import { confirmPayment } from './usecases/confirm-payment.ts';
import type { Deps } from './usecases/deps.ts';
import {
  findProductByFriendlyUrl,
  findProductForPayer,
  readProductPayment,
} from './usecases/find-product-for-payer.ts';
import { followPaymentLink } from './usecases/follow-payment-link.ts';
import { payProduct } from './usecases/pay-product.ts';
import { readPaymentForPayer } from './usecases/read-payment-for-payer.ts';
import { submitCard } from './usecases/submit-card.ts';
import { tokens, wire } from './wiring.ts';

/** A payments service that is ready to listen; its relay and workers run. */
export interface PaymentsApp {
  readonly app: FastifyInstance;
  readonly deps: Deps;
  readonly relay: Relay;
  readonly workers: Workers;
  /** Sends what the sandboxes have to tell. */
  readonly sandboxNotifier: Workers;
  readonly webhooks: Workers;
  readonly changes: Changes;
  /** Stops the workers, the feed and the relay; the resources stay the caller's. */
  close(): Promise<void>;
}

/** Builds the service on open resources and a migrated database. Tests build the same, with parts replaced by `override`. */
export async function buildApp(
  config: PaymentsConfig,
  resources: Resources,
  override?: (wiring: Wiring) => void,
): Promise<PaymentsApp> {
  const wiring = wire(config, resources);
  override?.(wiring);
  wiring.verify();
  const { get } = wiring;
  const deps = get(tokens.deps);
  const fence = get(tokens.fence);
  const relay = get(tokens.relay);
  const changes = get(tokens.changes);
  const workers = get(tokens.workers);
  const webhooks = get(tokens.webhooks);
  const sandboxNotifier = get(tokens.sandboxNotifier);
  const handover = get(tokens.handover);
  const providerIds = [...get(tokens.providers).keys()];
  const handlers: Handlers<operations> = {
    ...paymentHandlers(deps),
    ...paymentSearchHandlers(deps),
    ...authorisationHandlers(deps),
    ...paymentNotificationHandlers(deps),
    ...refundHandlers(deps),
    ...agreementHandlers(deps),
    ...disputeHandlers(deps),
    ...pageHandlers({
      followPaymentLink: (input) => followPaymentLink(deps, input),
      readPaymentForPayer: (input) => readPaymentForPayer(deps, input),
      submitCard: (input) => submitCard(deps, input),
      kindOf: deps.kindOf,
      readChallenge: (input) => readChallenge(deps, input),
      answerChallenge: (input) => answerChallenge(deps, input),
      confirmPayment: (input) => confirmPayment(deps, input),
      cancelByPayer: (input) => cancelByPayer(deps, input),
      waitingRefreshS: config.waitingRefreshS,
      readSession: get(tokens.readSession),
      sessionKey: get(tokens.sessionKey),
      now: deps.now,
    }),
    ...productPageHandlers({
      findProductForPayer: (input) => findProductForPayer(deps, input),
      findProductByFriendlyUrl: (input) => findProductByFriendlyUrl(deps, input),
      payProduct: (input) => payProduct(deps, input),
      readProductPayment: (input) => readProductPayment(deps, input),
      journeyReader: get(tokens.journeyReader),
      readSession: get(tokens.readSession),
      sessionKey: get(tokens.sessionKey),
      now: deps.now,
    }),
    ...gatewayAccountHandlers(deps, providerIds),
    ...providerNotificationHandlers(deps, providerIds),
    ...providerCredentialHandlers(deps),
    ...apiKeyHandlers(deps),
    ...productHandlers(deps),
    ...webhookHandlers(deps),
    ...webhookMessageHandlers(deps),
    ...ledgerHandlers(deps),
    ...sandboxHandlers(deps),
    ...testClockHandlers(deps),
    ...exportHandlers(deps),
    listChanges: changesHandler(changes),
    ...handover.handlers,
  };
  const close = async () => {
    await Promise.all([workers.stop(), webhooks.stop(), sandboxNotifier.stop(), handover.close()]);
    await deps.webhooks.sender.close();
    await changes.close();
    await relay.stop();
    await fence.close();
  };
  try {
    await fence.ready;
    const app = await createService({
      contract: loadContract('payments'),
      handlers,
      security: {
        apiKey: apiKeyAuthentication(get(tokens.checkApiKey)),
        oauth: get(tokens.accessTokens),
        handover: handover.authenticate,
      },
      compatErrors,
      pageErrors,
      config,
      logger: resources.logger,
      isUnavailable,
      rateLimit: createLimits(config),
      fence,
      health: componentHealth(resources, relay),
      register: registerPages,
    });
    return { app, deps, relay, workers, sandboxNotifier, webhooks, changes, close };
  } catch (error) {
    await close();
    throw error;
  }
}
