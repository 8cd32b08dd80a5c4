import {
  busOf,
  type ComponentConfig,
  componentConfig,
  handoverConfig,
  oauthConfig,
  registryConfig,
} from '@ashlar/component';
import { ConfigError, type ConfigOf, type ConfigSpec, readConfig } from '@ashlar/service-kit';
import { parseFaults } from './domain/sandbox-faults.ts';

/** Every environment variable of the service. */
export const configSpec = {
  ...componentConfig,
  dataKey: {
    env: 'DATA_KEY',
    kind: 'secret',
    min: 44,
    meaning:
      'base64 of 32 random bytes; page links, cookies and the checksums of API keys are derived from it',
  },
  ...oauthConfig('payments'),
  ...registryConfig,
  ...handoverConfig,
  sandboxDelayMs: {
    env: 'SANDBOX_DELAY_MS',
    kind: 'int',
    default: 0,
    min: 0,
    max: 120_000,
    meaning: 'how long the sandbox provider takes to answer, in milliseconds',
  },
  sandboxConfirmWaitMs: {
    env: 'SANDBOX_CONFIRM_WAIT_MS',
    kind: 'int',
    default: 300,
    min: 0,
    max: 10_000,
    meaning:
      'how long reading a test account’s payment waits for a payer who could confirm it, in milliseconds',
  },
  sandboxFaults: {
    env: 'SANDBOX_FAULTS',
    kind: 'string',
    default: 'none',
    meaning:
      'how the sandbox providers misbehave: `none` or `worst`, and changes of it (`worst,seed=7,timeout=50`)',
  },
  sandboxNotifyUrl: {
    env: 'SANDBOX_NOTIFY_URL',
    kind: 'url',
    optional: true,
    meaning: 'root of the service that the sandbox providers notify; without it they notify nobody',
  },
  sandboxNotificationSecret: {
    env: 'SANDBOX_NOTIFICATION_SECRET',
    kind: 'secret',
    optional: true,
    min: 16,
    meaning: 'what the sandbox providers sign notifications with; derived from DATA_KEY when it is not set',
  },
  stripeApiKey: {
    env: 'STRIPE_API_KEY',
    kind: 'secret',
    optional: true,
    min: 8,
    meaning: 'secret key of Stripe’s API; without it there is no provider stripe',
  },
  stripeWebhookSecret: {
    env: 'STRIPE_WEBHOOK_SECRET',
    kind: 'secret',
    optional: true,
    min: 8,
    meaning: 'what Stripe signs notifications with; without it none is believed',
  },
  stripeUrl: {
    env: 'STRIPE_URL',
    kind: 'url',
    default: 'https://api.stripe.com',
    meaning: 'root of Stripe’s API',
  },
  stripeTimeoutMs: {
    env: 'STRIPE_TIMEOUT_MS',
    kind: 'int',
    default: 20_000,
    min: 100,
    max: 80_000,
    meaning: 'how long one try of a call to Stripe may take, in milliseconds',
  },
  stripeRetries: {
    env: 'STRIPE_RETRIES',
    kind: 'int',
    default: 2,
    min: 0,
    max: 5,
    meaning: 'tries of a call to Stripe beyond the first, under the same idempotency key',
  },
  expireAfterS: {
    env: 'EXPIRE_AFTER_S',
    kind: 'int',
    default: 5400,
    min: 1,
    meaning: 'how long a payer has, from creation, in seconds',
  },
  expireCapturableAfterS: {
    env: 'EXPIRE_CAPTURABLE_AFTER_S',
    kind: 'int',
    default: 432_000,
    min: 1,
    meaning: 'how long a delayed capture may wait, from creation, in seconds',
  },
  spareTouchedS: {
    env: 'SPARE_TOUCHED_S',
    kind: 'int',
    default: 300,
    min: 0,
    meaning: 'payments that changed this recently do not expire, in seconds',
  },
  waitingRefreshS: {
    env: 'WAITING_REFRESH_S',
    kind: 'int',
    default: 3,
    min: 1,
    max: 60,
    meaning: 'how often the page of a payer who waits for the provider asks again, in seconds',
  },
  resolveAfterS: {
    env: 'RESOLVE_AFTER_S',
    kind: 'int',
    default: 60,
    min: 1,
    meaning: 'age at which a provider lock is looked into, in seconds',
  },
  checkDisputesS: {
    env: 'CHECK_DISPUTES_S',
    kind: 'int',
    default: 3600,
    min: 1,
    meaning: 'how often a provider is asked what became of an open dispute, in seconds',
  },
  paymentLinkPerMinute: {
    env: 'PAYMENT_LINK_PER_MINUTE',
    kind: 'int',
    default: 300,
    min: 1,
    max: 1_000_000,
    meaning: 'payments that may be begun through one payment link in a minute, for each process',
  },
  paymentLinkAddressPerMinute: {
    env: 'PAYMENT_LINK_ADDRESS_PER_MINUTE',
    kind: 'int',
    default: 30,
    min: 1,
    max: 1_000_000,
    meaning: 'payments that one address may begin through payment links in a minute, for each process',
  },
  webhookParallel: {
    env: 'WEBHOOK_PARALLEL',
    kind: 'int',
    default: 20,
    min: 1,
    max: 500,
    meaning: 'webhook messages that this process sends at once',
  },
  webhookParallelEach: {
    env: 'WEBHOOK_PARALLEL_EACH',
    kind: 'int',
    default: 10,
    min: 1,
    max: 500,
    meaning: 'webhook messages on their way to one receiver at once; one whose last attempt failed gets one',
  },
  webhookTimeoutMs: {
    env: 'WEBHOOK_TIMEOUT_MS',
    kind: 'int',
    default: 3000,
    min: 10,
    max: 30_000,
    meaning: 'how long the receiver of a webhook has to answer, in milliseconds',
  },
  webhookKeepS: {
    env: 'WEBHOOK_KEEP_S',
    kind: 'int',
    default: 604_800,
    min: 60,
    meaning: 'how long webhook messages are kept, in seconds',
  },
  webhookLiveDomains: {
    env: 'WEBHOOK_LIVE_DOMAINS',
    kind: 'string',
    default: '.gov.uk',
    meaning:
      'hosts of live accounts’ webhooks, comma-separated; one that begins with a dot means every host below it',
  },
  webhookInsecureTargets: {
    env: 'WEBHOOK_INSECURE_TARGETS',
    kind: 'bool',
    default: false,
    meaning: 'let webhooks of test accounts point to this machine itself, by http too; for sandboxes only',
  },
  webhookCaFile: {
    env: 'WEBHOOK_CA_FILE',
    kind: 'string',
    optional: true,
    meaning: 'PEM file of further authorities for the certificates of webhooks’ receivers',
  },
} as const satisfies ConfigSpec;

/** The service's configuration, checked. */
export type PaymentsConfig = ComponentConfig & ConfigOf<typeof configSpec>;

/** Reads the configuration; throws one error that names everything that is wrong. */
export function readPaymentsConfig(env?: NodeJS.ProcessEnv): PaymentsConfig {
  const config = { name: 'payments', ...readConfig(configSpec, env) };
  busOf(config);
  checkFaults(config.sandboxFaults);
  return config;
}

function checkFaults(text: string): void {
  try {
    parseFaults(text);
  } catch (error) {
    throw new ConfigError([`SANDBOX_FAULTS ${error instanceof Error ? error.message : String(error)}`]);
  }
}
