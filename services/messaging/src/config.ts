import {
  busOf,
  type ComponentConfig,
  componentConfig,
  handoverConfig,
  oauthConfig,
  redisConfig,
  registryConfig,
} from '@ashlar/component';
import { ConfigError, type ConfigOf, type ConfigSpec, readConfig } from '@ashlar/service-kit';
import type { BounceLimits } from './domain/bounce-guard.ts';

/** Every environment variable of the service. */
export const configSpec = {
  ...componentConfig,
  // The standard's longest e-mail has 2 MB, its files and letters 2 and 5 MB as base64.
  bodyLimitBytes: { ...componentConfig.bodyLimitBytes, default: 12_582_912 },
  dataKey: {
    env: 'DATA_KEY',
    kind: 'secret',
    min: 44,
    meaning:
      'base64 of 32 random bytes; messages, references and the secrets of API keys are sealed with keys derived from it',
  },
  ...oauthConfig('messaging'),
  ...registryConfig,
  ...handoverConfig,
  ...redisConfig,
  messageKeys: {
    env: 'MESSAGE_KEYS',
    kind: 'secret',
    optional: true,
    min: 3,
    meaning:
      'key-encryption keys of secure messages as id=base64 of 32 random bytes, comma-separated: the first wraps, all unwrap; without it one that is derived from DATA_KEY',
  },
  evidenceKeys: {
    env: 'EVIDENCE_KEYS',
    kind: 'secret',
    optional: true,
    min: 2,
    meaning:
      'JWK set of private P-256 keys, of which the first signs the evidence of secure messages and all are published; without it the service makes its own',
  },
  smtpUrl: {
    env: 'SMTP_URL',
    kind: 'secret',
    optional: true,
    meaning:
      'mail server of the provider smtp, as smtp:// or smtps:// with its credentials; without it there is none',
  },
  dkimDomain: {
    env: 'DKIM_DOMAIN',
    kind: 'string',
    optional: true,
    meaning: 'domain that signs mail of the provider smtp (DKIM); needs DKIM_SELECTOR and DKIM_PRIVATE_KEY',
  },
  dkimSelector: {
    env: 'DKIM_SELECTOR',
    kind: 'string',
    optional: true,
    meaning: 'name of the key that signs mail, below _domainkey in the DNS',
  },
  dkimPrivateKey: {
    env: 'DKIM_PRIVATE_KEY',
    kind: 'secret',
    optional: true,
    meaning: 'private key that signs mail, as PEM',
  },
  twilioAccountSid: {
    env: 'TWILIO_ACCOUNT_SID',
    kind: 'string',
    optional: true,
    meaning:
      'account of the provider twilio; needs TWILIO_AUTH_TOKEN and CARRIER_RECEIPTS_URL; without it there is none',
  },
  twilioAuthToken: {
    env: 'TWILIO_AUTH_TOKEN',
    kind: 'secret',
    optional: true,
    meaning: 'secret of that account',
  },
  twilioUrl: {
    env: 'TWILIO_URL',
    kind: 'url',
    default: 'https://api.twilio.com',
    meaning: 'root of Twilio’s API',
  },
  carrierReceiptsUrl: {
    env: 'CARRIER_RECEIPTS_URL',
    kind: 'url',
    optional: true,
    meaning:
      'address at which carriers reach this component, to tell what became of messages; `{department}` in its path stands for the department whose message it is',
  },
  carrierTimeoutMs: {
    env: 'CARRIER_TIMEOUT_MS',
    kind: 'int',
    default: 20_000,
    min: 100,
    max: 60_000,
    meaning: 'how long a carrier by HTTP has to answer, in milliseconds; shorter than LEASE_S',
  },
  workers: {
    env: 'WORKERS',
    kind: 'bool',
    default: true,
    meaning:
      'send what was accepted from this process too; false for one that only answers requests, beside others that send',
  },
  sandboxCarriers: {
    env: 'SANDBOX_CARRIERS',
    kind: 'bool',
    default: false,
    meaning:
      'have the scripted carriers sandbox-sms-1, sandbox-sms-2 and sandbox-email-1, which do as badly as an operator tells them; for test platforms only',
  },
  callbackTimeoutMs: {
    env: 'CALLBACK_TIMEOUT_MS',
    kind: 'int',
    default: 5000,
    min: 10,
    max: 30_000,
    meaning: 'how long the receiver of a callback has to answer, in milliseconds',
  },
  callbackRetries: {
    env: 'CALLBACK_RETRIES',
    kind: 'int',
    default: 5,
    min: 0,
    max: 100,
    meaning: 'how often a callback that was not answered, or with 5xx or 429, is tried again',
  },
  callbackRetryAfterS: {
    env: 'CALLBACK_RETRY_AFTER_S',
    kind: 'int',
    default: 300,
    min: 1,
    meaning: 'how long to wait before a callback is tried again, in seconds',
  },
  callbackInsecureTargets: {
    env: 'CALLBACK_INSECURE_TARGETS',
    kind: 'bool',
    default: false,
    meaning: 'let callbacks point to this machine itself, by http too; for sandboxes only',
  },
  callbackCaFile: {
    env: 'CALLBACK_CA_FILE',
    kind: 'string',
    optional: true,
    meaning: 'PEM file of further authorities for the certificates of callbacks’ receivers',
  },
  mailbox: {
    env: 'MAILBOX',
    kind: 'bool',
    default: false,
    meaning: 'show messages that nobody else received to anybody at /mailbox; for test platforms only',
  },
  mailboxSmtpPort: {
    env: 'MAILBOX_SMTP_PORT',
    kind: 'int',
    optional: true,
    min: 0,
    max: 65_535,
    meaning:
      'port at which the mailbox takes mail by SMTP, for anybody; without it, or without MAILBOX, it takes none',
  },
  mailboxSmtpHost: {
    env: 'MAILBOX_SMTP_HOST',
    kind: 'string',
    default: '127.0.0.1',
    meaning: 'address at which the mailbox takes mail by SMTP',
  },
  leaseS: {
    env: 'LEASE_S',
    kind: 'int',
    default: 120,
    min: 1,
    meaning: 'how long a worker has a notification in hand before another may take it up, in seconds',
  },
  retryAfterS: {
    env: 'RETRY_AFTER_S',
    kind: 'int',
    default: 300,
    min: 1,
    meaning:
      'how long to wait after a try that failed, in seconds; a text message is tried a second time at once',
  },
  retries: {
    env: 'RETRIES',
    kind: 'int',
    default: 48,
    min: 0,
    max: 1000,
    meaning: 'how often a message that was not taken is tried again',
  },
  receiptWithinS: {
    env: 'RECEIPT_WITHIN_S',
    kind: 'int',
    default: 259_200,
    min: 1,
    meaning: 'how long a provider may take to say what became of a message, in seconds',
  },
  scheduleHorizonS: {
    env: 'SCHEDULE_HORIZON_S',
    kind: 'int',
    default: 604_800,
    min: 60,
    meaning: 'how far ahead a notification can be planned, in seconds',
  },
  earlyReceiptS: {
    env: 'EARLY_RECEIPT_S',
    kind: 'int',
    default: 300,
    min: 1,
    meaning: 'how long what a provider tells of a message that is not there yet waits for it, in seconds',
  },
  bulkRows: {
    env: 'BULK_ROWS',
    kind: 'int',
    default: 50_000,
    min: 1,
    max: 200_000,
    meaning: 'the most rows of a bulk job, without the header; the request has to fit into BODY_LIMIT_BYTES',
  },
  bounceGuardFrom: {
    env: 'BOUNCE_GUARD_FROM',
    kind: 'int',
    default: 1000,
    min: 1,
    meaning: 'how many e-mails of a service in the last day make its share of bounces count',
  },
  bounceWarnPercent: {
    env: 'BOUNCE_WARN_PERCENT',
    kind: 'int',
    default: 5,
    min: 1,
    max: 100,
    meaning: 'share of a service’s e-mails that come back for good from which on it is warned, in percent',
  },
  bounceSuspendPercent: {
    env: 'BOUNCE_SUSPEND_PERCENT',
    kind: 'int',
    default: 10,
    min: 1,
    max: 100,
    meaning:
      'share from which on a service may not send e-mails until an operator lets it, in percent; no less than BOUNCE_WARN_PERCENT',
  },
  letterFolder: {
    env: 'LETTER_FOLDER',
    kind: 'string',
    optional: true,
    meaning: 'folder of the printer folder, to which letters to print are written; without it there is none',
  },
  letterReleaseAfterS: {
    env: 'LETTER_RELEASE_AFTER_S',
    kind: 'int',
    default: 3,
    min: 2,
    meaning:
      'how long a letter waits before it is made and given to its printer, in seconds; it can be cancelled until then',
  },
  signInClientFile: {
    env: 'SIGN_IN_CLIENT_FILE',
    kind: 'string',
    optional: true,
    meaning:
      'file with the `client_id` and `client_secret`, as JSON, by which people sign in at the issuer to read their secure messages; read at each sign-in; without it there is no inbox',
  },
  operators: {
    env: 'OPERATORS',
    kind: 'string',
    optional: true,
    meaning:
      'verified email addresses, comma-separated, whose accounts at the issuer may see how providers do, at /operator/providers; they sign in as people do to the inbox',
  },
  acrLevels: {
    env: 'ACR_LEVELS',
    kind: 'string',
    default: '',
    meaning:
      'what the issuer’s `acr` is worth, as acr=low, acr=substantial or acr=high, comma-separated; eIDAS’s own names are known, and anything else is low',
  },
  inboxSessionS: {
    env: 'INBOX_SESSION_S',
    kind: 'int',
    default: 3600,
    min: 60,
    meaning: 'how long a person stays signed in to the inbox, in seconds',
  },
  secureFileBytes: {
    env: 'SECURE_FILE_BYTES',
    kind: 'int',
    default: 5_000_000,
    min: 1,
    meaning: 'largest file of a secure message, in bytes',
  },
  secureMessageBytes: {
    env: 'SECURE_MESSAGE_BYTES',
    kind: 'int',
    default: 9_000_000,
    min: 1,
    meaning:
      'most that all files of a secure message hold together, in bytes; base64 of it has to fit into BODY_LIMIT_BYTES',
  },
  keepSecureMessagesS: {
    env: 'KEEP_SECURE_MESSAGES_S',
    kind: 'int',
    default: 157_680_000,
    min: 60,
    meaning: 'how long what is in a secure message is kept, in seconds',
  },
  keepEvidenceS: {
    env: 'KEEP_EVIDENCE_S',
    kind: 'int',
    default: 315_360_000,
    min: 60,
    meaning: 'how long the evidence of a secure message is kept, in seconds; no shorter than the message',
  },
  keepNotificationsS: {
    env: 'KEEP_NOTIFICATIONS_S',
    kind: 'int',
    default: 604_800,
    min: 60,
    meaning: 'how long finished notifications are kept where their service says nothing else, in seconds',
  },
} as const satisfies ConfigSpec;

/** The service's configuration, checked. */
export type MessagingConfig = ComponentConfig & ConfigOf<typeof configSpec>;

/** Reads the configuration; throws one error that names everything that is wrong. */
export function readMessagingConfig(env?: NodeJS.ProcessEnv): MessagingConfig {
  const config = { name: 'messaging', ...readConfig(configSpec, env) };
  busOf(config);
  dkimOf(config);
  twilioOf(config);
  return config;
}

/** What mail is signed with; undefined where it is not. Throws when half of it is missing. */
export function dkimOf(config: MessagingConfig) {
  const { dkimDomain: domainName, dkimSelector: keySelector, dkimPrivateKey: privateKey } = config;
  if (!domainName && !keySelector && !privateKey) return undefined;
  if (!domainName || !keySelector || !privateKey) {
    throw new ConfigError(['DKIM_DOMAIN, DKIM_SELECTOR and DKIM_PRIVATE_KEY go together']);
  }
  return { domainName, keySelector, privateKey };
}

/** When too many of a service's e-mails come back. Throws when it would be suspended before it is warned. */
export function bounceLimitsOf(config: MessagingConfig): BounceLimits {
  const { bounceGuardFrom: from, bounceWarnPercent: warnAt, bounceSuspendPercent: suspendAt } = config;
  if (warnAt > suspendAt) {
    throw new ConfigError(['BOUNCE_WARN_PERCENT must be no more than BOUNCE_SUSPEND_PERCENT']);
  }
  return { from, warnAt, suspendAt };
}

/** The account at Twilio; undefined where there is none. Throws when half of it is missing. */
export function twilioOf(config: MessagingConfig) {
  const {
    twilioAccountSid: accountSid,
    twilioAuthToken: authToken,
    carrierReceiptsUrl: receiptsUrl,
  } = config;
  if (!accountSid && !authToken) return undefined;
  if (!accountSid || !authToken || !receiptsUrl) {
    throw new ConfigError(['TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and CARRIER_RECEIPTS_URL go together']);
  }
  return {
    accountSid,
    authToken,
    receiptsUrl,
    url: config.twilioUrl.replace(/\/$/, ''),
    timeoutMs: config.carrierTimeoutMs,
  };
}
